import type { DataSet, Element, Tag } from '../dicom/dataset.ts';
import { isPrivate, isPrivateCreator } from '../dicom/dictionary.ts';
import { textOf } from '../dicom/element.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import { TEXT_VRS } from '../dicom/vr.ts';
import type { Action } from './resolve.ts';
import { SAFE_PRIVATE_ROWS } from './safe-private.generated.ts';

/** VR by group, element within its block, and creator: `200101 Philips Imaging DD 001`. */
const VRS: ReadonlyMap<string, string> = new Map(
  SAFE_PRIVATE_ROWS.trim()
    .split('\n')
    .map((line) => [line.slice(0, 6) + line.slice(9), line.slice(7, 9)] as const),
);

/**
 * VR of a private attribute that PS3.15 Table E.3.10-1 lists as safe for the creator that reserved
 * its block in this data set. For a creator element: `LO` when its block holds a safe attribute.
 * Null for all others, and for a sequence that was not parsed as one, because its bytes could not
 * be cleaned.
 */
export function safePrivateVr(dataset: DataSet, tag: Tag): string | null {
  if (!isPrivate(tag)) return null;
  const group = tag.slice(0, 4);
  if (isPrivateCreator(tag)) {
    const block = tag.slice(6);
    const holdsSafe = [...dataset.elements.keys()].some(
      (other) => other.startsWith(group + block) && safePrivateVr(dataset, other) !== null,
    );
    return holdsSafe ? 'LO' : null;
  }
  const creator = textOf(dataset, `${group}00${tag.slice(4, 6)}`)?.trim();
  const vr = creator === undefined ? null : (VRS.get(`${group}${tag.slice(6)} ${creator}`) ?? null);
  return vr === 'SQ' && dataset.elements.get(tag)?.value.kind !== 'items' ? null : vr;
}

/** Text VRs of safe private attributes in which a name can stand. */
const FREE_TEXT = new Set(['CS', 'LO', 'LT', 'SH', 'ST', 'UC', 'UT']);

/**
 * The action for a safe private attribute. The table calls the attribute safe, not every text that
 * somebody put into it: text is held against the vocabularies.
 */
export function safePrivateAction({ tag, vr }: Element, options: readonly ProfileOption[]): Action {
  if (vr === 'UI') return options.includes('retain-uids') ? 'keep' : 'uid';
  if (isPrivateCreator(tag)) return vr === 'LO' ? 'keep' : 'remove';
  if (FREE_TEXT.has(vr)) return 'technical';
  return !TEXT_VRS.has(vr) || vr === 'DS' || vr === 'IS' ? 'keep' : 'remove';
}
