// A declaration of a module cannot be imported, and programs that reach this file from tests must find it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./papaparse.d.ts" />
import papaparse from 'papaparse/papaparse.js';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { decodeText } from './encoding.ts';
import { RepairCount } from './repairs.ts';
import type { Separator, Table, TableRow } from './table.ts';
import { afterSeparatorLine, isBlank, withoutBlankEnds, withoutFormulas } from './sheet.ts';
const SEPARATORS: readonly Separator[] = [',', ';', '\t'];

/**
 * The readable content of a file, and every fault of its form. Rows whose length differs from the
 * header's are in `table` unchanged.
 */
export interface ParsedTable {
  /** Null when nothing after the fault can be trusted (encoding, quotes). */
  readonly table: Table | null;
  readonly failures: readonly Failure[];
}

/**
 * Reads a CSV file: UTF-8, UTF-16 or Windows-1252; `,` `;` or tab, also as named by a first line
 * `sep=;`; RFC 4180 quotes; Excel's `="007"`; LF, CRLF or CR. Blank cells and rows at the end are
 * left out. Reports every fault of the file's form together: empty, not text, quotes, ragged rows,
 * blank lines, duplicate headers.
 */
export function readTable(bytes: Uint8Array, file?: string): Result<Table, readonly Failure[]> {
  const { table, failures } = parseTable(bytes, file);
  return table && failures.length === 0 ? success(table) : failed(failures);
}

/**
 * Like `readTable`, for readers that also search for faults of the content, so that all faults are
 * reported together.
 */
export function parseTable(bytes: Uint8Array, file?: string): ParsedTable {
  const repairs = new RepairCount();
  const decoded = decodeText(bytes, repairs, file);
  if (!decoded.ok) return { table: null, failures: [decoded.failure] };
  const whole = decoded.value.text.replace(/\r\n?/g, '\n');
  const named = afterSeparatorLine(whole);
  const text = named?.text ?? whole;
  /** Lines of the file before the header. */
  const before = named ? 1 : 0;
  if (text.trim() === '') return { table: null, failures: [failure('labels/empty-file', {}, file)] };
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const details = { line: before + lineAt(text, nul) };
    return { table: null, failures: [failure('labels/not-text', details, file)] };
  }

  if (named) repairs.add('separator-line', `sep=${named.separator === '\t' ? 'tab' : named.separator}`);
  const separator = named?.separator ?? separatorOf(text);
  if (separator !== ',') repairs.add('separator', `${separator === '\t' ? 'tab' : separator} → ,`);
  const parsed = papaparse.parse(text, { delimiter: separator, newline: '\n', quoteChar: '"' });
  if (parsed.errors.length > 0)
    return { table: null, failures: quoteFailures(text, parsed.errors, before, file) };

  const records = withLines(withoutFormulas(parsed.data, repairs), before + 1);
  // The line break at the end of the last line does not start a new line. Any further line break
  // does.
  if (records.at(-1)?.cells.length === 1 && isBlank(records.at(-1))) records.pop();
  let empty = 0;
  while (isBlank(records.at(-1))) {
    records.pop();
    empty++;
  }
  if (empty > 0) repairs.add('trailing-empty-lines', undefined, empty);

  const [first, ...rest] = records;
  if (!first || isBlank(first))
    return { table: null, failures: [failure('labels/blank-line', { line: before + 1 }, file)] };
  const names = first.cells.map((name) => name.trim());
  const { header, rows } = withoutBlankEnds(names, rest, repairs);
  const failures = [...duplicates(header, file)];
  for (const row of rows) {
    const { line, cells } = row;
    if (cells.length === 1 && isBlank(row)) {
      failures.push(failure('labels/blank-line', { line }, file));
    } else if (cells.length !== header.length) {
      const details = { line, expected: header.length, got: cells.length, separator };
      failures.push(failure('labels/ragged-row', details, file));
    }
  }
  const table: Table = { header, rows, separator, encoding: decoded.value.encoding, repairs: repairs.list() };
  return { table, failures };
}

/**
 * The separator that splits the header most often outside quotes; separators after the last name
 * split nothing. For equal counts `;` or tab, because commas also occur inside names.
 */
function separatorOf(text: string): Separator {
  const counts: Record<Separator, number> = { ',': 0, ';': 0, '\t': 0 };
  let since = { ...counts };
  let quoted = false;
  let fieldStart = true;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (character === '"' && (quoted || fieldStart)) quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n') break;
    // A doubled quote inside a field closes and reopens it here, so the count stays right.
    fieldStart =
      (character === '"' && text[index + 1] === '"') || SEPARATORS.includes(character as Separator);
    if (fieldStart && character !== '"') since[character as Separator]++;
    else if (character.trim() !== '') {
      for (const separator of SEPARATORS) counts[separator] += since[separator];
      since = { ',': 0, ';': 0, '\t': 0 };
    }
  }
  const most = Math.max(counts[','], counts[';'], counts['\t']);
  if (most === 0) return ',';
  return ([';', '\t', ','] as const).find((separator) => counts[separator] === most) ?? ',';
}

/**
 * Remaining line breaks are inside quoted fields. So a record has one line more than its fields
 * have breaks.
 */
function withLines(records: readonly (readonly string[])[], first: number): TableRow[] {
  let line = first;
  return records.map((cells) => {
    const row = { line, cells };
    line++;
    for (const cell of cells) {
      for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) line++;
    }
    return row;
  });
}

function* duplicates(header: readonly string[], file?: string): Generator<Failure> {
  const positions = new Map<string, number[]>();
  header.forEach((name, index) => positions.set(name, [...(positions.get(name) ?? []), index + 1]));
  for (const [name, found] of positions) {
    if (found.length > 1) yield failure('labels/duplicate-header', { header: name, positions: found }, file);
  }
}

function quoteFailures(
  text: string,
  errors: readonly { readonly code: string; readonly index?: number }[],
  before: number,
  file?: string,
): Failure[] {
  // After the first fault of a field the parser keeps searching for its end, and can report the
  // same field again.
  const seen = new Set<number>();
  const failures: Failure[] = [];
  for (const { code, index } of errors) {
    const line = before + lineAt(text, index ?? 0);
    if (seen.has(line)) continue;
    seen.add(line);
    const name = code === 'MissingQuotes' ? 'labels/unclosed-quote' : 'labels/malformed-quote';
    failures.push(failure(name, { line }, file));
  }
  return failures;
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
