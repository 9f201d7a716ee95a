import type { DataSet, Element } from '../dicom/dataset.ts';
import { startsWith } from '../bytes/words.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { IMPLEMENTATION_CLASS, IMPLEMENTATION_VERSION, type writePart10 } from '../dicom/write.ts';
import type { Violation } from './proof.ts';
import { readStrictly, type SecondElement } from './second-reader.ts';

/** Writes a data set as Part 10. */
export type Writer = typeof writePart10;

/** The input of the writer. */
export interface Meant {
  readonly dataset: DataSet;
  readonly transferSyntax: string;
  readonly sopClass: string;
  readonly sopInstance: string;
}

/**
 * Reads a written file with the strict second reader and compares it with the writer's input. File
 * Meta must be exactly ours. Every intended element must be present with its bytes, and no other
 * element. Null when all of this holds.
 */
export function unlikeMeant(bytes: Uint8Array, meant: Meant): Violation | null {
  const read = readStrictly(bytes);
  if ('cause' in read) return { attribute: 'file', cause: `${read.cause} (byte ${read.at})` };
  const meta: readonly (readonly [string, string])[] = [
    ['00020002', meant.sopClass],
    ['00020003', meant.sopInstance],
    ['00020010', meant.transferSyntax],
    ['00020012', IMPLEMENTATION_CLASS],
    ['00020013', IMPLEMENTATION_VERSION],
  ];
  for (const [tag, text] of meta) {
    if (!isText(read.meta.get(tag), text)) return { attribute: nameOf(tag), cause: 'not as written' };
  }
  const version = read.meta.get('00020001')?.chunks[0];
  if (version?.length !== 2 || version[0] !== 0 || version[1] !== 1) {
    return { attribute: nameOf('00020001'), cause: 'not as written' };
  }
  if (read.meta.size !== meta.length + 1) return { attribute: 'FileMeta', cause: 'more than was meant' };
  const found = new Set<SecondElement>();
  const violation = compare(meant.dataset, '', read.elements, found);
  if (violation !== null) return violation;
  if (found.size === read.elements.size) return null;
  const extra = [...read.elements.values()].find((each) => !found.has(each));
  return { attribute: nameOf(extra?.path ?? ''), cause: 'was not meant to be written' };
}

/** Adds to `found` every element that `dataset` explains. */
function compare(
  dataset: DataSet,
  prefix: string,
  read: ReadonlyMap<string, SecondElement>,
  found: Set<SecondElement>,
): Violation | null {
  for (const element of dataset.elements.values()) {
    if (element.tag.endsWith('0000')) continue;
    const path = prefix + element.tag;
    const written = read.get(path);
    if (!written) return { attribute: nameOf(path), cause: 'was not written' };
    found.add(written);
    if (!hasBytesOf(written, element)) return { attribute: nameOf(path), cause: 'not as written' };
    if (element.value.kind !== 'items') continue;
    for (const [i, item] of element.value.items.entries()) {
      const violation = compare(item, `${path}[${i}].`, read, found);
      if (violation !== null) return violation;
    }
  }
  return null;
}

function hasBytesOf({ chunks, vr }: SecondElement, { value, vr: meantVr }: Element): boolean {
  if (value.kind === 'items') return vr === 'SQ';
  if (value.kind === 'fragments') {
    const meant = [value.offsetTable, ...value.fragments];
    return meant.length === chunks.length && meant.every((bytes, i) => isPadded(chunks[i], bytes, 0));
  }
  // An unknown VR becomes UN, and so does a value too long for a short length field.
  if (vr !== meantVr && vr !== 'UN') return false;
  return chunks.length === 1 && isPadded(chunks[0], value.bytes, TEXT.has(vr) ? 0x20 : 0);
}

const TEXT = new Set('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UR UT'.split(' '));

/**
 * Equal except for one byte of padding to an even length, which must be the padding byte of the VR.
 */
function isPadded(written: Uint8Array | undefined, meant: Uint8Array, pad: number): boolean {
  if (written?.length !== meant.length + (meant.length & 1)) return false;
  if (written.length > meant.length && written[meant.length] !== pad) return false;
  return startsWith(written, meant);
}

const decoder = new TextDecoder();

function isText(element: SecondElement | undefined, text: string): boolean {
  const [bytes] = element?.chunks ?? [];
  return bytes !== undefined && decoder.decode(bytes).replace(/[\0 ]$/, '') === text;
}

function nameOf(path: string): string {
  return keywordOf(path.slice(-8)) ?? path;
}
