import type { DataSet, Element, Part10 } from './dataset.ts';
import { dataSetOf, element } from './element.ts';
import { EXPLICIT_LE, isNative } from './transfer-syntax.ts';
import { KNOWN_VRS, LONG_VRS, TEXT_VRS } from './vr.ts';

/**
 * Identifies this program in File Meta, and no person or machine: a UUID under 2.25 (PS3.5 section
 * B.2).
 */
export const IMPLEMENTATION_CLASS = '2.25.6051990213816002896015791137238578990';
export const IMPLEMENTATION_VERSION = 'NEGATOSCOPE_1';

const ITEM = 0xfffee000;
const SEQUENCE_END = 0xfffee0dd;
const UNDEFINED = 0xffffffff;
const LONGEST_SHORT = 0xfffe;

/**
 * The transfer syntax that {@link writePart10} uses for a file: the file's own when the pixels are
 * encapsulated, else Explicit VR Little Endian.
 */
export function writtenSyntax(part10: Part10): string {
  const encapsulated = part10.dataset.elements.get('7FE00010')?.value.kind === 'fragments';
  return encapsulated ? part10.transferSyntax : EXPLICIT_LE;
}

/**
 * Writes a Part 10 file: zero preamble, new File Meta, data set in Explicit VR Little Endian with
 * sequences of explicit length (PS3.5 section 7). Encapsulated Pixel Data keeps its offset table
 * and fragments byte for byte; then `transferSyntax` must be the one they are encoded in (see
 * {@link writtenSyntax}). Every native syntax is written as Explicit VR Little Endian. Group
 * lengths are left out.
 */
export function writePart10(
  dataset: DataSet,
  options: { readonly transferSyntax: string; readonly sopClass: string; readonly sopInstance: string },
): Uint8Array<ArrayBuffer> {
  const { transferSyntax } = options;
  const meta = dataSetOf([
    element('00020001', 'OB', Uint8Array.of(0, 1)),
    element('00020002', 'UI', options.sopClass),
    element('00020003', 'UI', options.sopInstance),
    element('00020010', 'UI', isNative(transferSyntax) ? EXPLICIT_LE : transferSyntax),
    element('00020012', 'UI', IMPLEMENTATION_CLASS),
    element('00020013', 'SH', IMPLEMENTATION_VERSION),
  ]);
  const metaLength = element('00020000', 'UL', lengthOf(meta));
  const bytes = new Uint8Array(
    PREAMBLE + MAGIC.length + lengthOfElement(metaLength) + lengthOf(meta) + lengthOf(dataset),
  );
  const out = { bytes, view: new DataView(bytes.buffer), at: PREAMBLE };
  put(out, MAGIC);
  putElement(out, metaLength);
  putDataSet(out, meta);
  putDataSet(out, dataset);
  return bytes;
}

const PREAMBLE = 128;
const MAGIC = Uint8Array.of(0x44, 0x49, 0x43, 0x4d);

/** Group lengths are retired, and they would be wrong after any change. */
const isWritten = ({ tag }: Element): boolean => !tag.endsWith('0000');

function lengthOf({ elements }: DataSet): number {
  let length = 0;
  for (const each of elements.values()) if (isWritten(each)) length += lengthOfElement(each);
  return length;
}

/** Size of header and value. */
function lengthOfElement(each: Element): number {
  return (LONG_VRS.has(writtenVr(each)) ? 12 : 8) + lengthOfValue(each);
}

function lengthOfValue({ value }: Element): number {
  switch (value.kind) {
    case 'items':
      return value.items.reduce((sum, item) => sum + 8 + lengthOf(item), 0);
    case 'fragments':
      return [value.offsetTable, ...value.fragments].reduce((sum, { length }) => sum + 8 + even(length), 8);
    case 'bytes':
      return even(value.bytes.length);
  }
}

const even = (length: number): number => length + (length & 1);

function writtenVr({ vr, value }: Element): string {
  if (value.kind === 'items') return 'SQ';
  if (value.kind === 'fragments') return vr === 'OW' ? 'OW' : 'OB';
  const known = KNOWN_VRS.has(vr) && vr !== 'SQ' ? vr : 'UN';
  return LONG_VRS.has(known) || even(value.bytes.length) <= LONGEST_SHORT ? known : 'UN';
}

/** The output buffer and the position of the next byte. */
interface Output {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
}

function putDataSet(out: Output, { elements }: DataSet): void {
  for (const each of elements.values()) if (isWritten(each)) putElement(out, each);
}

function putElement(out: Output, each: Element): void {
  const { tag, vr, value } = each;
  const written = writtenVr(each);
  const length = value.kind === 'fragments' ? UNDEFINED : lengthOfValue(each);
  const number = Number.parseInt(tag, 16);
  out.view.setUint16(out.at, number >>> 16, true);
  out.view.setUint16(out.at + 2, number & 0xffff, true);
  out.view.setUint8(out.at + 4, written.charCodeAt(0));
  out.view.setUint8(out.at + 5, written.charCodeAt(1));
  if (LONG_VRS.has(written)) {
    out.view.setUint32(out.at + 8, length, true);
    out.at += 12;
  } else {
    out.view.setUint16(out.at + 6, length, true);
    out.at += 8;
  }
  switch (value.kind) {
    case 'items':
      for (const item of value.items) {
        putDelimiter(out, ITEM, lengthOf(item));
        putDataSet(out, item);
      }
      break;
    case 'fragments':
      for (const bytes of [value.offsetTable, ...value.fragments]) {
        putDelimiter(out, ITEM, even(bytes.length));
        put(out, bytes);
      }
      putDelimiter(out, SEQUENCE_END, 0);
      break;
    case 'bytes':
      put(out, value.bytes, TEXT_VRS.has(vr) && vr !== 'UI' ? 0x20 : 0);
  }
}

function putDelimiter(out: Output, tag: number, length: number): void {
  out.view.setUint16(out.at, tag >>> 16, true);
  out.view.setUint16(out.at + 2, tag & 0xffff, true);
  out.view.setUint32(out.at + 4, length, true);
  out.at += 8;
}

/** Adds a byte of padding when the length is odd. */
function put(out: Output, bytes: Uint8Array, pad = 0): void {
  out.bytes.set(bytes, out.at);
  if (bytes.length % 2 !== 0) out.bytes[out.at + bytes.length] = pad;
  out.at += even(bytes.length);
}
