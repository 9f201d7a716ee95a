import { isCharacterSet } from '../dicom/character-set.ts';
import type { DataSet, Element, Tag } from '../dicom/dataset.ts';
import { isPrivate, keywordOf, vrOf } from '../dicom/dictionary.ts';
import { textOf, textsOf } from '../dicom/element.ts';
import { isParsedBinary } from './binary.ts';
import { isKindUid, isStandardUid, namesAKind } from './standard-uids.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import type { Action } from './resolve.ts';

/**
 * Text about the machine and the pixel description. It is kept unless it holds an identifier of the
 * source.
 */
const TECHNICAL: ReadonlySet<Tag> = new Set([
  ...['00080070', '00081090', '00181020', '00181016', '00181018', '00181019'],
  ...['00281054', '00281055', '00283003', '00283004', '00185010', '00185020'],
  ...['00541100', '00541101', '00541103', '00541104', '00541105', '00080102'],
]);

/**
 * Short texts (SH) that hold codes or describe the machine. People write freely into all other SH
 * attributes.
 */
const TECHNICAL_SHORT: ReadonlySet<Tag> = new Set([
  ...['00080100', '00080102', '00080103', '00082120', '00082127', '00180024', '00180085', '00181022'],
  ...['00181160', '00181180', '00181210', '00181250', '00181251', '00181260', '00181801', '00185000'],
  ...['00189005', '00189047', '00189320', '00209056', '00409210', '00480106', '00540018', '006A000E'],
]);

/**
 * Characters of CS allowed by PS3.5 section 6.2. A value with other characters was typed by a
 * person.
 */
const CODE_STRING = /^[A-Z0-9 _]{0,16}$/;

/**
 * Designators of public coding schemes (PS3.16 section 8). Their code meanings are words of the
 * scheme.
 */
const PUBLIC_SCHEMES = new Set(
  'DCM SRT SCT SNM3 99SDM LN UCUM RADLEX RadLex FMA NCIt UMLS ACR BI MDC MA NEU UBERON IBSI ITIS_TSN PATHLEX'.split(
    ' ',
  ),
);

const SPECIFIC_CHARACTER_SET = '00080005';
const CODING_SCHEME = '00080102';
const CODE_MEANING = '00080104';

/**
 * The action for an attribute that Table E.1-1 does not name. It is conservative where people write
 * freely.
 * Removed: unknown attributes, unknown VRs, overlays, curves, and binary values that can't be parsed.
 * Emptied: PN, DA, TM, DT, AE, AS and UR.
 * Cleaned (only imaging words stay): LO, LT, SH, ST, UC and UT, except texts about the machine and
 * public codes with their meanings; also text in another VR than the attribute's own.
 * Replaced: UIDs that PS3.6 does not list, except a manufacturer's own SOP class or coding scheme.
 * Kept: numbers, look-up tables and pixels, and CS with valid characters. What is kept is still held
 * against `binary.ts`.
 */
export function unlistedActionOf(
  { tag, vr, value }: Element,
  dataset: DataSet,
  options: readonly ProfileOption[] = [],
): Action {
  const keyword = keywordOf(tag);
  const group = tag.slice(0, 4);
  if (isPrivate(tag) || keyword === null || tag.endsWith('0000') || group === '0002') return 'remove';
  if (/^(50|60)/.test(group) || vr === 'UN') return 'remove';
  if (value.kind === 'items') return 'keep';
  if (isMisplaced(tag, vr)) return 'clean';
  switch (vr) {
    case 'PN':
    case 'DA':
    case 'TM':
    case 'DT':
    case 'AE':
    case 'AS':
    case 'UR':
      return 'empty';
    case 'LO':
    case 'LT':
    case 'ST':
    case 'UC':
    case 'UT':
      if (TECHNICAL.has(tag)) return 'keep';
      return tag === CODE_MEANING && PUBLIC_SCHEMES.has(textOf(dataset, CODING_SCHEME) ?? '')
        ? 'keep'
        : 'clean';
    case 'SH':
      return TECHNICAL_SHORT.has(tag) ? 'keep' : 'clean';
    case 'CS':
      return textsOf(dataset, tag).every((text) =>
        tag === SPECIFIC_CHARACTER_SET ? isCharacterSet(text) : CODE_STRING.test(text),
      )
        ? 'keep'
        : 'clean';
    case 'UI':
      return options.includes('retain-uids') ||
        textsOf(dataset, tag).every((uid) => uid === '' || isMeaningful(uid, keyword))
        ? 'keep'
        : 'uid';
    case 'OB':
    case 'OD':
    case 'OF':
    case 'OL':
    case 'OV':
    case 'OW':
      return isParsedBinary(tag) ? 'keep' : 'remove';
    default:
      return isNumeric(tag) || isParsedBinary(tag) ? 'keep' : 'remove';
  }
}

/** A UID that says what something is, not which one it is. */
function isMeaningful(uid: string, keyword: string): boolean {
  return isStandardUid(uid) || (namesAKind(keyword) && isKindUid(uid));
}

/**
 * Free text in an attribute that should have another VR. Nobody expects text there, so nobody
 * checks it.
 */
function isMisplaced(tag: Tag, vr: string): boolean {
  return FREE_TEXT.has(vr) && vrOf(tag) !== vr;
}

/** True for attributes that PS3.6 gives a number, as text or binary. Binary numbers in another one are a name in disguise. */
const isNumeric = (tag: Tag): boolean => NUMERIC.has(vrOf(tag));

const NUMERIC = new Set(['AT', 'DS', 'FD', 'FL', 'IS', 'SL', 'SS', 'SV', 'UL', 'US', 'UV']);

const FREE_TEXT = new Set(['CS', 'LO', 'LT', 'SH', 'ST', 'UC', 'UT']);
