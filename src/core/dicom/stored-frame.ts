import type { Pixels } from '../measure.ts';
import { failure } from '../failure.ts';
import type { PixelArray } from './image.ts';
import { failed, success, type Result } from '../result.ts';
import { rgbOfPalette, rgbOfYbr } from './color.ts';
import type { DataSet } from './dataset.ts';
import type { ImageFacts } from './facts.ts';

/** One decoded frame: stored values before the modality rescale; colour as RGB. */
export interface StoredFrame {
  readonly columns: Pixels;
  readonly rows: Pixels;
  readonly components: 1 | 3;
  /** Row by row, components interleaved. */
  readonly data: PixelArray;
}

/** Pixels that this reader does not decode. */
export const unsupported = (cause: string): Result<never> =>
  failed(failure('dicom/unsupported-pixels', { cause }));

/** The decoded picture differs from the header in `what`. */
export const mismatch = (what: string, expected: string | number, actual: string | number): Result<never> =>
  failed(failure('dicom/decoded-mismatch', { what, expected: String(expected), actual: String(actual) }));

/**
 * Converts interleaved stored samples to grey or RGB. Failure: `dicom/unsupported-pixels`, or that of
 * a damaged palette.
 */
export function coloredFrame(
  stored: PixelArray,
  dataset: DataSet,
  facts: ImageFacts,
  photometric: string,
): Result<StoredFrame> {
  if (facts.samplesPerPixel === 1) {
    if (photometric === 'MONOCHROME1' || photometric === 'MONOCHROME2') return frameOf(facts, stored, 1);
    if (photometric !== 'PALETTE COLOR') return unsupported(`${photometric} with one sample a pixel`);
    const rgb = rgbOfPalette(dataset, stored);
    return rgb.ok ? frameOf(facts, rgb.value, 3) : rgb;
  }
  if (facts.samplesPerPixel !== 3) return unsupported(`${facts.samplesPerPixel} samples a pixel`);
  if (photometric === 'RGB') return frameOf(facts, stored, 3);
  if (photometric !== 'YBR_FULL' && photometric !== 'YBR_FULL_422') return unsupported(photometric);
  if (!(stored instanceof Uint8Array)) return unsupported(`${photometric} of ${facts.bitsAllocated} bits`);
  return frameOf(facts, rgbOfYbr(stored), 3);
}

export function frameOf(
  { columns, rows }: ImageFacts,
  data: PixelArray,
  components: 1 | 3,
): Result<StoredFrame> {
  return success({ columns, rows, components, data });
}
