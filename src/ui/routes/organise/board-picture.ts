import { cellText, type LeaderboardWords } from '../../../core/round/leaderboard-files.ts';
import type { Leaderboard } from '../../../core/round/leaderboard.ts';
import { format, inLanguage } from '../../i18n/format.ts';

const FONT = 'system-ui, sans-serif';
const ROW = 34;
const PADDING = 32;
const TEAM = 260;
const COLUMN = 170;
const HEAD = 74;

/** The leaderboard as a picture, black on white, at twice the screen resolution for print. */
export async function boardPicture(board: Leaderboard, words: LeaderboardWords): Promise<Blob> {
  const width = 2 * PADDING + TEAM + COLUMN * board.challenges.length;
  const height = 2 * PADDING + 48 + HEAD + ROW * board.rows.length + 36;
  const canvas = new OffscreenCanvas(2 * width, 2 * height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.scale(2, 2);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'middle';

  const write = (
    text: string,
    x: number,
    y: number,
    style: string,
    align: CanvasTextAlign,
    room: number,
    color = '#14191c',
  ) => {
    context.font = `${style} ${FONT}`;
    context.textAlign = align;
    context.fillStyle = color;
    context.fillText(shortened(context, text, room), x, y);
  };

  write(board.name, PADDING, PADDING + 16, '600 24px', 'left', width - 2 * PADDING);
  const top = PADDING + 48;
  write(words.team, PADDING, top + HEAD - 18, '600 14px', 'left', TEAM);
  const right = (column: number) => PADDING + TEAM + COLUMN * (column + 1);
  board.challenges.forEach(({ title }, column) => {
    const lines = wrapped(context, inLanguage(title), COLUMN - 16);
    lines.forEach((line, index) =>
      write(
        line,
        right(column),
        top + HEAD - 18 - 18 * (lines.length - 1 - index),
        '600 14px',
        'right',
        COLUMN,
      ),
    );
  });
  const rule = (y: number, color: string) => {
    context.fillStyle = color;
    context.fillRect(PADDING, y, width - 2 * PADDING, 1);
  };
  rule(top + HEAD, '#505d65');
  board.rows.forEach(({ team, cells }, row) => {
    const y = top + HEAD + ROW * (row + 0.5);
    write(team, PADDING, y, '400 15px', 'left', TEAM - 12);
    cells.forEach((cell, column) => {
      const text = cellText(cell, words, (value) => format().number(value, 2));
      write(text, right(column), y, cell?.rank === 1 ? '700 15px' : '400 15px', 'right', COLUMN - 8);
    });
    rule(top + HEAD + ROW * (row + 1), '#d0d7db');
  });
  write(words.foot, PADDING, height - PADDING + 4, '400 12px', 'left', width - 2 * PADDING, '#505d65');
  return canvas.convertToBlob({ type: 'image/png' });
}

function shortened(context: OffscreenCanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** Breaks a text between words into at most three lines. */
function wrapped(context: OffscreenCanvasRenderingContext2D, text: string, room: number): string[] {
  context.font = `600 14px ${FONT}`;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length === 0) lines.push(word);
    else if (context.measureText(longer).width <= room || lines.length === 3)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
