import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { DataSet, ElementValue } from './dataset.ts';

type Fragments = Extract<ElementValue, { kind: 'fragments' }>;

/** A fragment's item header, which offset tables count. */
const ITEM_HEADER = 8;

/**
 * The fragments of each frame of encapsulated Pixel Data: by the offset table, the extended offset table, one fragment a frame, all for
 * a single frame, else by the start markers of JPEG and JPEG 2000 streams. Source: PS3.5 annex A.4.
 */
export function fragmentsByFrame(
  dataset: DataSet,
  { offsetTable, fragments }: Fragments,
  frames: number,
): Result<readonly (readonly Uint8Array[])[]> {
  if (frames === 1) return success([fragments]);
  if (fragments.length === frames) return success(fragments.map((fragment) => [fragment]));
  const starts = fragmentStarts(fragments);
  for (const offsets of [basicOffsets(offsetTable), extendedOffsets(dataset)]) {
    const firsts = offsets.map((offset) => starts.indexOf(offset));
    if (
      firsts.length === frames &&
      firsts.every((first, i) => first >= 0 && (i === 0 || first > (firsts[i - 1] ?? 0)))
    ) {
      return success(grouped(fragments, firsts));
    }
  }
  const marked = fragments.flatMap((fragment, index) => (startsStream(fragment) ? [index] : []));
  if (marked.length === frames && marked[0] === 0) return success(grouped(fragments, marked));
  return failed(
    failure('dicom/bad-header', {
      cause: `${fragments.length} fragments can't be divided among ${frames} frames`,
    }),
  );
}

function grouped(fragments: readonly Uint8Array[], firsts: readonly number[]): Uint8Array[][] {
  return firsts.map((first, i) => fragments.slice(first, firsts[i + 1]));
}

function fragmentStarts(fragments: readonly Uint8Array[]): number[] {
  let at = 0;
  return fragments.map((fragment) => {
    const start = at;
    at += ITEM_HEADER + fragment.length + (fragment.length % 2);
    return start;
  });
}

function basicOffsets(table: Uint8Array): number[] {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from({ length: table.length >> 2 }, (_, i) => view.getUint32(i * 4, true));
}

function extendedOffsets(dataset: DataSet): number[] {
  const value = dataset.elements.get('7FE00001')?.value;
  if (value?.kind !== 'bytes') return [];
  const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, value.bytes.byteLength);
  return Array.from({ length: value.bytes.length >> 3 }, (_, i) => Number(view.getBigUint64(i * 8, true)));
}

/** SOI of JPEG and JPEG-LS, SOC and SIZ of JPEG 2000 and HTJ2K. */
function startsStream(fragment: Uint8Array): boolean {
  const [a, b, c, d] = fragment;
  return a === 0xff && ((b === 0xd8 && c === 0xff) || (b === 0x4f && c === 0xff && d === 0x51));
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
