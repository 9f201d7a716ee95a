import type { DataSet, Element, Tag } from '../dicom/dataset.ts';
import { isPrivate, keywordOf, vrOf } from '../dicom/dictionary.ts';
import { textsOf } from '../dicom/element.ts';
import { isParsedBinary } from './binary.ts';
import { isKindUid, isStandardUid, namesAKind } from './standard-uids.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import type { Action } from './resolve.ts';
import { isTechnical } from './technical.ts';

/**
 * The action for an attribute that Table E.1-1 does not name. It is conservative where people write
 * freely.
 * Removed: unknown attributes, unknown VRs, overlays, curves, and binary values that can't be parsed.
 * Emptied: PN, DA, TM, DT, AE, AS and UR.
 * Cleaned (only imaging words stay): LO, LT, SH, ST, UC and UT; also text in another VR than the
 * attribute's own.
 * Technical (defined terms and words of machines stay as well): CS, texts about the machine, and
 * codes with the meanings of public schemes.
 * Replaced: UIDs that PS3.6 does not list, except a manufacturer's own SOP class or coding scheme.
 * Kept: numbers, look-up tables and pixels, as far as `binary.ts` can parse them.
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
    case 'CS':
    case 'LO':
    case 'LT':
    case 'SH':
    case 'ST':
    case 'UC':
    case 'UT':
      return isTechnical(tag, vr, dataset) ? 'technical' : 'clean';
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
