import type { PixelArray } from '../image/image.ts';
import type { Result } from '../result.ts';

/** A compressed picture decoded: stored values as the codestream has them, samples interleaved. */
export interface DecodedPicture {
  readonly columns: number;
  readonly rows: number;
  readonly components: number;
  readonly data: PixelArray;
}

/** The decoders that core has no code for. Failure: `dicom/decode-failed`; never throws. */
export interface Codec {
  /** JPEG, JPEG-LS or JPEG 2000 in a Part 10 file of one frame without rescale. Colour is not converted. */
  decodePart10(file: Uint8Array<ArrayBuffer>): Promise<Result<DecodedPicture>>;
  /** A bare HTJ2K codestream. */
  decodeHtj2k(codestream: Uint8Array<ArrayBuffer>): Promise<Result<DecodedPicture>>;
}
