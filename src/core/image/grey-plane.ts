import type { Image, PixelArray } from '../dicom/image.ts';
import type { Pixels } from '../measure.ts';

/** A picture in 256 grey levels. */
export interface Plane {
  readonly columns: Pixels;
  readonly rows: Pixels;
  readonly data: Uint8Array;
}

/** Maximum share of pixels darker than black, and of pixels brighter than white. */
const BEYOND = 0.003;
const BINS = 4096;
/** Maximum difference between the components of a colour picture that still counts as grey. */
const GREYISH = 48;

/**
 * The planes examined in a picture: its grey levels, from the 0.3th to the 99.7th percentile of the
 * values; for colour also its saturation, because yellow on white differs only in saturation.
 */
export function greyPlanes({
  size: [columns, rows],
  components,
  data,
}: Pick<Image, 'size' | 'components' | 'data'>): readonly Plane[] {
  const pixels = columns * rows;
  if (components === 1) return [{ columns, rows, data: stretched(data) }];
  const luma = new Uint8Array(pixels);
  const chroma = new Uint8Array(pixels);
  let most = 0;
  // The upper eight bits of each component.
  const shift = (data.BYTES_PER_ELEMENT - 1) * 8;
  for (let at = 0, from = 0; at < pixels; at++, from += 3) {
    const red = (data[from] ?? 0) >>> shift;
    const green = (data[from + 1] ?? 0) >>> shift;
    const blue = (data[from + 2] ?? 0) >>> shift;
    luma[at] = (red * 77 + green * 150 + blue * 29) >> 8;
    const saturation = Math.max(red, green, blue) - Math.min(red, green, blue);
    chroma[at] = saturation;
    if (saturation > most) most = saturation;
  }
  const planes = [{ columns, rows, data: luma }];
  if (most > GREYISH) planes.push({ columns, rows, data: chroma });
  return planes;
}

function stretched(data: PixelArray): Uint8Array {
  return data.BYTES_PER_ELEMENT <= 2 ? stretchedWords(data) : stretchedWide(data);
}

/** Values of 8 and 16 bits are counted one by one and mapped by a table. */
function stretchedWords(data: PixelArray): Uint8Array {
  const isSigned = data instanceof Int8Array || data instanceof Int16Array;
  const shift = isSigned ? 0x8000 : 0;
  const counts = new Uint32Array(0x10000);
  for (let at = 0; at < data.length; at++) {
    const value = ((data[at] ?? 0) + shift) & 0xffff;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  const [black, white] = ends(counts, data.length);
  const table = Uint8ClampedArray.from(
    { length: 0x10000 },
    (_, value) => ((value - black) * 255) / (white - black),
  );
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) out[at] = table[((data[at] ?? 0) + shift) & 0xffff] ?? 0;
  return out;
}

function stretchedWide(data: PixelArray): Uint8Array {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < data.length; at++) {
    const value = data[at] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const out = new Uint8ClampedArray(data.length);
  if (!(high > low) || !Number.isFinite(low) || !Number.isFinite(high)) return new Uint8Array(data.length);
  const counts = new Uint32Array(BINS);
  const perBin = (BINS - 1) / (high - low);
  for (let at = 0; at < data.length; at++) {
    const bin = (((data[at] ?? 0) - low) * perBin) | 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const [first, last] = ends(counts, data.length);
  const black = low + first / perBin;
  const gain = 255 / ((last - first) / perBin);
  for (let at = 0; at < data.length; at++) out[at] = ((data[at] ?? 0) - black) * gain;
  return new Uint8Array(out.buffer);
}

/**
 * Black and white: {@link BEYOND} of all values lie below black, and {@link BEYOND} above white.
 * When almost all pixels have one value: the smallest and the largest value.
 */
function ends(counts: Uint32Array, total: number): readonly [black: number, white: number] {
  const limit = total * BEYOND;
  const least = counts.findIndex((count) => count > 0);
  const most = counts.findLastIndex((count) => count > 0);
  let black = least;
  for (let sum = counts[black] ?? 0; sum <= limit && black < most; sum += counts[black] ?? 0) black++;
  let white = most;
  for (let sum = counts[white] ?? 0; sum <= limit && white > least; sum += counts[white] ?? 0) white--;
  if (black < white) return [black, white];
  return least < most ? [least, most] : [least, least + 1];
}

/** Half the width and height: means of two by two pixels. */
export function halved({ columns, rows, data }: Plane): Plane {
  const width = columns >> 1;
  const height = rows >> 1;
  const out = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, from = 2 * y * columns; x < width; x++, to++, from += 2) {
      out[to] =
        ((data[from] ?? 0) +
          (data[from + 1] ?? 0) +
          (data[from + columns] ?? 0) +
          (data[from + columns + 1] ?? 0) +
          2) >>
        2;
    }
  }
  return { columns: width, rows: height, data: out };
}
