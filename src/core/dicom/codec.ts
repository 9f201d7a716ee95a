import type { PixelArray } from './image.ts';
import type { Result } from '../result.ts';
import type { Pixels } from '../measure.ts';

/** A decoder's result for one frame: the stored values of the codestream. */
export interface CodecFrame {
  readonly columns: Pixels;
  readonly rows: Pixels;
  readonly components: number;
  /** Row by row, components interleaved. */
  readonly data: PixelArray;
}

/**
 * Decoders of compressed pixels, implemented outside the core. They receive one frame and no header
 * that could name a person. `gdcm` (JPEG, JPEG-LS, JPEG 2000) gets a minimal Part 10 file with only
 * the frame's image-pixel attributes; `htj2k` gets the codestream. Failure: `dicom/decode-failed`.
 * They never throw.
 */
export interface Codec {
  gdcm(file: Uint8Array<ArrayBuffer>): Promise<Result<CodecFrame>>;
  htj2k(codestream: Uint8Array<ArrayBuffer>): Promise<Result<CodecFrame>>;
}
