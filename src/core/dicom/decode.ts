import { failure } from '../failure.ts';
import type { PixelArray } from '../image/image.ts';
import { failed, success, type Result } from '../result.ts';
import type { Codec, CodecFrame } from './codec.ts';
import { fullOf422, rgbOfPalette, rgbOfYbr } from './color.ts';
import type { DataSet, Part10 } from './dataset.ts';
import { dataSetOf, element, numberOf } from './element.ts';
import type { ImageFacts } from './facts.ts';
import { fragmentsByFrame, joined } from './frames.ts';
import { interleaved, samplesOf } from './native.ts';
import { decodeRle } from './rle.ts';
import { codecOf, isNative, nameOf, RLE } from './transfer-syntax.ts';
import { writePart10 } from './write.ts';

/** One decoded frame: stored values, before the modality rescale; colour as RGB in 8 (or 16) bits. */
export interface StoredFrame {
  readonly columns: number;
  readonly rows: number;
  readonly components: 1 | 3;
  /** Row by row, components interleaved. */
  readonly data: PixelArray;
}

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

/**
 * Decodes one frame (from 0) and holds the picture against the header: a wrong picture is worse than a refusal.
 *
 * Failures: `dicom/no-such-frame`, `dicom/unsupported-syntax`, `dicom/unsupported-pixels`, `dicom/decode-failed`,
 * `dicom/decoded-mismatch`, `dicom/bad-header`, `dicom/truncated-pixels`.
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
  const { dataset, transferSyntax } = part10;
  if (isNative(transferSyntax)) return decodeNative(dataset, facts, frame);
  const pixels = dataset.elements.get('7FE00010')?.value;
  const decoder = codecOf(transferSyntax);
  if (decoder === null && transferSyntax !== RLE) {
    return failed(
      failure('dicom/unsupported-syntax', { syntax: transferSyntax, name: nameOf(transferSyntax) }),
    );
  }
  if (pixels?.kind !== 'fragments')
    return failed(failure('dicom/bad-header', { cause: 'Pixel Data has no fragments' }));
  const frames = fragmentsByFrame(dataset, pixels, facts.frames);
  if (!frames.ok) return frames;
  const stream = joined(frames.value[frame] ?? []);
  if (stream.length === 0) return failed(failure('dicom/truncated-pixels', { expected: 1, actual: 0 }));
  if (transferSyntax === RLE) return decodeRleFrame(dataset, facts, stream);
  const decoded =
    decoder === 'htj2k'
      ? await codec.htj2k(stream)
      : await codec.gdcm(frameFile(dataset, facts, stream, transferSyntax));
  return decoded.ok ? verified(decoded.value, dataset, facts) : decoded;
}

function highBitOf(dataset: DataSet, { bitsStored }: ImageFacts): number {
  return numberOf(dataset, '00280102') ?? bitsStored - 1;
}

/** One frame of a file whose pixels are not compressed. */
export function decodeNative(dataset: DataSet, facts: ImageFacts, frame: number): Result<StoredFrame> {
  const pixels = facts.columns * facts.rows;
  const float = dataset.elements.get('7FE00008')?.value ?? dataset.elements.get('7FE00009')?.value;
  if (float?.kind === 'bytes') {
    const width = facts.bitsAllocated / 8;
    const buffer = float.bytes.slice(frame * pixels * width, (frame + 1) * pixels * width).buffer;
    return finished(facts, width === 8 ? new Float64Array(buffer) : new Float32Array(buffer), 1);
  }
  const value = dataset.elements.get('7FE00010')?.value;
  if (value?.kind !== 'bytes')
    return failed(failure('dicom/bad-header', { cause: 'Pixel Data is not native' }));
  const half = facts.photometric === 'YBR_FULL_422';
  const samples = pixels * (half ? 2 : facts.samplesPerPixel);
  const bits = samples * facts.bitsAllocated;
  if (facts.bitsAllocated === 64)
    return failed(failure('dicom/unsupported-pixels', { cause: '64-bit integer pixels' }));
  if (bits % 8 !== 0 && facts.frames > 1) {
    return failed(failure('dicom/unsupported-pixels', { cause: 'frames that do not begin at a whole byte' }));
  }
  const size = Math.ceil(bits / 8);
  const bytes = value.bytes.subarray(frame * size, (frame + 1) * size);
  const stored = samplesOf(bytes, samples, facts, highBitOf(dataset, facts));
  return colored(
    dataset,
    facts,
    half ? fullOf422(stored as Uint8Array, pixels) : planar(dataset, facts, stored),
  );
}

function planar(dataset: DataSet, facts: ImageFacts, stored: PixelArray): PixelArray {
  return facts.samplesPerPixel === 3 && numberOf(dataset, '00280006') === 1
    ? interleaved(stored, facts.columns * facts.rows, 3)
    : stored;
}

/** Stored samples, interleaved, to grey or RGB. */
function colored(dataset: DataSet, facts: ImageFacts, stored: PixelArray): Result<StoredFrame> {
  if (facts.photometric === 'PALETTE COLOR') {
    const rgb = rgbOfPalette(dataset, stored);
    return rgb.ok ? finished(facts, rgb.value, 3) : rgb;
  }
  if (facts.photometric === 'YBR_FULL' || facts.photometric === 'YBR_FULL_422') {
    if (!(stored instanceof Uint8Array)) {
      return failed(
        failure('dicom/unsupported-pixels', { cause: `${facts.photometric} in ${facts.bitsAllocated} bits` }),
      );
    }
    return finished(facts, rgbOfYbr(stored), 3);
  }
  const grey = facts.photometric === 'MONOCHROME1' || facts.photometric === 'MONOCHROME2';
  if (facts.samplesPerPixel === 1 ? !grey : facts.photometric !== 'RGB') {
    return failed(
      failure('dicom/unsupported-pixels', {
        cause: `${facts.photometric} with ${facts.samplesPerPixel} samples`,
      }),
    );
  }
  return finished(facts, stored, facts.samplesPerPixel === 3 ? 3 : 1);
}

function finished({ columns, rows }: ImageFacts, data: PixelArray, components: 1 | 3): Result<StoredFrame> {
  const expected = columns * rows * components;
  if (data.length !== expected) {
    return failed(failure('dicom/truncated-pixels', { expected, actual: data.length }));
  }
  return success({ columns, rows, components, data });
}

function decodeRleFrame(dataset: DataSet, facts: ImageFacts, stream: Uint8Array): Result<StoredFrame> {
  const pixels = facts.columns * facts.rows;
  const decoded = decodeRle(stream, pixels, facts.samplesPerPixel, facts.bitsAllocated / 8);
  if (!decoded.ok) return decoded;
  const stored = samplesOf(decoded.value, pixels * facts.samplesPerPixel, facts, highBitOf(dataset, facts));
  return colored(dataset, facts, facts.samplesPerPixel === 3 ? interleaved(stored, pixels, 3) : stored);
}

/** A file of one frame with nothing but what describes its pixels: no rescale, no palette, no identity. */
function frameFile(
  dataset: DataSet,
  facts: ImageFacts,
  stream: Uint8Array,
  transferSyntax: string,
): Uint8Array<ArrayBuffer> {
  const photometric = facts.photometric === 'PALETTE COLOR' ? 'MONOCHROME2' : facts.photometric;
  const sopInstance = '2.25.1';
  const elements = [
    element('00080016', 'UI', SECONDARY_CAPTURE),
    element('00080018', 'UI', sopInstance),
    element('00280002', 'US', facts.samplesPerPixel),
    element('00280004', 'CS', photometric),
    element('00280010', 'US', facts.rows),
    element('00280011', 'US', facts.columns),
    element('00280100', 'US', facts.bitsAllocated),
    element('00280101', 'US', facts.bitsStored),
    element('00280102', 'US', highBitOf(dataset, facts)),
    element('00280103', 'US', facts.signed ? 1 : 0),
    {
      tag: '7FE00010',
      vr: 'OB',
      value: { kind: 'fragments', offsetTable: new Uint8Array(), fragments: [stream] },
    } as const,
  ];
  if (facts.samplesPerPixel === 3)
    elements.push(element('00280006', 'US', numberOf(dataset, '00280006') ?? 0));
  return writePart10(dataSetOf(elements), { transferSyntax, sopClass: SECONDARY_CAPTURE, sopInstance });
}

/** Holds what a decoder gave against the header. */
function verified(frame: CodecFrame, dataset: DataSet, facts: ImageFacts): Result<StoredFrame> {
  const mismatch = (what: string, expected: string | number, actual: string | number) =>
    failed(failure('dicom/decoded-mismatch', { what, expected: String(expected), actual: String(actual) }));
  if (frame.columns !== facts.columns) return mismatch('columns', facts.columns, frame.columns);
  if (frame.rows !== facts.rows) return mismatch('rows', facts.rows, frame.rows);
  if (frame.components !== facts.samplesPerPixel)
    return mismatch('samples', facts.samplesPerPixel, frame.components);
  const { data } = frame;
  const expected = facts.columns * facts.rows * facts.samplesPerPixel;
  if (data.length !== expected) return mismatch('values', expected, data.length);
  const low = facts.signed ? -(2 ** (facts.bitsStored - 1)) : 0;
  const high = facts.signed ? 2 ** (facts.bitsStored - 1) - 1 : 2 ** facts.bitsStored - 1;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    if (value < low || value > high) return mismatch('range', `${low}…${high}`, value);
  }
  if (facts.photometric === 'PALETTE COLOR') return colored(dataset, facts, data);
  return finished(facts, data, facts.samplesPerPixel === 3 ? 3 : 1);
}
