import type { PixelArray } from '../image/image.ts';
import type { Result } from '../result.ts';

/** What a decoder gives for one frame. */
export interface CodecFrame {
  readonly columns: number;
  readonly rows: number;
  readonly components: number;
  /** Row by row, components interleaved. */
  readonly data: PixelArray;
}

/**
 * Decoders of compressed pixels, which live outside the core. They are given one frame and no header that could name anybody:
 * `gdcm` a minimal Part 10 file of the frame's image-pixel attributes alone, `htj2k` the codestream.
 */
export interface Codec {
  gdcm(file: Uint8Array<ArrayBuffer>): Promise<Result<CodecFrame>>;
  htj2k(codestream: Uint8Array<ArrayBuffer>): Promise<Result<CodecFrame>>;
}
