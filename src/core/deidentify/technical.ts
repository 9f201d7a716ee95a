import { isCharacterSet } from '../dicom/character-set.ts';
import type { DataSet, Element, Tag } from '../dicom/dataset.ts';
import { textOf, textsOf } from '../dicom/element.ts';
import { SINGLE_TEXT_VRS } from '../dicom/vr.ts';
import { isDefinedTerm } from './code-strings.ts';
import { isFilterWord, isMachineWord, isTechnicalWord } from './technical-words.ts';
import { isConnectingWord, isImagingWord, NAMED_AFTER_TITLE, isTitle, withoutAccents } from './vocabulary.ts';

/** Attributes that name the maker, the model or the software of a machine. */
const MACHINE: ReadonlySet<Tag> = new Set([
  ...['00080070', '00081090', '00181016', '00181018', '00181019', '00181020', '00181022', '00185010'],
]);

/** Attributes that name a filter or a reconstruction. */
const FILTER: ReadonlySet<Tag> = new Set(['00181160', '00181210', '00189320', '00541103', '00189064']);

/** Other short texts and texts about the machine and the pixels that are not code strings. */
const OTHERS: ReadonlySet<Tag> = new Set([
  ...['00082120', '00082127', '00180024', '00180085', '00181180', '00181250', '00181251', '00181260'],
  ...['00181801', '00185000', '00185020', '00189005', '00189047', '00209056', '00281054', '00281055'],
  ...['00283003', '00283004', '00409210', '00480106', '00540018', '00541100', '00541101', '00541104'],
  ...['00541105', '006A000E'],
]);

const CODE_VALUE: Tag = '00080100';
const CODING_SCHEME: Tag = '00080102';
const CODING_SCHEME_VERSION: Tag = '00080103';
export const CODE_MEANING: Tag = '00080104';
const SPECIFIC_CHARACTER_SET: Tag = '00080005';

/**
 * Designators of public coding schemes (PS3.16 section 8), and private ones of software makers that
 * files often have.
 */
const PUBLIC_SCHEMES: ReadonlySet<string> = new Set(
  `DCM SRT SCT SNM3 99SDM LN UCUM RADLEX RadLex FMA NCIt UMLS ACR BI MDC MA NEU UBERON IBSI ITIS_TSN PATHLEX I10 I9C ICD10 RXNORM NDC
  PUBCHEM_CID MSH SCPECG CD8 C4 ISO639_1 ISO3166_1 99PMP 99GEMS 99SIEMENS 99PHILIPS 99OFFIS_DCMTK 99_OFFIS_DCMTK 99HIGHDICOM 99DCMQI
  99QIICR 99IHE 99DCM4CHE 99ORTHANC 99TOSHIBA 99CANON 99ICOMETRIX 99NEGATOSCOPE`.split(/\s+/),
);

/**
 * True for a text attribute about the machine, the acquisition or the pixels, and for the parts of a
 * code. Its words are held against vocabularies, see {@link technicalText}.
 */
export function isTechnical(tag: Tag, vr: string, dataset: DataSet): boolean {
  if (vr === 'CS' || MACHINE.has(tag) || FILTER.has(tag) || OTHERS.has(tag)) return true;
  if (tag === CODE_MEANING) return PUBLIC_SCHEMES.has(textOf(dataset, CODING_SCHEME) ?? '');
  return tag === CODE_VALUE || tag === CODING_SCHEME || tag === CODING_SCHEME_VERSION;
}

/**
 * What may stay of a technical text: defined terms of the standard, words of the imaging and the
 * technical vocabulary, and short designations such as "B30f" or "L12-5". Any other word can be a
 * name, and is taken out. A value without unknown words stays as it is written. Of several values,
 * each keeps its place. Applied to its own result, it changes nothing.
 *
 * @param names words (folded) of the person names of the source
 */
export function technicalText(
  { tag, vr }: Element,
  dataset: DataSet,
  terms: readonly string[],
  names: ReadonlySet<string>,
): string {
  const before = textOf(dataset, tag, terms) ?? '';
  if (SINGLE_TEXT_VRS.has(vr)) return changed(before, known(tag, before, names));
  const isPublic = PUBLIC_SCHEMES.has(textOf(dataset, CODING_SCHEME) ?? '');
  let cache = cleanedBefore.get(names);
  if (cache === undefined || cache.size >= MOST_TEXTS) cleanedBefore.set(names, (cache = new Map()));
  const asked = `${tag}${isPublic ? 1 : 0}${before}`;
  const remembered = cache.get(asked);
  if (remembered !== undefined) return remembered;
  const after = knownValues(textsOf(dataset, tag, terms), before, tag, isPublic, names);
  cache.set(asked, after);
  return after;
}

/** The images of an exam have the same texts and names. The cache is released with the names. */
const cleanedBefore = new WeakMap<ReadonlySet<string>, Map<string, string>>();
const MOST_TEXTS = 1000;

function knownValues(
  given: readonly string[],
  before: string,
  tag: Tag,
  isPublic: boolean,
  names: ReadonlySet<string>,
): string {
  const values = given.map((value) => knownValue(tag, value, isPublic, names));
  if (values.every((value, i) => value === given[i])) return before;
  if (!values.some((value) => value !== '')) return '';
  // The first values of Image Type have meanings of their own; the last ones can be left out.
  while (values.at(-1) === '' && values.length > 1) values.pop();
  return changed(before, values.join('\\'));
}

/** A changed text is written in ASCII, which every character set holds. */
function changed(before: string, after: string): string {
  return after === before ? before : withoutAccents(after).replace(/[^\x20-\x7e]/g, '');
}

function knownValue(tag: Tag, value: string, isPublic: boolean, names: ReadonlySet<string>): string {
  if (value === '') return '';
  if (tag === SPECIFIC_CHARACTER_SET) return isCharacterSet(value) ? value : '';
  if (isDefinedTerm(tag, value)) return value;
  if (tag === CODING_SCHEME && PUBLIC_SCHEMES.has(value)) return value;
  if (tag === CODING_SCHEME_VERSION && /^[A-Z]{0,2}[\d._-]{1,12}$/.test(value)) return value;
  if (tag === CODE_VALUE && (isPublic ? CODE : LOCAL_CODE).test(value)) return value;
  const text = known(tag, value, names);
  return tag === CODE_MEANING && text !== value ? '' : text;
}

/** A public code has a digit, and no more than three letters in a row: `T-D1100`, `113040`, `RID10321`. */
const CODE = /^(?=.*\d)(?!.*[A-Za-z]{4})[A-Za-z\d._/%^*+()[\]{}:-]{1,18}$/;
const LOCAL_CODE = /^\d[\d.-]{0,9}$/;

function known(tag: Tag, text: string, names: ReadonlySet<string>): string {
  const kept: string[] = [];
  let isWhole = true;
  let hasWord = false;
  let named = 0;
  const plain = withoutAccents(text)
    .replace(DATE_OR_PHONE, (found) => '\u0000'.repeat(found.length))
    .replace(LETTERS_APART, (found) => '\u0000'.repeat(found.length));
  if (plain.includes('\u0000')) isWhole = false;
  const digits = (plain.match(/(?<![\p{L}\d.])\d+(?![\p{L}\d.])/gu) ?? []).join('').length;
  for (const raw of plain.split(/[^\p{L}\p{N}.]+/u)) {
    if (isTitle(raw)) {
      named = NAMED_AFTER_TITLE;
      isWhole = false;
      continue;
    }
    for (const token of VERSION.test(raw) ? [raw] : raw.split('.')) {
      if (token === '') continue;
      const isNumber = /^[\d.]+$/.test(token);
      const stays =
        named === 0 &&
        (isNumber
          ? VERSION.test(token) || (token.length <= 4 && digits <= MOST_DIGITS)
          : isKnownToken(tag, token, names));
      if (named > 0) named--;
      if (!stays) isWhole = false;
      else kept.push(token);
      if (stays && !isNumber && token.length > 1 && !isConnectingWord(token.toLowerCase())) hasWord = true;
    }
  }
  if (isWhole) return text;
  // A single letter beside a word that was taken out can be an initial.
  return hasWord ? kept.filter((token) => !/^\p{L}$/u.test(token)).join(' ') : '';
}

/** A version or a part number: `2.6.3`, `51.80.108.010`. */
const VERSION = /^\d{1,4}(?:\.\d{1,4}){1,4}$/;

/** Digits of separate numbers in one value. More can be a number of a person or an order. */
const MOST_DIGITS = 8;

/** Three or more letters, each by itself: `G A R N I E R`, `L.E.E`. They can spell a name. */
const LETTERS_APART = /(?<![\p{L}\p{N}])\p{L}(?:[^\p{L}\p{N}]{1,2}\p{L}){2,}(?![\p{L}\p{N}])/gu;

/** Days in several orders and with several separators, and French telephone numbers. */
const DATE_OR_PHONE =
  /(?<!\d)(?:0\d(?:[ .-]?\d{2}){4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|\d{1,2}[-/]\d{1,2}[-/]\d{2}|(?:19|20)\d{2}[ _]\d{2}[ _]\d{2}|\d{1,2}[ _]\d{1,2}[ _](?:19|20)\d{2}|(?:0[1-9]|[12]\d|3[01])[ _](?:0[1-9]|1[0-2])[ _]\d{2})(?!\d)/g;

/**
 * A word of the vocabularies, a single letter, or a designation: every run of letters in it is known
 * or has at most two letters (three in the name of a machine), and no run of digits has more than
 * four.
 */
function isKnownToken(tag: Tag, token: string, names: ReadonlySet<string>): boolean {
  const word = token.toLowerCase();
  if (isKnownWord(tag, word)) return !names.has(word);
  if (/^\p{L}+$/u.test(word) || !/^[a-z\d]+$/.test(word)) return /^[a-z]$/.test(word);
  const most = MACHINE.has(tag) ? 3 : 2;
  return (word.match(/[a-z]+|\d+/g) ?? []).every((run) =>
    /\d/.test(run) ? run.length <= 4 : (run.length <= most || isKnownWord(tag, run)) && !names.has(run),
  );
}

function isKnownWord(tag: Tag, word: string): boolean {
  return (
    isImagingWord(word) ||
    isTechnicalWord(word) ||
    (MACHINE.has(tag) && isMachineWord(word)) ||
    (FILTER.has(tag) && isFilterWord(word))
  );
}
