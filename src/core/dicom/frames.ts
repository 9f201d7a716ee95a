import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { DataSet } from './dataset.ts';
import { numbersOf } from './element.ts';

/**
 * The fragments of one frame of encapsulated Pixel Data (PS3.5 section A.4). Methods, in this
 * order: the offset table (basic or extended) if it points at fragments; one fragment per frame, or
 * all fragments for an only frame; the fragments that start a picture. Failures: `dicom/bad-header`
 * when Pixel Data are not encapsulated, `dicom/missing-frames`.
 */
export function fragmentsOfFrame(
  dataset: DataSet,
  frame: number,
  frames: number,
): Result<readonly Uint8Array[]> {
  const value = dataset.elements.get('7FE00010')?.value;
  if (value?.kind !== 'fragments') {
    return failed(
      failure('dicom/bad-header', { cause: 'Pixel Data are not encapsulated, against the transfer syntax' }),
    );
  }
  const starts = startsOfFrames(dataset, frames);
  const first = starts?.[frame];
  if (first === undefined)
    return failed(failure('dicom/missing-frames', { expected: frames, actual: value.fragments.length }));
  return success(value.fragments.slice(first, starts?.[frame + 1] ?? value.fragments.length));
}

/**
 * Index of the first fragment of each frame, found as described at {@link fragmentsOfFrame}. Null
 * when fragments can't be assigned to frames.
 */
export function startsOfFrames(dataset: DataSet, frames: number): readonly number[] | null {
  const value = dataset.elements.get('7FE00010')?.value;
  if (value?.kind !== 'fragments') return null;
  const { fragments } = value;
  return (
    startsByOffsets(fragments, offsetsIn(dataset, value.offsetTable), frames) ??
    (fragments.length === frames ? fragments.map((_, i) => i) : null) ??
    (frames === 1 && fragments.length > 0 && pictures(fragments).length <= 1 ? [0] : null) ??
    startsByMarkers(fragments, frames)
  );
}

/**
 * The compressed stream of one frame as one byte array. Failures: those of {@link
 * fragmentsOfFrame}.
 */
export function bytesOfFrame(
  dataset: DataSet,
  frame: number,
  frames: number,
): Result<Uint8Array<ArrayBuffer>> {
  const fragments = fragmentsOfFrame(dataset, frame, frames);
  if (!fragments.ok) return fragments;
  const bytes = new Uint8Array(fragments.value.reduce((sum, fragment) => sum + fragment.length, 0));
  let at = 0;
  for (const fragment of fragments.value) {
    bytes.set(fragment, at);
    at += fragment.length;
  }
  return success(bytes);
}

function offsetsIn(dataset: DataSet, basic: Uint8Array): number[] {
  const extended = numbersOf(dataset, '7FE00001');
  if (extended.length > 0) return extended;
  const view = new DataView(basic.buffer, basic.byteOffset, basic.byteLength);
  return Array.from({ length: basic.length >> 2 }, (_, i) => view.getUint32(i * 4, true));
}

/**
 * Index of each frame's first fragment. Null when the table is absent or does not point at
 * fragments.
 */
function startsByOffsets(
  fragments: readonly Uint8Array[],
  offsets: readonly number[],
  frames: number,
): number[] | null {
  if (offsets.length !== frames || offsets[0] !== 0) return null;
  const indexByOffset = new Map<number, number>();
  let offset = 0;
  fragments.forEach((fragment, i) => {
    indexByOffset.set(offset, i);
    offset += 8 + fragment.length + (fragment.length % 2);
  });
  const starts: number[] = [];
  for (const each of offsets) {
    const start = indexByOffset.get(each);
    if (start === undefined || start <= (starts.at(-1) ?? -1)) return null;
    starts.push(start);
  }
  return starts;
}

/**
 * Start of a picture: SOI of JPEG and JPEG-LS, SOC and SIZ of JPEG 2000, signature box of a JP2
 * file.
 */
const MARKERS = [
  [0xff, 0xd8, 0xff],
  [0xff, 0x4f, 0xff, 0x51],
  [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50],
];

function startsByMarkers(fragments: readonly Uint8Array[], frames: number): number[] | null {
  const starts = pictures(fragments);
  return starts.length === frames ? starts : null;
}

function pictures(fragments: readonly Uint8Array[]): number[] {
  return fragments.flatMap((fragment, i) =>
    MARKERS.some((marker) => marker.every((byte, at) => fragment[at] === byte)) ? [i] : [],
  );
}
