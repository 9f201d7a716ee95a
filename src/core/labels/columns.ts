import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { fold } from './fold.ts';
import type { RepairCount } from './repairs.ts';

/** The name of the column that identifies a row, in references and predictions alike. */
export const ID_COLUMN = 'id';

export interface ColumnMatch {
  /** Position of the id column in the header. Null when there is none. */
  readonly id: number | null;
  /** Position in the header of each column found. */
  readonly positions: ReadonlyMap<string, number>;
  /** Columns of the file besides the id, known and unknown. */
  readonly others: readonly number[];
  readonly failures: readonly Failure[];
}

/**
 * Finds the id and the named columns in a header. An exact name has priority. Otherwise accents,
 * case, spaces and a final `(0/1)` are ignored, if exactly one column then matches. An unnamed
 * first column is the id if there is no other. Failures: every missing, unknown and duplicate
 * column. Duplicate headers of one spelling are reported by the table itself.
 */
export function matchColumns(
  header: readonly string[],
  columns: readonly string[],
  repairs: RepairCount,
  file?: string,
): ColumnMatch {
  const names = [ID_COLUMN, ...columns];
  const chosen = header.map((name) => (names.includes(name) ? name : null));
  header.forEach((name, position) => {
    if (chosen[position] !== null) return;
    const alike = names.filter((one) => foldName(one) === foldName(name));
    chosen[position] = alike.length === 1 ? (alike[0] ?? null) : null;
  });
  const unnamedId = header[0] === '' && !chosen.includes(ID_COLUMN);
  if (unnamedId) chosen[0] = ID_COLUMN;

  const positions = new Map<string, number>();
  const failures: Failure[] = [];
  for (const name of names) {
    const found = header.map((_, position) => position).filter((position) => chosen[position] === name);
    const exact = found.find((position) => header[position] === name);
    const position = exact ?? found[0];
    if (position === undefined) {
      failures.push(failure('labels/missing-column', { column: name, found: header }, file));
      continue;
    }
    positions.set(name, position);
    const spellings = [...new Set(found.map((one) => header[one] ?? ''))];
    if (spellings.length > 1) {
      failures.push(failure('labels/duplicate-column', { column: name, headers: spellings }, file));
    }
    if (name === ID_COLUMN && unnamedId) repairs.add('unnamed-id-column', '"" → id');
    else if (header[position] !== name) repairs.add('header-spelling', `${header[position]} → ${name}`);
  }
  header.forEach((name, position) => {
    if (chosen[position] === null && header.indexOf(name) === position) {
      failures.push(
        failure('labels/unknown-column', { header: name, position: position + 1, expected: names }, file),
      );
    }
  });
  const id = positions.get(ID_COLUMN) ?? null;
  positions.delete(ID_COLUMN);
  const others = header.map((_, position) => position).filter((position) => chosen[position] !== ID_COLUMN);
  return { id, positions, others, failures };
}

const foldName = (name: string): string => fold(name).replace(/ ?\(0\/1\)$/, '');
