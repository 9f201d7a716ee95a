import type { Preprocessing } from '../../src/core/definition/definition.ts';
import type { Matrix, Vector } from '../../src/core/image/geometry.ts';
import type { Image, PixelArray } from '../../src/core/dicom/image.ts';
import type { Volume, VolumeGrid } from '../../src/core/image/volume.ts';
import golden from './resample.json';
import { millimetres, type PhysicalPoint } from '../../src/core/measure.ts';

/** A 32-bit hash of an index to a value, and the array it goes into: the sources of `resample.py`. */
const KINDS: Readonly<
  Record<string, readonly [new (length: number) => PixelArray, (hash: number) => number]>
> = {
  int8: [Int8Array, (h) => (h >>> 24) - 128],
  uint8: [Uint8Array, (h) => h >>> 24],
  int16: [Int16Array, (h) => (h >>> 16) - 32768],
  uint16: [Uint16Array, (h) => h >>> 16],
  int32: [Int32Array, (h) => h - 2 ** 31],
  uint32: [Uint32Array, (h) => h],
  float32: [Float32Array, (h) => ((h >>> 8) - 2 ** 23) / 1024],
  float64: [Float64Array, (h) => (h - 2 ** 31) / 7],
  ct: [Int16Array, (h) => (h >>> 20) - 1024],
  mask: [Uint8Array, (h) => h >>> 31],
};

function noise(kind: string, count: number, seed: number): PixelArray {
  const [Array, value] = KINDS[kind]!;
  const data = new Array(count);
  for (let i = 0; i < count; i++) {
    let h = (Math.imul(i + 1, 0x9e3779b1) + Math.imul(seed, 0x85ebca6b)) >>> 0;
    h = Math.imul(h ^ (h >>> 16), 0x7feb352d) >>> 0;
    h = Math.imul(h ^ (h >>> 15), 0x846ca68b) >>> 0;
    data[i] = value((h ^ (h >>> 16)) >>> 0);
  }
  return data;
}

/** Slices, as images and the preprocessing that crops them. */
export const resampleCases = golden.slices.map((entry) => ({
  name: entry.name,
  nearest: entry.interpolator === 'nearest',
  image: {
    size: entry.size,
    components: entry.components,
    data: noise(entry.kind, entry.size[0]! * entry.size[1]! * entry.components, entry.seed),
    spacing: entry.spacing,
    origin: entry.origin,
    orientation: entry.orientation,
    thickness: entry.thickness,
  } as unknown as Image,
  preprocessing: {
    pixelSize: millimetres(entry.pixelSize),
    imageSize: entry.imageSize as unknown as [number, number],
    crop: 'click',
    mask: 'none',
    interpolation: 'linear',
    paddingValue: entry.padding,
  } satisfies Preprocessing,
  center: entry.center as unknown as [number, number],
  expectedOrigin: entry.start,
  expected: entry,
}));

const matrix = (values: readonly number[]): Matrix =>
  [values.slice(0, 3), values.slice(3, 6), values.slice(6, 9)] as unknown as Matrix;

export const volumeCases = golden.volumes.map((entry) => ({
  name: entry.name,
  interpolation: entry.interpolator as 'linear' | 'nearest',
  volume: {
    size: entry.size as unknown as Vector,
    spacing: entry.spacing as unknown as PhysicalPoint,
    origin: entry.origin as unknown as PhysicalPoint,
    direction: matrix(entry.direction),
    components: entry.components as 1 | 3,
    data: noise(
      entry.kind,
      entry.size.reduce((product, n) => product * n, entry.components),
      entry.seed,
    ),
  } satisfies Volume,
  grid: {
    size: entry.outSize as unknown as Vector,
    spacing: entry.outSpacing as unknown as PhysicalPoint,
    origin: entry.outOrigin as unknown as PhysicalPoint,
    direction: matrix(entry.outDirection),
    padding: entry.padding,
  } satisfies VolumeGrid,
  expected: entry,
}));

/** What `resample.py` notes of a result: every value by a digest, and some of them to be read. */
export async function summary(data: PixelArray): Promise<{ sha256: string; values: number[] }> {
  // -0 and 0 are one value.
  const plain = data.map((value) => value + 0);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytesOf(plain))));
  const values = Array.from({ length: 5 }, (_, i) => plain[Math.floor((i * (plain.length - 1)) / 4)]!);
  return { sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), values };
}

const bytesOf = (data: PixelArray) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
