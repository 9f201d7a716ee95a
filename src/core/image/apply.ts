import { bitsIn, magnitudesIn } from '../bytes/words.ts';
import type { ImageFacts } from '../dicom/facts.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import { ORIGIN, UNKNOWN_AS_ONE, type Pixels } from '../measure.ts';
import { isFloating, type Image, type Mask, type PixelArray } from '../dicom/image.ts';

/**
 * The image with every pixel outside the mask set to exactly 0, in all components. Mask and image
 * have the same size.
 */
export function applyMask(image: Image, mask: Mask): Image {
  const { components } = image;
  const data = image.data.slice();
  for (let at = 0; at < mask.data.length; at++) {
    if (mask.data[at] === 0) data.fill(0, at * components, (at + 1) * components);
  }
  return { ...image, data };
}

/** One decoded frame: stored values, row by row, colour interleaved. */
export interface StoredFrame {
  readonly columns: Pixels;
  readonly rows: Pixels;
  readonly components: 1 | 3;
  readonly data: PixelArray;
}

/**
 * Converts a decoded frame to an image. The modality transform (a rescale or a table) is applied to
 * grey; geometry comes
 * from the header. Whole results are `int16` where they fit, else `int32`; others are `float32`.
 * Without a rescale the stored type is kept. MONOCHROME1 is not inverted here; the viewer does it.
 * 16-bit colour is reduced to the upper 8 bits. Failure: `image/wrong-pixel-count`.
 */
export function rescaleToImage(stored: StoredFrame, facts: ImageFacts): Result<Image> {
  const result = imageToCrop(stored, facts);
  return result.ok ? success(withRescale(result.value.image, result.value.pending)) : result;
}

/** A rescale that maps whole numbers to whole numbers of 16 bits. */
export interface PendingRescale {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * The image of {@link rescaleToImage}, for callers that need only a part of it. If a rescale to
 * `int16` is pending, the pixels are the stored ones, and `resample` rescales the pixels that it
 * reads.
 */
export function imageToCrop(
  stored: StoredFrame,
  facts: ImageFacts,
): Result<{ readonly image: Image; readonly pending: PendingRescale | null }> {
  const { columns, rows, components, data } = stored;
  const expected = facts.columns * facts.rows * components;
  if (data.length !== expected || columns !== facts.columns || rows !== facts.rows) {
    return failed(failure('image/wrong-pixel-count', { expected, got: data.length }));
  }
  const { rescale, modalityLut: lut } = facts;
  const pending = components === 1 && !lut && becomesInt16(data, rescale) ? rescale : null;
  const grey = (): PixelArray =>
    lut ? lookedUp(data, lut) : pending === null ? rescaled(data, rescale) : data;
  const image: Image = {
    size: [columns, rows],
    components,
    data: components === 3 ? eightBits(data) : grey(),
    spacing: facts.spacing === null ? null : [facts.spacing.x, facts.spacing.y],
    ...(facts.pixelAspect !== undefined && { pixelAspect: facts.pixelAspect }),
    origin: facts.position ?? ORIGIN,
    orientation: facts.orientation ?? [1, 0, 0, 0, 1, 0],
    thickness:
      facts.sliceThickness !== null && facts.sliceThickness > 0 ? facts.sliceThickness : UNKNOWN_AS_ONE[0],
  };
  return success({ image, pending });
}

/** PS3.3 section C.11.1.1: values below the first entry are as the first, those above the last as the last. */
function lookedUp(data: PixelArray, { first, values }: NonNullable<ImageFacts['modalityLut']>): PixelArray {
  const last = values.length - 1;
  const isShort = values.every((value) => value < 2 ** 15);
  const output = isShort ? new Int16Array(data.length) : new Int32Array(data.length);
  for (let at = 0; at < output.length; at++) {
    const entry = (data[at] ?? 0) - first;
    output[at] = values[entry < 0 ? 0 : entry > last ? last : entry] ?? 0;
  }
  return output;
}

/** Applies a pending rescale to the image. */
export function withRescale(image: Image, pending: PendingRescale | null): Image {
  if (pending === null) return image;
  const { slope, intercept } = pending;
  const values = new Int16Array(image.data.length);
  for (let at = 0; at < values.length; at++) {
    values[at] = Math.imul(image.data[at] ?? 0, slope) + intercept;
  }
  return { ...image, data: values };
}

type Rescale = ImageFacts['rescale'];

const isIdentity = ({ slope, intercept }: Rescale): boolean => slope === 1 && intercept === 0;

/** True when a rescale maps whole numbers to whole numbers. */
function isWhole(data: PixelArray, { slope, intercept }: Rescale): boolean {
  return !isFloating(data) && Number.isInteger(slope) && Number.isInteger(intercept);
}

function becomesInt16(data: PixelArray, rescale: Rescale): boolean {
  if (isIdentity(rescale) || !isWhole(data, rescale)) return false;
  // The range that the bits allow is quick to check and usually sufficient.
  return fits(boundsOf(data), rescale, 2 ** 15) || fits(rangeOf(data), rescale, 2 ** 15);
}

function fits(
  [low, high]: readonly [low: number, high: number],
  { slope, intercept }: Rescale,
  limit: number,
): boolean {
  const ends = [low * slope + intercept, high * slope + intercept];
  return Math.min(...ends) >= -limit && Math.max(...ends) < limit;
}

/** The result is not `int16`. */
function rescaled(data: PixelArray, rescale: Rescale): PixelArray {
  if (isIdentity(rescale)) return data;
  const { slope, intercept } = rescale;
  const into = <T extends PixelArray>(values: T): T => {
    // A plain loop: mapping a typed array with a function takes fifty times as long.
    for (let at = 0; at < values.length; at++) values[at] = (data[at] ?? 0) * slope + intercept;
    return values;
  };
  const isLong = isWhole(data, rescale) && fits(rangeOf(data), rescale, 2 ** 31);
  return into(isLong ? new Int32Array(data.length) : new Float32Array(data.length));
}

/**
 * Smallest and largest value that the bits allow, for arrays of 8 and 16 bits. For other arrays:
 * all numbers.
 */
function boundsOf(data: PixelArray): readonly [low: number, high: number] {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof Uint8Array || data instanceof Uint16Array) {
    return [0, 2 ** widthOf(bitsIn(bytes, data instanceof Uint8Array ? 1 : 2)) - 1];
  }
  if (!(data instanceof Int16Array)) return [-Infinity, Infinity];
  const limit = 2 ** widthOf(magnitudesIn(bytes));
  return [-limit, limit - 1];
}

/** Sets all bits up to the highest set bit. */
const widthOf = (bits: number): number => 32 - Math.clz32(bits);

function rangeOf(data: PixelArray): readonly [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < data.length; at++) {
    const value = data[at] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function eightBits(data: PixelArray): PixelArray {
  if (data instanceof Uint8Array) return data;
  return data instanceof Uint16Array ? Uint8Array.from(data, (value) => value >> 8) : Uint8Array.from(data);
}
