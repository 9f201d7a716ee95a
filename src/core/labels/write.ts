import type { LabelValue } from './values.ts';

/**
 * Writes a table as CSV: RFC 4180 quotes where needed, comma, LF, UTF-8 without a byte-order mark.
 * The same rows give the same bytes. Booleans are 1 and 0, a blank is empty, numbers have the
 * shortest digits that read back as the same double.
 */
export function writeTable(
  columns: readonly string[],
  rows: Iterable<Readonly<Record<string, LabelValue>>>,
): Uint8Array<ArrayBuffer> {
  const lines = [columns.map(quote).join(',')];
  for (const row of rows) lines.push(columns.map((column) => quote(written(row[column] ?? null))).join(','));
  // A single blank cell would be read as an empty line.
  const text = lines.map((line) => (line === '' ? '""' : line)).join('\n');
  return new TextEncoder().encode(text + '\n');
}

function written(value: LabelValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return Object.is(value, -0) ? '-0' : String(value);
}

const quote = (text: string): string =>
  /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
