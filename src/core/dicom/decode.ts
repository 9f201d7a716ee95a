import { inflateSync } from 'fflate';
import { failure } from '../failure.ts';
import type { PixelArray } from './image.ts';
import { failed, success, type Result } from '../result.ts';
import type { Codec, CodecFrame } from './codec.ts';
import { jpeg2000Samples, jpegColor, streamShape } from './codestream.ts';
import { fullOf422, rgbOfPalette, rgbOfYbr } from './color.ts';
import type { DataSet, Part10 } from './dataset.ts';
import { dataSetOf, element, numberOf } from './element.ts';
import type { ImageFacts } from './facts.ts';
import { bytesOfFrame } from './frames.ts';
import { interleaved, samplesOf } from './native.ts';
import { decodeRle } from './rle.ts';
import { codingOf, isNative, syntaxName } from './transfer-syntax.ts';
import { writePart10 } from './write.ts';
import type { Pixels } from '../measure.ts';

/** One decoded frame: stored values before the modality rescale; colour as RGB. */
export interface StoredFrame {
  readonly columns: Pixels;
  readonly rows: Pixels;
  readonly components: 1 | 3;
  /** Row by row, components interleaved. */
  readonly data: PixelArray;
}

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const JPEG_2000 = /^1\.2\.840\.10008\.1\.2\.4\.(9[01]|20[123])$/;
/** Photometric interpretations that a JPEG 2000 decoder converts to RGB itself. */
const DECODED_TO_RGB = new Set(['YBR_RCT', 'YBR_ICT']);

/**
 * Maximum number of pixels in a frame: ten times the largest detector's. A larger number means a
 * damaged header.
 */
const MOST_PIXELS = 2 ** 28;

const unsupported = (cause: string): Result<never> => failed(failure('dicom/unsupported-pixels', { cause }));

/**
 * Decodes one frame (counted from 0) and checks the picture against the header: a refusal is better
 * than a wrong picture. MONOCHROME1 is not inverted; PALETTE COLOR and YBR become RGB.
 *
 * Failures: `dicom/no-such-frame`, `dicom/unsupported-syntax`, `dicom/unsupported-pixels`,
 * `dicom/missing-frames`, `dicom/bad-header`, `dicom/truncated-pixels`, `dicom/decode-failed`,
 * `dicom/decoded-mismatch`.
 */
export async function decodeFrame(
  part10: Part10,
  facts: ImageFacts,
  frame: number,
  codec: Codec,
): Promise<Result<StoredFrame>> {
  if (!(Number.isInteger(frame) && frame >= 0 && frame < facts.frames)) {
    return failed(failure('dicom/no-such-frame', { frame: frame + 1, frames: facts.frames }));
  }
  if (facts.columns * facts.rows > MOST_PIXELS) return unsupported(`${facts.columns} × ${facts.rows} pixels`);
  const { dataset, transferSyntax } = part10;
  const coding = codingOf(transferSyntax);
  if (coding === 'none') {
    const name = syntaxName(transferSyntax);
    return failed(failure('dicom/unsupported-syntax', { syntax: transferSyntax, name }));
  }
  if (isNative(transferSyntax)) return decodeNative(dataset, facts, frame);
  const stream = bytesOfFrame(dataset, frame, facts.frames);
  if (!stream.ok) return stream;
  switch (coding) {
    case 'native':
      return decodeSamples(stream.value, dataset, facts);
    case 'deflate':
      return decodeDeflated(stream.value, dataset, facts);
    case 'rle':
      return decodeRleFrame(stream.value, dataset, facts);
    case 'htj2k': {
      const refusal = refusalOfHtj2k(facts);
      if (refusal !== null) return unsupported(refusal);
      const other = otherPicture(stream.value, facts);
      if (other) return other;
      const decoded = await codec.htj2k(stream.value);
      return decoded.ok ? verified(decoded.value, stream.value, part10, facts) : decoded;
    }
    case 'gdcm': {
      const other = otherPicture(stream.value, facts);
      if (other) return other;
      const decoded = await codec.gdcm(frameFile(stream.value, part10, facts));
      return decoded.ok ? verified(decoded.value, stream.value, part10, facts) : decoded;
    }
  }
}

/**
 * The OpenJPH of itk-wasm supports one component only. It gives wrong values for pictures of at
 * most 16 by 16 pixels (seen in 2.1.0).
 */
function refusalOfHtj2k({ columns, rows, samplesPerPixel: samples }: ImageFacts): string | null {
  if (samples !== 1) return 'High-Throughput JPEG 2000 in colour';
  return columns < 32 && rows < 32 ? 'High-Throughput JPEG 2000 of less than 32 by 32 pixels' : null;
}

/** Refuses a stream whose picture size differs from the header's, before it is decoded. */
function otherPicture(stream: Uint8Array, facts: ImageFacts): Result<never> | null {
  const shape = streamShape(stream);
  if (shape === null)
    return failed(failure('dicom/decode-failed', { cause: 'no picture begins in the stream' }));
  if (shape.columns !== facts.columns) return mismatch('columns', facts.columns, shape.columns);
  if (shape.rows !== facts.rows && shape.rows !== 0) return mismatch('rows', facts.rows, shape.rows);
  if (shape.components !== facts.samplesPerPixel)
    return mismatch('samples', facts.samplesPerPixel, shape.components);
  return shape.bits > facts.bitsAllocated ? mismatch('bits', facts.bitsAllocated, shape.bits) : null;
}

const mismatch = (what: string, expected: string | number, actual: string | number): Result<never> =>
  failed(failure('dicom/decoded-mismatch', { what, expected: String(expected), actual: String(actual) }));

/** One frame (counted from 0) of a file whose pixels are not encapsulated. */
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
  return colored(all.slice(pixels * frame), dataset, facts, facts.photometric);
}

/** Samples stored per pixel. Some writers declare YBR_FULL_422 but store full chroma. */
export function samplesPerPixel(facts: ImageFacts, length: number): number {
  const full = facts.columns * facts.rows * facts.samplesPerPixel * facts.frames;
  return facts.photometric === 'YBR_FULL_422' && length < full ? 2 : facts.samplesPerPixel;
}

function highBitOf(dataset: DataSet, { bitsStored }: ImageFacts): number {
  return numberOf(dataset, '00280102') ?? bitsStored - 1;
}

/** Overlays in unused bits of the pixels, PS3.3 section C.9.2 (retired). */
function hasHiddenOverlay(dataset: DataSet): boolean {
  return [...dataset.elements.keys()].some(
    (tag) => /^60..0100$/.test(tag) && (numberOf(dataset, tag) ?? 1) > 1,
  );
}

const outside = ({ bitsStored }: ImageFacts): Result<never> =>
  mismatch('range', `${bitsStored} bits stored`, 'more');

const wrongHighBit = (highBit: number, { bitsStored, bitsAllocated }: ImageFacts): Result<never> =>
  failed(
    failure('dicom/bad-header', { cause: `HighBit ${highBit}, ${bitsStored} of ${bitsAllocated} bits` }),
  );

function decodeSamples(bytes: Uint8Array, dataset: DataSet, facts: ImageFacts): Result<StoredFrame> {
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
    return colored(fullOf422(stored, pixels), dataset, facts, 'YBR_FULL');
  }
  return colored(
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
  return finished(facts, bits === 32 ? new Float32Array(own) : new Float64Array(own), 1);
}

/**
 * Deflated Image Frame Compression, PS3.5 section A.4.13: native bytes, each frame deflated
 * separately (RFC 1951).
 */
function decodeDeflated(stream: Uint8Array, dataset: DataSet, facts: ImageFacts): Result<StoredFrame> {
  const size = Math.ceil((facts.columns * facts.rows * facts.samplesPerPixel * facts.bitsAllocated) / 8);
  const damaged = failed(failure('dicom/decode-failed', { cause: 'the deflated frame is damaged' }));
  // The compression ratio of Deflate is at most 1032.
  if (size > stream.length * 1032) return damaged;
  try {
    const inflated = inflateSync(stream, { out: new Uint8Array(size + 2) });
    // A frame of odd length may have been padded before it was deflated.
    if (inflated.length !== size && inflated.length !== size + (size % 2)) return damaged;
    return decodeSamples(inflated, dataset, facts);
  } catch {
    return damaged;
  }
}

function decodeRleFrame(stream: Uint8Array, dataset: DataSet, facts: ImageFacts): Result<StoredFrame> {
  if (facts.bitsAllocated % 8 !== 0) return unsupported(`RLE of ${facts.bitsAllocated} bits`);
  const pixels = facts.columns * facts.rows;
  const highBit = highBitOf(dataset, facts);
  if (highBit < facts.bitsStored - 1 || highBit >= facts.bitsAllocated) return wrongHighBit(highBit, facts);
  const planes = decodeRle(stream, pixels, facts.samplesPerPixel, facts.bitsAllocated / 8);
  if (!planes) return failed(failure('dicom/decode-failed', { cause: 'the RLE stream is damaged' }));
  const stored = samplesOf(planes, pixels * facts.samplesPerPixel, facts, highBit, hasHiddenOverlay(dataset));
  if (stored === null) return outside(facts);
  return colored(interleaved(stored, pixels, facts.samplesPerPixel), dataset, facts, facts.photometric);
}

/** Converts interleaved stored samples to grey or RGB. */
function colored(
  stored: PixelArray,
  dataset: DataSet,
  facts: ImageFacts,
  photometric: string,
): Result<StoredFrame> {
  if (facts.samplesPerPixel === 1) {
    if (photometric === 'MONOCHROME1' || photometric === 'MONOCHROME2') return finished(facts, stored, 1);
    if (photometric !== 'PALETTE COLOR') return unsupported(`${photometric} with one sample a pixel`);
    const rgb = rgbOfPalette(dataset, stored);
    return rgb.ok ? finished(facts, rgb.value, 3) : rgb;
  }
  if (facts.samplesPerPixel !== 3) return unsupported(`${facts.samplesPerPixel} samples a pixel`);
  if (photometric === 'RGB') return finished(facts, stored, 3);
  if (photometric !== 'YBR_FULL' && photometric !== 'YBR_FULL_422') return unsupported(photometric);
  if (!(stored instanceof Uint8Array)) return unsupported(`${photometric} of ${facts.bitsAllocated} bits`);
  return finished(facts, rgbOfYbr(stored), 3);
}

function finished({ columns, rows }: ImageFacts, data: PixelArray, components: 1 | 3): Result<StoredFrame> {
  return success({ columns, rows, components, data });
}

/**
 * How to read the samples of the stream. A JPEG 2000 stream declares this itself. If the header
 * disagrees, the stream is right.
 */
function streamSamples(
  stream: Uint8Array,
  part10: Part10,
  facts: ImageFacts,
): { bits: number; signed: boolean } {
  const own = JPEG_2000.test(part10.transferSyntax) ? jpeg2000Samples(stream) : null;
  return own && own.bits <= facts.bitsAllocated ? own : { bits: facts.bitsStored, signed: facts.signed };
}

/**
 * A file of one frame with only the attributes that describe its pixels: no rescale, no palette, no
 * identity. Colour is declared as RGB so that the decoder does not convert the components. {@link
 * verified} decides what they mean.
 */
function frameFile(stream: Uint8Array, part10: Part10, facts: ImageFacts): Uint8Array<ArrayBuffer> {
  const samples = streamSamples(stream, part10, facts);
  // GDCM has no pixel type below 8 bits. The stream declares its own number of bits.
  const bits = Math.max(samples.bits, 8);
  const sopInstance = '2.25.1';
  const isColor = facts.samplesPerPixel > 1;
  const dataset = dataSetOf([
    element('00080016', 'UI', SECONDARY_CAPTURE),
    element('00080018', 'UI', sopInstance),
    element('00280002', 'US', facts.samplesPerPixel),
    element('00280004', 'CS', isColor ? 'RGB' : 'MONOCHROME2'),
    ...(isColor ? [element('00280006', 'US', 0)] : []),
    element('00280010', 'US', facts.rows),
    element('00280011', 'US', facts.columns),
    element('00280100', 'US', facts.bitsAllocated),
    element('00280101', 'US', bits),
    element('00280102', 'US', bits - 1),
    element('00280103', 'US', samples.signed ? 1 : 0),
    {
      tag: '7FE00010',
      vr: 'OB',
      value: { kind: 'fragments', offsetTable: new Uint8Array(), fragments: [stream] },
    },
  ]);
  return writePart10(dataset, {
    transferSyntax: part10.transferSyntax,
    sopClass: SECONDARY_CAPTURE,
    sopInstance,
  });
}

/** Checks the decoder's result against the header: size, samples, and range of the stored bits. */
function verified(
  frame: CodecFrame,
  stream: Uint8Array,
  part10: Part10,
  facts: ImageFacts,
): Result<StoredFrame> {
  if (frame.columns !== facts.columns) return mismatch('columns', facts.columns, frame.columns);
  if (frame.rows !== facts.rows) return mismatch('rows', facts.rows, frame.rows);
  if (frame.components !== facts.samplesPerPixel)
    return mismatch('samples', facts.samplesPerPixel, frame.components);
  const expected = facts.columns * facts.rows * facts.samplesPerPixel;
  if (frame.data.length !== expected) return mismatch('values', expected, frame.data.length);

  const { bits, signed } = streamSamples(stream, part10, facts);
  const data = typedAs(frame.data, facts, signed === facts.signed ? null : bits);
  const low = facts.signed ? -(2 ** (facts.bitsStored - 1)) : 0;
  const high = low + 2 ** facts.bitsStored - 1;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    if (value < low || value > high) return mismatch('range', `${low} to ${high}`, value);
  }
  return colored(data, part10.dataset, facts, photometricOf(stream, facts));
}

/**
 * Copies the values to the array type of the header. `resign` gives the number of bits to
 * reinterpret when the sign of the stream differs from the header's.
 */
function typedAs(data: PixelArray, { bitsAllocated, signed }: ImageFacts, resign: number | null): PixelArray {
  const [Signed, Unsigned] =
    bitsAllocated <= 8
      ? [Int8Array, Uint8Array]
      : bitsAllocated === 16
        ? [Int16Array, Uint16Array]
        : [Int32Array, Uint32Array];
  const Type = signed ? Signed : Unsigned;
  if (data instanceof Type && resign === null) return data;
  const typed = new Type(data);
  if (resign !== null) {
    const unused = 32 - resign;
    for (let i = 0; i < data.length; i++) {
      const word = (data[i] ?? 0) << unused;
      typed[i] = signed ? word >> unused : word >>> unused;
    }
    return typed;
  }
  // Conversion to a narrower type must not wrap values. Values that don't fit stay in the wide
  // type, so that the range check finds them.
  for (let i = 0; i < data.length; i++) if (typed[i] !== data[i]) return data;
  return typed;
}

function photometricOf(stream: Uint8Array, { photometric, samplesPerPixel }: ImageFacts): string {
  if (samplesPerPixel === 1) return photometric;
  if (DECODED_TO_RGB.has(photometric)) return 'RGB';
  const declared = jpegColor(stream);
  if (declared === 'YBR') return 'YBR_FULL';
  return declared ?? photometric;
}
