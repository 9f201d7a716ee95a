import { gdcmReadImage } from '@itk-wasm/image-io';
import { getPipelinesBaseUrl, type Image as ItkImage } from 'itk-wasm';
import type { Codec, CodecFrame } from '../src/core/dicom/codec.ts';
import { failure } from '../src/core/failure.ts';
import type { PixelArray } from '../src/core/dicom/image.ts';
import { failed, success, type Result } from '../src/core/result.ts';
import { decodeHtj2k, loadHtj2k } from './htj2k.ts';

const HERE = { webWorker: false } as const;

const broken = (cause: string): Result<never> => failed(failure('dicom/decode-failed', { cause }));

/** The decoders of itk-wasm: GDCM, and OpenJPH for HTJ2K. The worker's entry must first set the address of the pipelines. */
export const itkCodec: Codec = {
  async gdcm(file) {
    try {
      const { couldRead, image } = await gdcmReadImage({ data: file, path: 'frame.dcm' }, HERE);
      return couldRead ? frameOf(image) : broken('GDCM could not read the frame');
    } catch (error) {
      return broken(messageOf(error));
    }
  },

  async htj2k(codestream) {
    try {
      return decodeHtj2k(await loadHtj2k(String(getPipelinesBaseUrl())), codestream);
    } catch (error) {
      return broken(messageOf(error));
    }
  },
};

function frameOf(image: ItkImage): Result<CodecFrame> {
  const [columns = 0, rows = 0] = image.size;
  if (!image.data) return broken('the decoder gave no pixels');
  // On an isolated page, ITK's arrays use shared memory. A copy does not.
  const data = (image.data as PixelArray).slice();
  return success({ columns, rows, components: image.imageType.components, data });
}

/** Emscripten throws C++ exceptions as numbers. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `exception ${String(error)}`;
}
