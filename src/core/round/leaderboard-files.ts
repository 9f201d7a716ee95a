import { writeTable } from '../labels/write.ts';
import type { Leaderboard, LeaderboardCell } from './leaderboard.ts';

export const CSV_PATH = 'leaderboard.csv';

export type Language = 'fr' | 'en';

/** Texts of the page in its language. */
export interface LeaderboardWords {
  readonly team: string;
  readonly late: string;
  readonly undefined: string;
  readonly interval: string;
  readonly rank: string;
  /** One sentence under the table. */
  readonly foot: string;
}

/** A cell as the table shows it: `0.86`, `0.86 (Late)`, empty. */
export function cellText(
  cell: LeaderboardCell | null,
  words: Pick<LeaderboardWords, 'late' | 'undefined'>,
  number: (value: number) => string = (value) => value.toFixed(2),
): string {
  if (cell === null) return '';
  const value = cell.total === null ? words.undefined : number(cell.total);
  return cell.late ? `${value} (${words.late})` : value;
}

/**
 * leaderboard.csv: one row per team. For each challenge: the unrounded total, its interval, the
 * rank, and whether it was late.
 */
export function leaderboardCsv({ challenges, rows }: Leaderboard): Uint8Array<ArrayBuffer> {
  const columns = challenges.flatMap(({ id }) => [
    id,
    `${id} lower`,
    `${id} upper`,
    `${id} rank`,
    `${id} late`,
  ]);
  return writeTable(
    ['team', ...columns],
    rows.map(({ team, cells }) => ({
      team,
      ...Object.fromEntries(
        challenges.flatMap(({ id }, index) => {
          const cell = cells[index] ?? null;
          return [
            [id, cell?.total ?? null],
            [`${id} lower`, cell?.interval?.[0] ?? null],
            [`${id} upper`, cell?.interval?.[1] ?? null],
            [`${id} rank`, cell?.rank ?? null],
            [`${id} late`, cell?.late ?? null],
          ];
        }),
      ),
    })),
  );
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:.4rem .7rem;border-bottom:1px solid #8886;text-align:right}
th:first-child{text-align:left}thead th{vertical-align:bottom}small{display:block;opacity:.75}.first{font-weight:700}div{overflow-x:auto}`;

/** leaderboard.html: one self-contained file. */
export function leaderboardHtml(
  board: Leaderboard,
  language: Language,
  words: LeaderboardWords,
  number: (value: number) => string,
): string {
  const cellHtml = (cell: LeaderboardCell | null): string => {
    if (cell === null) return '<td></td>';
    const rank = cell.rank === null ? '' : ` title="${escaped(`${words.rank} ${cell.rank}`)}"`;
    const [lower, upper] = cell.interval ?? [];
    const interval =
      lower === undefined || upper === undefined ? '' : `<small>${number(lower)}–${number(upper)}</small>`;
    const first = cell.rank === 1 ? ' class="first"' : '';
    return `<td${first}${rank}>${escaped(cellText(cell, words, number))}${interval}</td>`;
  };
  const head = board.challenges
    .map(({ title }) => `<th scope="col">${escaped(title[language])}</th>`)
    .join('');
  const body = board.rows
    .map(({ team, cells }) => `<tr><th scope="row">${escaped(team)}</th>${cells.map(cellHtml).join('')}</tr>`)
    .join('\n');
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(board.name)}</title>
<style>${STYLE}</style></head>
<body><h1>${escaped(board.name)}</h1>
<div><table><thead><tr><th scope="col">${escaped(words.team)}</th>${head}</tr></thead>
<tbody>
${body}
</tbody></table></div>
<p>${escaped(words.interval)} ${escaped(words.foot)}</p></body></html>
`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
