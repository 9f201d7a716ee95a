import { inflateSync } from 'fflate';
import { failure } from '../failure.ts';
import { failed, type Result } from '../result.ts';
import type { Codec } from './codec.ts';
import type { DataSet, Part10 } from './dataset.ts';
import type { ImageFacts } from './facts.ts';
import { bytesOfFrame } from './frames.ts';
import { interleaved, samplesOf } from './native.ts';
import { decodeRle } from './rle.ts';
import { codingOf, isNative, syntaxName } from './transfer-syntax.ts';
import { type StoredFrame, unsupported, coloredFrame } from './stored-frame.ts';
import { otherPicture, frameFile, verifiedFrame } from './codec-frame.ts';
import {
  decodeNative,
  highBitOf,
  hasHiddenOverlay,
  outside,
  wrongHighBit,
  decodeSamples,
} from './native-frame.ts';

/**
 * Maximum number of pixels in a frame: ten times the largest detector's. A larger number means a
 * damaged header.
 */
const MOST_PIXELS = 2 ** 28;

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
      return decoded.ok ? verifiedFrame(decoded.value, stream.value, part10, facts) : decoded;
    }
    case 'gdcm': {
      const other = otherPicture(stream.value, facts);
      if (other) return other;
      const decoded = await codec.gdcm(frameFile(stream.value, part10, facts));
      return decoded.ok ? verifiedFrame(decoded.value, stream.value, part10, facts) : decoded;
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
  return coloredFrame(interleaved(stored, pixels, facts.samplesPerPixel), dataset, facts, facts.photometric);
}
