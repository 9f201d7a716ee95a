import { noWord } from '../core/deidentify/text-flags.ts';
import type { Database } from './database.ts';
import { type ChoiceRow } from './rows/choices.ts';

export async function choicesOf(database: Database, challengeId: string): Promise<ChoiceRow[]> {
  const rows: (Omit<ChoiceRow, 'text'> & Partial<ChoiceRow>)[] = await database.choices
    .where({ challengeId })
    .toArray();
  // Rows stored before text detection existed have none.
  return rows.map((row) => ({ ...row, text: row.text ?? noWord(row.imageId, row.frame) }));
}

export const putChoices = (database: Database, rows: readonly ChoiceRow[]) =>
  database.choices.bulkPut([...rows]);

export const deleteChoices = (database: Database, ids: readonly string[]) =>
  database.choices.bulkDelete([...ids]);
