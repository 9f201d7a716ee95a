import type { DataSet, Element, Part10 } from './dataset.ts';
import { dataSetOf, element } from './element.ts';
import { EXPLICIT_LE, isNative } from './transfer-syntax.ts';
import { KNOWN_VRS, LONG_VRS, TEXT_VRS } from './vr.ts';

/** Names this program in File Meta, and no person or machine: a UUID under 2.25 (PS3.5 section B.2). */
export const IMPLEMENTATION_CLASS = '2.25.6051990213816002896015791137238578990';
export const IMPLEMENTATION_VERSION = 'NEGATOSCOPE_1';

const ITEM = [0xfe, 0xff, 0x00, 0xe0];
const SEQUENCE_END = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];
const UNDEFINED = 0xffffffff;
const LONGEST_SHORT = 0xfffe;

/** The syntax {@link writePart10} keeps a file in: its own when the pixels are encapsulated, else Explicit VR Little Endian. */
export function writtenSyntax(part10: Part10): string {
  const encapsulated = part10.dataset.elements.get('7FE00010')?.value.kind === 'fragments';
  return encapsulated ? part10.transferSyntax : EXPLICIT_LE;
}

/**
 * Writes a Part 10 file: zero preamble, new File Meta, data set in Explicit VR Little Endian with sequences of explicit length (PS3.5
 * section 7). Encapsulated Pixel Data keeps its offset table and fragments byte for byte; `transferSyntax` must then be theirs (see
 * {@link writtenSyntax}). Any native syntax is written as Explicit VR Little Endian. Group lengths are left out.
 */
export function writePart10(
  dataset: DataSet,
  options: { readonly transferSyntax: string; readonly sopClass: string; readonly sopInstance: string },
): Uint8Array<ArrayBuffer> {
  const { transferSyntax } = options;
  const meta = encodeDataSet(
    dataSetOf([
      element('00020001', 'OB', Uint8Array.of(0, 1)),
      element('00020002', 'UI', options.sopClass),
      element('00020003', 'UI', options.sopInstance),
      element('00020010', 'UI', isNative(transferSyntax) ? EXPLICIT_LE : transferSyntax),
      element('00020012', 'UI', IMPLEMENTATION_CLASS),
      element('00020013', 'SH', IMPLEMENTATION_VERSION),
    ]),
  );
  const metaLength = encodeElement(element('00020000', 'UL', lengthOf(meta)));
  const magic = new Uint8Array(132);
  magic.set(new TextEncoder().encode('DICM'), 128);
  return joined([magic, ...metaLength, ...meta, ...encodeDataSet(dataset)]);
}

type Chunks = Uint8Array[];

function lengthOf(chunks: Chunks): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

/** One tight array of all chunks. */
function joined(chunks: Chunks): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthOf(chunks));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function encodeDataSet(dataset: DataSet): Chunks {
  const chunks: Chunks = [];
  for (const each of dataset.elements.values()) {
    // Group lengths would be wrong after any change and have been retired.
    if (!each.tag.endsWith('0000')) chunks.push(...encodeElement(each));
  }
  return chunks;
}

function encodeElement({ tag, vr, value }: Element): Chunks {
  switch (value.kind) {
    case 'items': {
      const items = value.items
        .map(encodeDataSet)
        .flatMap((item) => [Uint8Array.from([...ITEM, ...uint32(lengthOf(item))]), ...item]);
      return [header(tag, 'SQ', lengthOf(items)), ...items];
    }
    case 'fragments': {
      const items = [value.offsetTable, ...value.fragments].flatMap((bytes) => {
        const padded = even(bytes, 0);
        return [Uint8Array.from([...ITEM, ...uint32(lengthOf(padded))]), ...padded];
      });
      return [header(tag, vr === 'OW' ? 'OW' : 'OB', UNDEFINED), ...items, Uint8Array.from(SEQUENCE_END)];
    }
    case 'bytes': {
      const known = KNOWN_VRS.has(vr) && vr !== 'SQ' ? vr : 'UN';
      const padded = even(value.bytes, TEXT_VRS.has(known) && known !== 'UI' ? 0x20 : 0);
      const length = lengthOf(padded);
      const fits = LONG_VRS.has(known) || length <= LONGEST_SHORT;
      return [header(tag, fits ? known : 'UN', length), ...padded];
    }
  }
}

function even(bytes: Uint8Array, pad: number): Chunks {
  return bytes.length % 2 === 0 ? [bytes] : [bytes, Uint8Array.of(pad)];
}

function header(tag: string, vr: string, length: number): Uint8Array {
  const byte = (i: number): number => Number.parseInt(tag.slice(i * 2, i * 2 + 2), 16);
  const start = [byte(1), byte(0), byte(3), byte(2), vr.charCodeAt(0), vr.charCodeAt(1)];
  return Uint8Array.from(
    LONG_VRS.has(vr) ? [...start, 0, 0, ...uint32(length)] : [...start, length & 0xff, length >>> 8],
  );
}

function uint32(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}
