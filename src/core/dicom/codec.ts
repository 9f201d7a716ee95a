import type { PixelArray } from './image.ts';
import type { Result } from '../result.ts';

/** What a decoder gives for one frame: stored values as the codestream has them. */
export interface CodecFrame {
  readonly columns: number;
  readonly rows: number;
  readonly components: number;
  /** Row by row, components interleaved. */
  readonly data: PixelArray;
}

/**
 * Decoders of compressed pixels, which live outside the core. They are given one frame and no header that could name anybody:
 * `gdcm` (JPEG, JPEG-LS, JPEG 2000) a minimal Part 10 file of the frame's image-pixel attributes alone, `htj2k` the codestream.
 * Failure: `dicom/decode-failed`; they never throw.
 */
export interface Codec {
  gdcm(file: Uint8Array<ArrayBuffer>): Promise<Result<CodecFrame>>;
  htj2k(codestream: Uint8Array<ArrayBuffer>): Promise<Result<CodecFrame>>;
}
