import type { ChallengeDefinition } from '../definition/definition.ts';
import { failure, type Failure } from '../failure.ts';
import type { Point } from '../measure.ts';
import { failed, success, type Result } from '../result.ts';
import { matchColumns } from './columns.ts';
import { readTable } from './csv.ts';
import { RepairCount, type Repair } from './repairs.ts';
import { readBoolean, readCategory, readNumber } from './values.ts';

/** One line of a table of rows: image of the input, position of its crop, and its labels. */
export interface ImageRowEntry {
  readonly line: number;
  /** Path under the imported folder, with forward slashes. */
  readonly file: string;
  /** Counted from 0. null: the application chooses. */
  readonly frame: number | null;
  /** Crop centre in source pixels. Null when the table does not give it. */
  readonly center: Point | null;
  /** Path of a NIfTI mask. Null when there is none. */
  readonly mask: string | null;
  readonly labels: Readonly<Record<string, string | boolean>>;
}

export interface ImageRows {
  readonly rows: readonly ImageRowEntry[];
  readonly repairs: readonly Repair[];
}

const PLACES = ['frame', 'x', 'y', 'mask'] as const;

/**
 * Reads a table of rows: columns `file`, optional `frame`, `x`, `y` (pixels, centres at integers),
 * `mask`, then the definition's reference columns. Reports every fault together.
 */
export function readImageRows(
  bytes: Uint8Array,
  definition: ChallengeDefinition,
  name?: string,
): Result<ImageRows, readonly Failure[]> {
  const read = readTable(bytes, name);
  if (!read.ok) return read;
  const table = read.value;
  const repairs = new RepairCount();
  const columns = definition.labels.reference;
  const lower = table.header.map((header) => header.trim().toLowerCase());
  // `file` takes the role that the id has in a reference. The position columns are removed before
  // the label columns are matched.
  const header = table.header.map((text, position) => {
    const word = lower[position] ?? '';
    return word === 'file' ? 'id' : PLACES.some((place) => place === word) ? word : text;
  });
  const present = PLACES.filter((place) => lower.includes(place));
  const optional = columns.filter((column) => column.optional === true).map((column) => column.name);
  const wanted = columns.map((column) => column.name);
  const match = matchColumns(header, [...present, ...wanted], repairs, name);
  const failures = match.failures.filter(
    (one) => !(one.code === 'labels/missing-column' && optional.includes(one.details.column)),
  );
  if (failures.length > 0 || match.id === null) {
    return failed(
      failures.length > 0
        ? failures
        : [failure('labels/missing-column', { column: 'file', found: table.header }, name)],
    );
  }

  const rows: ImageRowEntry[] = [];
  for (const { line, cells } of table.rows) {
    const cell = (column: string) => cells[match.positions.get(column) ?? -1]?.trim() ?? '';
    const file = (cells[match.id] ?? '').trim().replaceAll('\\', '/').replace(/^\.\//, '');
    const place = (column: string) => ({ line, column, id: file });
    const number = (column: string) => {
      const text = cell(column);
      if (text === '') return null;
      const value = readNumber(text, table.separator, place(column), repairs, name);
      if ('value' in value) return value.value;
      failures.push(value.failure);
      return null;
    };
    const labels: Record<string, string | boolean> = {};
    for (const column of columns) {
      const text = cell(column.name);
      if (text === '') {
        if (column.type === 'category' && match.positions.has(column.name)) labels[column.name] = '';
        continue;
      }
      const value =
        column.type === 'boolean'
          ? readBoolean(text, place(column.name), repairs, name)
          : readCategory(text, column, place(column.name), repairs, name);
      if ('value' in value) labels[column.name] = value.value;
      else failures.push(value.failure);
    }
    const frame = number('frame');
    const x = number('x');
    const y = number('y');
    rows.push({
      line,
      file,
      frame: frame === null ? null : Math.round(frame),
      center: x === null || y === null ? null : [x, y],
      mask: cell('mask').replaceAll('\\', '/').replace(/^\.\//, '') || null,
      labels,
    });
  }
  return failures.length > 0
    ? failed(failures)
    : success({ rows, repairs: [...table.repairs, ...repairs.list()] });
}
