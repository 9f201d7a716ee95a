import { noWord } from '../core/deidentify/text-flags.ts';
import type { Database } from './database.ts';
import { type ChoiceRow } from './rows/choices.ts';

type Stored = Omit<ChoiceRow, 'text'> & Partial<ChoiceRow>;

/** Rows stored by a version that did not search for text have none. */
const withText = (row: Stored): ChoiceRow => ({ ...row, text: row.text ?? noWord(row.imageId, row.frame) });

export async function choicesOf(database: Database, challengeId: string): Promise<ChoiceRow[]> {
  const rows: Stored[] = await database.choices.where({ challengeId }).toArray();
  return rows.map(withText);
}

/** The stored rows among these ids. */
export async function choicesWith(database: Database, ids: readonly string[]): Promise<ChoiceRow[]> {
  const rows: (Stored | undefined)[] = await database.choices.bulkGet([...ids]);
  return rows.flatMap((row) => (row ? withText(row) : []));
}

export const putChoices = (database: Database, rows: readonly ChoiceRow[]) =>
  database.choices.bulkPut([...rows]);

export const deleteChoices = (database: Database, ids: readonly string[]) =>
  database.choices.bulkDelete([...ids]);
