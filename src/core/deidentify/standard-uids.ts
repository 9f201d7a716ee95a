import { CONTEXT_GROUPS, STANDARD_UIDS } from './standard-uids.generated.ts';

const STANDARD_ROOT = '1.2.840.10008.';
const CONTEXT_GROUP = /^6\.1\.([1-9]\d{0,3})$/;

const listed: ReadonlySet<string> = new Set(STANDARD_UIDS.trim().split(/\s+/));
const groups: ReadonlySet<number> = new Set(
  CONTEXT_GROUPS.trim()
    .split(/\s+/)
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    }),
);

/**
 * True for a UID that PS3.6 Annex A lists: transfer syntaxes, SOP classes, well-known instances and
 * frames of reference, coding schemes and so on. It identifies nobody. The standard's root alone
 * proves nothing: a hospital can put any number behind it. Context groups are separate, see
 * {@link isContextGroupUid}.
 */
export function isStandardUid(uid: string): boolean {
  return uid.startsWith(STANDARD_ROOT) && listed.has(uid.slice(STANDARD_ROOT.length));
}

/**
 * True for the UID of a context group (PS3.6 Table A-3). Its last part can be any number up to
 * about 1500. So it is the standard's only where a context group is expected, and not in the place
 * of an instance.
 */
export function isContextGroupUid(uid: string): boolean {
  const number = uid.startsWith(STANDARD_ROOT)
    ? CONTEXT_GROUP.exec(uid.slice(STANDARD_ROOT.length))?.[1]
    : undefined;
  return number !== undefined && groups.has(Number(number));
}

/**
 * True for attributes (by keyword) whose UIDs name a kind of object, a coding scheme or a context
 * group, including a manufacturer's own.
 */
export function namesAKind(keyword: string): boolean {
  return /SOPClass|CodingScheme|ContextUID|MappingResource/.test(keyword);
}

/**
 * True for a UID that may stay where a kind is named: one that PS3.6 lists, or a manufacturer's own.
 * A UID under the standard's root that PS3.6 does not list was invented by someone.
 */
export function isKindUid(uid: string): boolean {
  return !uid.startsWith(STANDARD_ROOT) || isStandardUid(uid) || isContextGroupUid(uid);
}
