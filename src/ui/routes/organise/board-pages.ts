import { leaderboardHtml, type Language } from '../../../core/round/leaderboard-files.ts';
import type { Leaderboard } from '../../../core/round/leaderboard.ts';
import type { PageWriter } from '../../../core/round/verify.ts';
import { formats } from '../../i18n/formats.ts';
import { both } from '../../i18n/round.ts';

const LANGUAGES: readonly Language[] = ['en', 'fr'];

/** The leaderboard as one HTML page without other files. */
export const boardPage = (board: Leaderboard, language: Language): string =>
  leaderboardHtml(board, language, both[language].page, (value) => formats[language].number(value, 2));

/** The pages of a results package, by path. */
export const boardPages = (board: Leaderboard): ReadonlyMap<string, string> =>
  new Map(LANGUAGES.map((language) => [`leaderboard.${language}.html`, boardPage(board, language)]));

/** Writes the pages to compare those of a results package with. No pages for another version of the application: its words may differ. */
export const pagesOf = (version: string): PageWriter =>
  version === import.meta.env.VERSION ? boardPages : () => null;
