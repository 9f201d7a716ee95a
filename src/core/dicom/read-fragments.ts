import type { ElementValue } from './dataset.ts';
import { cut, ITEM, malformed, PIXEL_DATA, SEQUENCE_END, type Walk } from './element-header.ts';
import { readItemHeader } from './read-header.ts';

/** The offset table and the fragments of encapsulated Pixel Data, byte for byte (PS3.5 section A.4). */
export function readFragments(walk: Walk, end: number): ElementValue {
  const { stream } = walk;
  const items: Uint8Array[] = [];
  while (stream.position < end) {
    const { tag, length } = readItemHeader(walk, end);
    const start = stream.position;
    if (tag === SEQUENCE_END) return fragmentsOf(items);
    if (tag !== ITEM) throw malformed(`${tag} where a fragment of Pixel Data should start`, start - 8);
    if (start + length > end) throw cut(PIXEL_DATA, walk.depth, length, end - start);
    stream.position = start + length;
    items.push(stream.bytes.subarray(start, start + length));
  }
  walk.repairs.push('open-fragments');
  return fragmentsOf(items);
}

function fragmentsOf([offsetTable = new Uint8Array(), ...fragments]: readonly Uint8Array[]): ElementValue {
  return { kind: 'fragments', offsetTable, fragments };
}
