import type { Encoding } from './encoding.ts';
import type { Repair } from './repairs.ts';

/** The character between two cells. */
export type Separator = ',' | ';' | '\t';

/** A table as read from a file. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  readonly separator: Separator;
  readonly encoding: Encoding;
  readonly repairs: readonly Repair[];
}

export interface TableRow {
  /** 1-based line of the file where the row starts. */
  readonly line: number;
  readonly cells: readonly string[];
}
