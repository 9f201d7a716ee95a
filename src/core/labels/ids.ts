import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { TableRow } from './table.ts';
import type { RepairCount } from './repairs.ts';

/** An id in the form used for comparison: trimmed, Unicode NFC. Case is significant. */
export function normaliseId(text: string, repairs?: RepairCount): string {
  const trimmed = text.trim();
  if (trimmed !== text) repairs?.add('trimmed-id', `"${text}" → ${trimmed}`);
  const id = trimmed.normalize('NFC');
  if (id !== trimmed) repairs?.add('normalised-id', id);
  return id;
}

/**
 * The id of each row (null when blank or when the row is too short), and every blank and duplicate
 * id.
 */
export function readIds(
  rows: readonly TableRow[],
  position: number,
  repairs: RepairCount,
  file?: string,
): { readonly ids: readonly (string | null)[]; readonly failures: readonly Failure[] } {
  const lines = new Map<string, number[]>();
  const failures: Failure[] = [];
  const ids = rows.map(({ line, cells }) => {
    const cell = cells[position];
    const id = cell === undefined ? null : normaliseId(cell, repairs);
    // A blank line is reported as a blank line.
    if (id === '' && cells.length > 1) failures.push(failure('labels/blank-id', { line }, file));
    if (!id) return null;
    const known = lines.get(id);
    if (known) known.push(line);
    else lines.set(id, [line]);
    return id;
  });
  for (const [id, found] of lines) {
    if (found.length > 1) failures.push(failure('labels/duplicate-id', { id, lines: found }, file));
  }
  return { ids, failures };
}
