import type { ChallengeDefinition, Column } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { matchColumns } from './columns.ts';
import type { Separator } from './table.ts';
import { parseTable } from './csv.ts';
import { readIds } from './ids.ts';
import type { Repair } from './repairs.ts';
import { RepairCount } from './repairs.ts';
import { brokenRules } from './validate.ts';
import type { Cell, LabelValue, LabelValues } from './values.ts';
import { readBoolean, readCategory, readNumber } from './values.ts';

/** The truth of a challenge, one row per case, in the file's order. */
export interface Reference {
  readonly rows: readonly ReferenceRow[];
  readonly repairs: readonly Repair[];
  /** Violations of the definition's label rules. They are reported, never corrected. */
  readonly warnings: readonly Failure[];
}

export interface ReferenceRow {
  /** Trimmed, NFC. */
  readonly id: string;
  /** 1-based line of the file. */
  readonly line: number;
  /** By the definition's column names. */
  readonly labels: LabelValues;
}

/**
 * Reads a reference CSV by a definition. Reports every fault together, each with its line, column
 * and value.
 */
export function readReference(
  bytes: Uint8Array,
  definition: ChallengeDefinition,
  file?: string,
): Result<Reference, readonly Failure[]> {
  const { table, failures: form } = parseTable(bytes, file);
  if (!table) return failed(form);
  const repairs = new RepairCount();
  const columns = definition.labels.reference;
  const match = matchColumns(
    table.header,
    columns.map(({ name }) => name),
    repairs,
    file,
  );
  const failures = [...form, ...match.failures];
  if (table.rows.length === 0) failures.push(failure('labels/no-rows', {}, file));

  const { ids, failures: idFailures } =
    match.id === null ? { ids: [], failures: [] } : readIds(table.rows, match.id, repairs, file);
  failures.push(...idFailures);

  const rows: ReferenceRow[] = [];
  const warnings: Failure[] = [];
  table.rows.forEach(({ line, cells }, index) => {
    if (cells.length !== table.header.length) return;
    const id = ids[index] ?? null;
    const labels: Record<string, LabelValue> = {};
    for (const column of columns) {
      const text = cells[match.positions.get(column.name) ?? -1];
      if (text === undefined) continue;
      const cell = readLabel(text, column, table.separator, { line, id, column: column.name }, repairs, file);
      if ('failure' in cell) failures.push(cell.failure);
      else labels[column.name] = cell.value;
    }
    if (id === null) return;
    rows.push({ id, line, labels });
    warnings.push(...brokenRules(definition, labels, { line, id }, file));
  });
  return failures.length > 0
    ? failed(failures)
    : success({ rows, repairs: [...table.repairs, ...repairs.list()], warnings });
}

function readLabel(
  text: string,
  column: Column,
  separator: Separator,
  place: { readonly line: number; readonly id: string | null; readonly column: string },
  repairs: RepairCount,
  file?: string,
): Cell<LabelValue> {
  if (text.trim() === '') {
    return column.optional ? { value: null } : { failure: failure('labels/blank-value', place, file) };
  }
  if (column.type === 'boolean') return readBoolean(text, place, repairs, file);
  if (column.type === 'number') return readNumber(text, separator, place, repairs, file);
  return readCategory(text, column, place, repairs, file);
}
