/** Where a part of the file is, in bytes from its start. */
export interface Extent {
  readonly at: number;
  readonly length: number;
}

/** One element found in the bytes. Lengths and order are checked during reading. */
export interface SecondElement {
  /** Path of tags with item indices: `"00081140[0].00081155"`. */
  readonly path: string;
  readonly vr: string;
  /**
   * The value field with its padding. Empty for sequences. For encapsulated pixels: the offset
   * table, then each fragment.
   */
  readonly chunks: readonly Uint8Array[];
  /** The value field. For encapsulated pixels it ends with the sequence delimiter. */
  readonly field: Extent;
  /** For sequences: the content of each item. */
  readonly items: readonly Extent[];
  readonly isEncapsulated: boolean;
}

export interface SecondReading {
  readonly meta: ReadonlyMap<string, SecondElement>;
  /** Elements by path, in file order. */
  readonly elements: ReadonlyMap<string, SecondElement>;
}

/** The bytes are not a strict Part 10 file: the position and the reason. */
export interface Malformed {
  readonly at: number;
  readonly cause: string;
}

/** VRs by their two letters as a little-endian number. Wide VRs have a 32-bit length. */
const VRS: ReadonlyMap<number, { readonly vr: string; readonly isWide: boolean }> = new Map([
  ...known('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US', false),
  ...known('OB OD OF OL OV OW SQ SV UC UN UR UT UV', true),
]);

function known(vrs: string, isWide: boolean): [number, { vr: string; isWide: boolean }][] {
  return vrs.split(' ').map((vr) => [vr.charCodeAt(0) | (vr.charCodeAt(1) << 8), { vr, isWide }]);
}

const UNDEFINED = 0xffffffff;
const MAGIC = 0x4d434944;

class NotStrict extends Error {
  readonly at: number;

  constructor(at: number, cause: string) {
    super(cause);
    this.at = at;
  }
}

/**
 * Reads a Part 10 file (PS3.10 section 7.1) with the same strictness that the writer promises: zero
 * preamble, a File Meta group of its stated length, Explicit VR Little Endian, known VRs, even
 * lengths, ascending tags, sequences of explicit length, nothing after the last element. It shares
 * no code with the tolerant reader, so a fault of that reader can't hide a fault of the writer.
 */
export function readStrictly(bytes: Uint8Array): SecondReading | Malformed {
  try {
    return reading(bytes);
  } catch (error) {
    if (error instanceof NotStrict) return { at: error.at, cause: error.message };
    throw error;
  }
}

function reading(bytes: Uint8Array): SecondReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 144) throw new NotStrict(0, 'shorter than a header');
  for (let i = 0; i < 128; i++) if (bytes[i] !== 0) throw new NotStrict(i, 'the preamble is not empty');
  if (view.getUint32(128, true) !== MAGIC) throw new NotStrict(128, 'no DICM');
  const start = 144;
  const isLength = view.getUint32(132, true) === 2 && view.getUint32(136, true) === 0x00044c55;
  if (!isLength) throw new NotStrict(132, 'no length of File Meta');
  const end = start + view.getUint32(140, true);
  if (end > bytes.length) throw new NotStrict(140, 'File Meta is longer than the file');
  const meta = new Map<string, SecondElement>();
  readElements(view, start, end, '', meta);
  for (const path of meta.keys()) {
    if (!path.startsWith('0002')) throw new NotStrict(start, 'File Meta holds another group');
  }
  const elements = new Map<string, SecondElement>();
  readElements(view, end, bytes.length, '', elements);
  for (const path of elements.keys()) {
    if (path < '0008') throw new NotStrict(end, 'a group before 0008');
  }
  return { meta, elements };
}

function readElements(
  view: DataView,
  from: number,
  end: number,
  prefix: string,
  into: Map<string, SecondElement>,
): void {
  let at = from;
  let last = -1;
  while (at < end) {
    if (end - at < 8) throw new NotStrict(at, 'trailing bytes');
    const tag = view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true);
    if (tag <= last) throw new NotStrict(at, 'tags out of order');
    last = tag;
    const path = prefix + tag.toString(16).toUpperCase().padStart(8, '0');
    const named = VRS.get(view.getUint16(at + 4, true));
    if (named === undefined) throw new NotStrict(at, 'unknown VR');
    const { vr, isWide } = named;
    if (isWide && (end - at < 12 || view.getUint16(at + 6, true) !== 0)) {
      throw new NotStrict(at, 'reserved bytes are not zero');
    }
    const length = isWide ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true);
    const value = at + (isWide ? 12 : 8);
    if (length === UNDEFINED) {
      if (path !== '7FE00010') throw new NotStrict(at, 'undefined length');
      const [chunks, next] = readFragments(view, value, end);
      const field = { at: value, length: next - value };
      into.set(path, { path, vr, chunks, field, items: [], isEncapsulated: true });
      at = next;
      continue;
    }
    if (length % 2 !== 0) throw new NotStrict(at, 'odd length');
    if (length > end - value) throw new NotStrict(at, 'longer than what holds it');
    const items: Extent[] = [];
    const chunks = vr === 'SQ' ? [] : [bytesOf(view, value, length)];
    into.set(path, { path, vr, chunks, field: { at: value, length }, items, isEncapsulated: false });
    if (vr === 'SQ') items.push(...readItems(view, value, value + length, path, into));
    at = value + length;
  }
}

function readItems(
  view: DataView,
  from: number,
  end: number,
  path: string,
  into: Map<string, SecondElement>,
): Extent[] {
  const items: Extent[] = [];
  let at = from;
  for (let i = 0; at < end; i++) {
    const length = itemLength(view, at, end);
    readElements(view, at + 8, at + 8 + length, `${path}[${i}].`, into);
    items.push({ at: at + 8, length });
    at += 8 + length;
  }
  return items;
}

function readFragments(view: DataView, from: number, end: number): [Uint8Array[], number] {
  const chunks: Uint8Array[] = [];
  let at = from;
  while (!(end - at >= 8 && view.getUint32(at, true) === 0xe0ddfffe)) {
    const length = itemLength(view, at, end);
    if (length % 2 !== 0) throw new NotStrict(at, 'odd length');
    chunks.push(bytesOf(view, at + 8, length));
    at += 8 + length;
  }
  if (view.getUint32(at + 4, true) !== 0) throw new NotStrict(at, 'a delimiter with a length');
  if (chunks.length === 0) throw new NotStrict(from, 'no offset table');
  return [chunks, at + 8];
}

function itemLength(view: DataView, at: number, end: number): number {
  if (end - at < 8) throw new NotStrict(at, 'trailing bytes');
  if (view.getUint32(at, true) !== 0xe000fffe) throw new NotStrict(at, 'no item where one must be');
  const length = view.getUint32(at + 4, true);
  if (length > end - at - 8) throw new NotStrict(at, 'longer than what holds it');
  return length;
}

function bytesOf(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}
