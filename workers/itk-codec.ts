import { gdcmReadImage } from '@itk-wasm/image-io';
import { getPipelinesBaseUrl, type Image as ItkImage } from 'itk-wasm';
import type { Codec, CodecFrame } from '../src/core/dicom/codec.ts';
import { failure } from '../src/core/failure.ts';
import type { PixelArray } from '../src/core/dicom/image.ts';
import { failed, success, type Result } from '../src/core/result.ts';
import { decodeHtj2k, loadHtj2k } from './htj2k.ts';

const HERE = { webWorker: false } as const;

const broken = (cause: string): Result<never> => failed(failure('dicom/decode-failed', { cause }));

/** itk-wasm's own decoders: GDCM, and OpenJPH for HTJ2K. The worker's entry sets the address of the pipelines first. */
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
  // Where isolated, ITK's arrays are backed by shared memory; a copy is not.
  const data = (image.data as PixelArray).slice();
  return success({ columns, rows, components: image.imageType.components, data });
}

/** C++ exceptions arrive as bare numbers. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `exception ${String(error)}`;
}
