import type { Separator, TableRow } from './table.ts';
import type { RepairCount } from './repairs.ts';

/** What spreadsheet programs add to a table. It holds no value, so it is left out. */

/**
 * The text after the line `sep=;`, with which a spreadsheet program names the separator; null when
 * there is none. Some programs pad this line with separators.
 */
export function afterSeparatorLine(
  text: string,
): { readonly separator: Separator; readonly text: string } | null {
  const [line, separator] = /^\ufeff?"?sep=([,;\t])"?(?:[ \t]|\1)*\n/i.exec(text) ?? [];
  return line === undefined ? null : { separator: separator as Separator, text: text.slice(line.length) };
}

/** Excel's form of a text that looks like a number: `="007"` is read as `007`. */
export function withoutFormulas(records: readonly string[][], repairs: RepairCount): readonly string[][] {
  return records.map((cells) =>
    cells.map((cell) => {
      const text = /^="((?:[^"]|"")*)"$/.exec(cell)?.[1];
      if (text === undefined) return cell;
      const plain = text.replaceAll('""', '"');
      repairs.add('formula-text', `${cell} → ${plain}`);
      return plain;
    }),
  );
}

/** A line without any text between its separators. */
export const isBlank = (row: TableRow | undefined): boolean =>
  row !== undefined && row.cells.every((cell) => cell.trim() === '');

/**
 * Cuts blank cells at the end of the rows, beyond the last column that has a name: a spreadsheet
 * program writes them where a cell was once filled. A cell that is not blank keeps its column.
 */
export function withoutBlankEnds(
  header: readonly string[],
  rows: readonly TableRow[],
  repairs: RepairCount,
): { readonly header: readonly string[]; readonly rows: readonly TableRow[] } {
  const named = header.findLastIndex((name) => name !== '') + 1;
  const isFree = named > 0 && rows.every((row) => lengthOf(row.cells) <= named);
  const width = isFree ? named : header.length;
  let count = width < header.length ? 1 : 0;
  const cut = rows.map((row) => {
    const length = Math.max(width, lengthOf(row.cells));
    if (row.cells.length <= length) return row;
    count++;
    return { ...row, cells: row.cells.slice(0, length) };
  });
  if (count > 0) repairs.add('trailing-empty-cells', undefined, count);
  return { header: header.slice(0, width), rows: cut };
}

/** Number of cells up to the last one that is not blank. */
const lengthOf = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell.trim() !== '') + 1;
