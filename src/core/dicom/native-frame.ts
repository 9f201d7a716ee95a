import { failure } from '../failure.ts';
import { failed, type Result } from '../result.ts';
import { fullOf422 } from './color.ts';
import type { DataSet } from './dataset.ts';
import { numberOf } from './element.ts';
import type { ImageFacts } from './facts.ts';
import { interleaved, samplesOf } from './native.ts';
import { type StoredFrame, unsupported, mismatch, coloredFrame, frameOf } from './stored-frame.ts';

/**
 * One frame (counted from 0) of a file whose pixels are not encapsulated. Failures:
 * `dicom/bad-header`, `dicom/truncated-pixels`, `dicom/unsupported-pixels`,
 * `dicom/decoded-mismatch`.
 */
export function decodeNative(dataset: DataSet, facts: ImageFacts, frame: number): Result<StoredFrame> {
  const value = ['7FE00010', '7FE00008', '7FE00009']
    .map((tag) => dataset.elements.get(tag)?.value)
    .find(Boolean);
  if (value?.kind !== 'bytes') {
    return failed(
      failure('dicom/bad-header', { cause: 'Pixel Data are encapsulated, against the transfer syntax' }),
    );
  }
  const bits = facts.columns * facts.rows * samplesPerPixel(facts, value.bytes.length) * facts.bitsAllocated;
  const described = Math.ceil((bits * facts.frames) / 8);
  if (!isPadding(value.bytes.subarray(described))) {
    const cause = `Pixel Data hold ${value.bytes.length} bytes, not the ${described} that are described`;
    return failed(failure('dicom/bad-header', { cause }));
  }
  if (facts.bitsAllocated === 1 && bits % 8 !== 0) return decodeUnaligned(value.bytes, dataset, facts, frame);
  const size = Math.ceil(bits / 8);
  return decodeSamples(value.bytes.subarray(frame * size, (frame + 1) * size), dataset, facts);
}

/** Bytes after the last frame. If they hold pixels, the header describes another picture. */
function isPadding(rest: Uint8Array): boolean {
  for (let i = 1; i < rest.length; i++) if (rest[i] !== rest[0]) return false;
  return true;
}

/** Frames of single bits follow each other without padding, PS3.5 section 8.1.1. */
function decodeUnaligned(
  bytes: Uint8Array,
  dataset: DataSet,
  facts: ImageFacts,
  frame: number,
): Result<StoredFrame> {
  const pixels = facts.columns * facts.rows;
  const all = samplesOf(bytes, pixels * (frame + 1), facts, 0, false);
  if (all === null) return outside(facts);
  return coloredFrame(all.slice(pixels * frame), dataset, facts, facts.photometric);
}

/** Samples stored per pixel. Some writers declare YBR_FULL_422 but store full chroma. */
export function samplesPerPixel(facts: ImageFacts, length: number): number {
  const full = facts.columns * facts.rows * facts.samplesPerPixel * facts.frames;
  return facts.photometric === 'YBR_FULL_422' && length < full ? 2 : facts.samplesPerPixel;
}

/** High Bit (0028,0102), counted from 0. */
export function highBitOf(dataset: DataSet, { bitsStored }: ImageFacts): number {
  return numberOf(dataset, '00280102') ?? bitsStored - 1;
}

/** Overlays in unused bits of the pixels, PS3.3 section C.9.2 (retired). */
export function hasHiddenOverlay(dataset: DataSet): boolean {
  return [...dataset.elements.keys()].some(
    (tag) => /^60..0100$/.test(tag) && (numberOf(dataset, tag) ?? 1) > 1,
  );
}

/** A sample has bits outside the stored bits. */
export const outside = ({ bitsStored }: ImageFacts): Result<never> =>
  mismatch('range', `${bitsStored} bits stored`, 'more');

export const wrongHighBit = (highBit: number, { bitsStored, bitsAllocated }: ImageFacts): Result<never> =>
  failed(
    failure('dicom/bad-header', { cause: `HighBit ${highBit}, ${bitsStored} of ${bitsAllocated} bits` }),
  );

/**
 * The native bytes of one frame as a frame. Failures: `dicom/truncated-pixels`, `dicom/bad-header`,
 * `dicom/unsupported-pixels`, `dicom/decoded-mismatch`.
 */
export function decodeSamples(bytes: Uint8Array, dataset: DataSet, facts: ImageFacts): Result<StoredFrame> {
  const pixels = facts.columns * facts.rows;
  const floats = floatsOf(bytes, dataset, facts);
  if (floats) return floats;
  if (facts.bitsAllocated === 64) return unsupported('64-bit integers');
  const highBit = highBitOf(dataset, facts);
  if (highBit < facts.bitsStored - 1 || highBit >= facts.bitsAllocated) return wrongHighBit(highBit, facts);
  const samples = samplesPerPixel({ ...facts, frames: 1 }, bytes.length);
  const needed = Math.ceil((pixels * samples * facts.bitsAllocated) / 8);
  if (bytes.length < needed) {
    return failed(failure('dicom/truncated-pixels', { expected: needed, actual: bytes.length }));
  }
  const stored = samplesOf(bytes, pixels * samples, facts, highBit, hasHiddenOverlay(dataset));
  if (stored === null) return outside(facts);
  const planar = facts.samplesPerPixel > 1 ? (numberOf(dataset, '00280006') ?? 0) : 0;
  if (planar !== 0 && planar !== 1)
    return failed(failure('dicom/bad-header', { cause: `PlanarConfiguration ${planar}` }));
  if (facts.photometric === 'YBR_FULL_422' && samples === 2) {
    if (facts.columns % 2 === 1 || planar === 1)
      return unsupported('YBR_FULL_422 of odd columns or in planes');
    if (!(stored instanceof Uint8Array)) return unsupported(`YBR_FULL_422 of ${facts.bitsAllocated} bits`);
    return coloredFrame(fullOf422(stored, pixels), dataset, facts, 'YBR_FULL');
  }
  return coloredFrame(
    planar === 1 ? interleaved(stored, pixels, samples) : stored,
    dataset,
    facts,
    facts.photometric,
  );
}

/** Float and Double Float Pixel Data, PS3.3 sections C.7.6.24 and C.7.6.25. Null for integers. */
function floatsOf(bytes: Uint8Array, dataset: DataSet, facts: ImageFacts): Result<StoredFrame> | null {
  const bits = dataset.elements.has('7FE00008') ? 32 : dataset.elements.has('7FE00009') ? 64 : 0;
  if (bits === 0 || dataset.elements.has('7FE00010')) return null;
  if (facts.bitsAllocated !== bits || facts.samplesPerPixel !== 1) {
    const cause = `floats of ${bits} bits, BitsAllocated ${facts.bitsAllocated}, SamplesPerPixel ${facts.samplesPerPixel}`;
    return failed(failure('dicom/bad-header', { cause }));
  }
  const expected = (facts.columns * facts.rows * bits) / 8;
  if (bytes.length < expected)
    return failed(failure('dicom/truncated-pixels', { expected, actual: bytes.length }));
  const own = bytes.slice(0, expected).buffer;
  return frameOf(facts, bits === 32 ? new Float32Array(own) : new Float64Array(own), 1);
}
