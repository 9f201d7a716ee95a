import dicomParser from 'dicom-parser';
import { keywordOf } from '../dicom/dictionary.ts';
import type { Violation } from './proof.ts';
import { readStrictly, type Extent, type SecondElement } from './second-reader.ts';

/** Every cause of this check starts so. */
export const OTHER_PARSER = 'dicom-parser';

/**
 * Reads a written file with dicom-parser, which this project did not write, and compares every
 * element, at every depth, with the strict reader: tag, VR, length, and the position of the bytes.
 * Both readers name parts of one buffer, so equal positions and lengths are equal bytes. Null when
 * the two agree.
 */
export function unlikeOtherParser(bytes: Uint8Array): Violation | null {
  const read = readStrictly(bytes);
  if ('cause' in read) return unlike('file', 'differs: the strict reader cannot read it');
  const own = [...read.meta.values(), ...read.elements.values()];
  let theirs: dicomParser.DataSet;
  try {
    theirs = dicomParser.parseDicom(withKnownVrs(bytes, own));
  } catch {
    // What it throws is a text, an object or an Error, and can hold a part of the file.
    return unlike('file', 'cannot read it');
  }
  if (theirs.warnings.length > 0) return unlike('file', 'reads it with a warning');
  // The strict reader checks the length of File Meta as a part of the frame of the file.
  const group = theirs.elements['x00020000'];
  if (group?.vr !== 'UL' || group.length !== 4 || group.dataOffset !== 140) {
    return unlike('FileMetaInformationGroupLength', 'reads another length of File Meta');
  }
  const elements = new Map([...read.meta, ...read.elements]);
  const seen = new Set<SecondElement>();
  const violation = compare(theirs, '', elements, seen);
  if (violation !== null) return violation;
  const missed = own.find((each) => !seen.has(each));
  return missed === undefined ? null : unlike(missed.path, 'does not see it');
}

/** Adds to `seen` every element that both readers have alike. */
function compare(
  theirs: dicomParser.DataSet,
  prefix: string,
  own: ReadonlyMap<string, SecondElement>,
  seen: Set<SecondElement>,
): Violation | null {
  for (const their of Object.values(theirs.elements)) {
    const path = prefix + their.tag.slice(1).toUpperCase();
    if (path === '00020000') continue;
    const element = own.get(path);
    if (element === undefined) return unlike(path, 'sees it, the strict reader does not');
    seen.add(element);
    if (their.vr !== (SHORT_TO_IT.has(element.vr) ? STAND_IN : element.vr)) {
      return unlike(path, 'reads another VR');
    }
    if (!isAt(their, element.field)) return unlike(path, 'reads other bytes');
    if (!hasFragmentsOf(their, element)) return unlike(path, 'reads other fragments');
    const items = their.items ?? [];
    if (items.length !== element.items.length) return unlike(path, 'reads another number of items');
    for (const [i, item] of items.entries()) {
      const extent = element.items[i];
      if (extent === undefined || item.dataSet === undefined || !isAt(item, extent)) {
        return unlike(path, 'reads other items');
      }
      const violation = compare(item.dataSet, `${path}[${i}].`, own, seen);
      if (violation !== null) return violation;
    }
  }
  return null;
}

const isAt = (their: { readonly dataOffset: number; readonly length: number }, { at, length }: Extent) =>
  their.dataOffset === at && their.length === length;

/** Encapsulated pixels: the numbers of the offset table, and where each fragment is. */
function hasFragmentsOf(
  their: dicomParser.Element,
  { field, chunks, isEncapsulated }: SecondElement,
): boolean {
  if (!isEncapsulated) return their.fragments === undefined;
  const [table, ...fragments] = chunks;
  const { basicOffsetTable: offsets, fragments: found } = their;
  if (table === undefined || offsets === undefined || found?.length !== fragments.length) return false;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  if (offsets.length * 4 !== table.length) return false;
  if (offsets.some((offset, i) => offset !== view.getUint32(i * 4, true))) return false;
  // The value field starts with the 8 bytes of the offset table's item header.
  const start = table.byteOffset - field.at - 8;
  return found.every(({ position, length }, i) => {
    const own = fragments[i];
    return own !== undefined && position === own.byteOffset - start && length === own.length;
  });
}

/**
 * VRs of 2018 and 2019 with a 32-bit length (PS3.5 section 7.1.2). dicom-parser 1.8.21 takes them
 * for VRs with a 16-bit length, and loses its place in the file.
 */
const SHORT_TO_IT: ReadonlySet<string> = new Set(['OV', 'SV', 'UV']);
const STAND_IN = 'OB';

/**
 * The same bytes, except that elements of those VRs are named OB, whose header has the same form.
 * So everything but their two letters is still compared. The file is copied only if it has one.
 */
function withKnownVrs(bytes: Uint8Array, own: readonly SecondElement[]): Uint8Array {
  const unknown = own.filter(({ vr }) => SHORT_TO_IT.has(vr));
  if (unknown.length === 0) return bytes;
  const copy = bytes.slice();
  for (const { field } of unknown)
    copy.set(
      [...STAND_IN].map((letter) => letter.charCodeAt(0)),
      field.at - 8,
    );
  return copy;
}

function unlike(path: string, cause: string): Violation {
  return { attribute: keywordOf(path.slice(-8)) ?? path, cause: `${OTHER_PARSER} ${cause}` };
}
