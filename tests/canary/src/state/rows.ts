// Planted errors: the state hands on storage rows, by an export, under another name and inside a type of its own.
import type { ChoiceRow } from '../../../../src/storage/rows/choices.ts';

export type { ImageRow } from '../../../../src/storage/rows/images.ts';
export type { ChoiceRow };
export type Renamed = ChoiceRow;
export interface Line {
  readonly choices: readonly ChoiceRow[];
}
