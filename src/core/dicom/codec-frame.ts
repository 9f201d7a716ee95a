import { failure } from '../failure.ts';
import type { PixelArray } from './image.ts';
import { failed, type Result } from '../result.ts';
import type { CodecFrame } from './codec.ts';
import { jpeg2000Samples, jpegColor, streamShape } from './codestream.ts';
import type { Part10 } from './dataset.ts';
import { dataSetOf, element } from './element.ts';
import type { ImageFacts } from './facts.ts';
import { writePart10 } from './write.ts';
import { type StoredFrame, mismatch, coloredFrame } from './stored-frame.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const JPEG_2000 = /^1\.2\.840\.10008\.1\.2\.4\.(9[01]|20[123])$/;
/** Photometric interpretations that a JPEG 2000 decoder converts to RGB itself. */
const DECODED_TO_RGB = new Set(['YBR_RCT', 'YBR_ICT']);

/** Refuses a stream whose picture size differs from the header's, before it is decoded. */
export function otherPicture(stream: Uint8Array, facts: ImageFacts): Result<never> | null {
  const shape = streamShape(stream);
  if (shape === null)
    return failed(failure('dicom/decode-failed', { cause: 'no picture begins in the stream' }));
  if (shape.columns !== facts.columns) return mismatch('columns', facts.columns, shape.columns);
  if (shape.rows !== facts.rows && shape.rows !== 0) return mismatch('rows', facts.rows, shape.rows);
  if (shape.components !== facts.samplesPerPixel)
    return mismatch('samples', facts.samplesPerPixel, shape.components);
  return shape.bits > facts.bitsAllocated ? mismatch('bits', facts.bitsAllocated, shape.bits) : null;
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
 * verifiedFrame} decides what they mean.
 */
export function frameFile(stream: Uint8Array, part10: Part10, facts: ImageFacts): Uint8Array<ArrayBuffer> {
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
export function verifiedFrame(
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
  return coloredFrame(data, part10.dataset, facts, photometricOf(stream, facts));
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
