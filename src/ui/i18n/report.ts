import { REPORT_TEXTS, type ReportTexts } from '../../core/deidentify/report-words.ts';
import { locale } from '../../state/shell/locale.svelte.ts';
import { area } from './area.ts';
import { report as en } from './en/report.ts';
import { report as fr } from './fr/report.ts';

export const t = area(en, fr);

/** Words that the report file also uses. */
export const reportTexts = (): ReportTexts => REPORT_TEXTS[locale.current];
