import type { Tag } from '../dicom/dataset.ts';
import { CODE_STRINGS } from './code-strings.generated.ts';

const terms: ReadonlyMap<Tag, ReadonlySet<string>> = new Map(
  CODE_STRINGS.trim()
    .split('\n')
    .map((line) => [line.slice(0, 8), new Set(line.slice(9).split('|'))] as const),
);

const PATIENT_ORIENTATION: Tag = '00200020';
/** Letters of directions in bipeds and quadrupeds (PS3.3 section C.7.6.1.1.1). */
const DIRECTIONS = /^(?:[APLRHF]{1,3}|(?:LE|RT|D|V|CR|CD|R|M|L|DI|PA|PL|PR){1,3})$/;

const IMAGE_TYPE: Tag = '00080008';
/** Frame Type has the values of Image Type (PS3.3 section C.8.16.1). */
const FRAME_TYPE: Tag = '00089007';

/** True for a value that PS3.3 or PS3.16 Annex L defines for the attribute. */
export function isDefinedTerm(tag: Tag, value: string): boolean {
  if (tag === PATIENT_ORIENTATION) return DIRECTIONS.test(value);
  if (tag === FRAME_TYPE && terms.get(IMAGE_TYPE)?.has(value)) return true;
  return terms.get(tag)?.has(value) ?? false;
}

/**
 * True for a defined term, and for any value of an attribute to which the standard gives no terms.
 * For code strings that an option of the definition keeps, such as the patient's sex.
 */
export function isPossibleTerm(tag: Tag, value: string): boolean {
  return !terms.has(tag) || isDefinedTerm(tag, value);
}
