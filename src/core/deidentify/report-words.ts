import { isPrivate, keywordOf } from '../dicom/dictionary.ts';
import type { TreatedAttribute } from './report.ts';
import { tagOfPath } from './report.ts';
import { en, type ReportTexts } from './report-texts/en.ts';
import { fr } from './report-texts/fr.ts';
import type { Rule } from './rule.ts';

export type { ReportTexts } from './report-texts/en.ts';

/** Words of the report by language; the screen and the file use the same. */
export const REPORT_TEXTS: Readonly<Record<'en' | 'fr', ReportTexts>> = { en, fr };

/** `(0010,0010)`. */
export const printedTag = (tag: string): string => `(${tag.slice(0, 4)},${tag.slice(4)})`;

/** Keywords from the outside in; a private or unknown attribute by its tag. */
export function attributeName(path: string): string {
  return path
    .split('.')
    .map((part) => {
      const tag = tagOfPath(part);
      return (keywordOf(tag) ?? printedTag(tag)) + (part.endsWith('[]') && path.endsWith(part) ? ' []' : '');
    })
    .join(' › ');
}

/** The rule in words: `Table E.1-1 (0010,0010)`, and what it said. */
export function ruleWords(rule: Rule, action: TreatedAttribute['action'] | null, words: ReportTexts): string {
  if (rule.source === 'E.1-1') {
    const row = rule.row === 'PRIVATE' ? words.allPrivate : printedTag(rule.row ?? '');
    return `E.1-1 ${row}`;
  }
  if (rule.source === 'unlisted' && action !== null)
    return `${words.source.unlisted} · ${words.unlisted[action]}`;
  return words.source[rule.source];
}

/** The action code and the option that went before it: `X/Z`, or `K · Retain UIDs`. */
export function codeWords({ code, option }: Rule, words: ReportTexts): { code: string; option: string } {
  return {
    code: option?.code ?? code ?? '',
    option: option ? `${words.optionName[option.column]}${code === undefined ? '' : ` (${code})`}` : '',
  };
}

/** An attribute that a rule of the table treats, named. */
export function rowName(rule: Rule, tag: string | null): string {
  if (rule.row === 'PRIVATE' || (tag !== null && isPrivate(tag))) return '';
  return tag === null ? '' : (keywordOf(tag) ?? '');
}
