import { gdcmReadImageNode } from '@itk-wasm/image-io';
import type { Image as ItkImage } from 'itk-wasm';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Codec, CodecFrame } from '../../src/core/dicom/codec.ts';
import { failure } from '../../src/core/failure.ts';
import type { PixelArray } from '../../src/core/dicom/image.ts';
import { failed, success, type Result } from '../../src/core/result.ts';
import { decodeHtj2k } from '../../workers/htj2k.ts';
import { htj2kModule } from '../fixtures/htj2k-module.ts';

/** The codec of `workers/itk-codec.ts` on itk-wasm's bindings for Node, which read files from the disk. */
export const nodeCodec: Codec = {
  async gdcm(file) {
    const folder = mkdtempSync(join(tmpdir(), 'negatoscope-'));
    try {
      const path = join(folder, 'frame.dcm');
      writeFileSync(path, file);
      const { couldRead, image } = await gdcmReadImageNode(path);
      return couldRead ? frameOf(image) : broken('GDCM could not read the frame');
    } catch (error) {
      return broken(String(error));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  async htj2k(codestream) {
    try {
      return decodeHtj2k(await htj2kModule(), codestream);
    } catch (error) {
      return broken(String(error));
    }
  },
};

const broken = (cause: string): Result<never> => failed(failure('dicom/decode-failed', { cause }));

function frameOf(image: ItkImage): Result<CodecFrame> {
  const [columns = 0, rows = 0] = image.size;
  if (!image.data) return broken('the decoder gave no pixels');
  const data = (image.data as PixelArray).slice();
  return success({ columns, rows, components: image.imageType.components, data });
}
