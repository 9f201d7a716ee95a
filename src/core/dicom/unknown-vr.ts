import type { Tag } from './dataset.ts';
import { isPrivate, keywordOf } from './dictionary.ts';
import { ITEM, SEQUENCE_END, tagAt, UNDEFINED, vrAt, type Stream } from './element-header.ts';

/** Where the value of an element starts, and its length. */
interface Form {
  readonly start: number;
  readonly length: number;
}

/**
 * The value field of an element in explicit VR whose two letters are no VR of PS3.5, for example
 * `??`, two blanks, or the first half of a length where a writer left the VR out. Three forms occur:
 * a length of 16 bits, one of 32 bits after two reserved bytes (PS3.5 section 7.1.2), and one of 32
 * bits without VR (section 7.1.3). The first form after which the file goes on is taken: if
 * possible with a higher tag, because the value of a long form can begin with the letters of a VR.
 * Null when there is none.
 */
export function formOfUnknownVr(
  { bytes, view, position: at }: Stream,
  tag: Tag,
  bigEndian: boolean,
  end: number,
): Form | null {
  const short = { start: at + 8, length: view.getUint16(at + 6, !bigEndian) };
  const implicit = { start: at + 8, length: view.getUint32(at + 4, !bigEndian) };
  const long =
    at + 12 <= end && view.getUint16(at + 6) === 0
      ? { start: at + 12, length: view.getUint32(at + 8, !bigEndian) }
      : null;
  const isText = [bytes[at + 4], bytes[at + 5]].every((byte = 0) => byte >= 0x20 && byte < 0x7f);
  const forms = isText ? [long, short, implicit] : [implicit, long, short];
  const goesOn = (form: Form | null, isAscending: boolean): form is Form => {
    if (form === null) return false;
    const { start, length } = form;
    if (length === UNDEFINED) return [ITEM, SEQUENCE_END].includes(tagAt(bytes, start, bigEndian));
    const next = start + length;
    if (next === end) return true;
    if (next + 8 > end) return false;
    const following = tagAt(bytes, next, bigEndian);
    if (following.startsWith('FFFE')) return true;
    if (vrAt(bytes, next) !== undefined) return !isAscending || following > tag;
    if (following <= tag) return false;
    // A writer gives the same letters to each element that it does not know.
    const isSame = isText && bytes[next + 4] === bytes[at + 4] && bytes[next + 5] === bytes[at + 5];
    return isSame || (form === implicit && isCredible(following));
  };
  const found = forms.find((form) => goesOn(form, true)) ?? forms.find((form) => goesOn(form, false));
  return found ?? null;
}

/** True for an attribute of PS3.6 and for a private one. */
export const isCredible = (tag: Tag): boolean =>
  keywordOf(tag) !== null || tag.endsWith('0000') || isPrivate(tag);
