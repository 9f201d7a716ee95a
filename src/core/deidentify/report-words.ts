import { isPrivate, keywordOf } from '../dicom/dictionary.ts';
import { READING_OUTCOMES, type ReportedText, type TextTotals } from './report-text.ts';
import type { LeftOut, ReportedImage, TreatedAttribute } from './report.ts';
import { tagOfPath } from './report.ts';
import { en, type ReportTexts } from './report-texts/en.ts';
import { fr } from './report-texts/fr.ts';
import type { Rule } from './rule.ts';

export type { ReportTexts } from './report-texts/en.ts';

/** Wording of the report by language, used on the screen and in the file. */
export const REPORT_TEXTS: Readonly<Record<'en' | 'fr', ReportTexts>> = { en, fr };

/** `(0010,0010)`. */
export const printedTag = (tag: string): string => `(${tag.slice(0, 4)},${tag.slice(4)})`;

/**
 * Keywords from the outermost to the innermost. A private or unknown attribute is shown by its tag.
 */
export function attributeName(path: string): string {
  return path
    .split('.')
    .map((part) => {
      const tag = tagOfPath(part);
      return (keywordOf(tag) ?? printedTag(tag)) + (part.endsWith('[]') && path.endsWith(part) ? ' []' : '');
    })
    .join(' › ');
}

/** The rule in words: `Table E.1-1 (0010,0010)`, and its content. */
export function ruleWords(rule: Rule, action: TreatedAttribute['action'] | null, words: ReportTexts): string {
  if (rule.source === 'E.1-1') {
    const row = rule.row === 'PRIVATE' ? words.allPrivate : printedTag(rule.row ?? '');
    return `E.1-1 ${row}`;
  }
  if (rule.source === 'unlisted' && action !== null)
    return `${words.source.unlisted} · ${words.unlisted[action]}`;
  return words.source[rule.source];
}

/** The action code and the option that took precedence over it: `X/Z`, or `K · Retain UIDs`. */
export function codeWords({ code, option }: Rule, words: ReportTexts): { code: string; option: string } {
  return {
    code: option?.code ?? code ?? '',
    option: option ? `${words.optionName[option.column]}${code === undefined ? '' : ` (${code})`}` : '',
  };
}

/** The name of an attribute that a rule of the table treats. */
export function rowName(rule: Rule, tag: string | null): string {
  if (rule.row === 'PRIVATE' || (tag !== null && isPrivate(tag))) return '';
  return tag === null ? '' : (keywordOf(tag) ?? '');
}

type Row = readonly [name: string, count: number];

/** What the package does not contain, row by row. */
export const leftRows = (left: LeftOut, words: ReportTexts): readonly Row[] => [
  [words.leftOf.open, left.open],
  [words.leftOf.excluded, left.excluded],
  [words.leftOf.notCleared, left.notCleared],
  [words.leftOf.openText, left.openText.images],
  [words.leftOf.notLooked, left.notLooked],
];

const ANSWERS = ['black', 'no-identity', 'open'] as const;

/** Sums for written text, row by row; only readings that occur. */
export const textRows = (text: TextTotals, words: ReportTexts): readonly Row[] => [
  [words.textLooked, text.looked],
  ...(text.notLooked > 0 ? [[words.textNotLooked, text.notLooked] as const] : []),
  [words.textPlaces, text.places],
  ...ANSWERS.map((answer) => [words.answer[answer], text.answers[answer]] as const),
  ...([...READING_OUTCOMES, 'not-run'] as const).flatMap((outcome) =>
    text.readings[outcome] > 0 ? [[words.readings[outcome], text.readings[outcome]] as const] : [],
  ),
];

/** The written text of one image in one line. */
export function textWords(text: ReportedText | null, words: ReportTexts): string {
  if (text === null) return words.notRecorded;
  const counts = ANSWERS.flatMap((answer) => {
    const count = text.places.filter((place) => place.answer === answer).length;
    return count > 0 ? [`${words.number(count)} ${words.answer[answer]}`] : [];
  });
  return counts.length === 0 ? words.textNone : counts.join(', ');
}

/** What a reader of the report should check in one image. */
export function exceptionsOf(
  { unmet, overridden, text, digest, recognizable }: ReportedImage,
  words: ReportTexts,
): readonly string[] {
  const places = (answer: 'open' | 'no-identity') =>
    text?.places.filter((place) => place.answer === answer).length ?? 0;
  const outcome = text?.reading?.outcome ?? 'not-run';
  const read = outcome === 'unreadable' || outcome === 'identifier' || outcome === 'not-run';
  return [
    ...unmet.map((one) => `${one} · ${overridden.includes(one) ? words.acceptedAnyway : words.unmet}`),
    ...(places('open') > 0 ? [words.openPlaces(places('open'))] : []),
    ...(digest !== null && text && read ? [words.readings[outcome]] : []),
    ...(recognizable ? [words.mayShowFace] : []),
  ];
}
