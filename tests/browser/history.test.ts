import { afterEach, beforeEach, expect, it } from 'vitest';
import { noWord } from '../../src/core/deidentify/text-flags.ts';
import { choicesOf, putChoices } from '../../src/storage/choices.ts';
import { type ChoiceRow } from '../../src/storage/rows/choices.ts';
import { Database } from '../../src/storage/database.ts';
import { editsOf, historyLength, putAct, turnBack } from '../../src/storage/history.ts';

let database: Database;
const name = `test-${crypto.randomUUID()}`;
beforeEach(() => {
  database = new Database(name);
});
afterEach(async () => {
  database.close();
  await database.delete();
});

const choice = (id: string, further: Partial<ChoiceRow> = {}): ChoiceRow => ({
  id,
  challengeId: 'c',
  imageId: `image of ${id}`,
  exam: id,
  frame: 0,
  center: null,
  mask: null,
  sector: null,
  text: noWord(`image of ${id}`, 0),
  labels: {},
  declared: [],
  overrides: {},
  state: 'open',
  exclusionReason: null,
  clearing: null,
  updatedAt: '',
  ...further,
});

async function act(change: Partial<ChoiceRow>, ...ids: string[]): Promise<void> {
  const stored = new Map((await choicesOf(database, 'c')).map((row) => [row.id, row]));
  const rows = ids.map((id) => ({ ...(stored.get(id) ?? choice(id)), ...change }));
  await putAct(database, 'c', rows, editsOf(stored, rows));
}
const stored = async (id: string) => (await choicesOf(database, 'c')).find((row) => row.id === id);

it('takes back every act and does it again, after the database was closed too', async () => {
  await putChoices(database, [choice('a'), choice('b')]);
  const mask = new Uint8Array(100).fill(1);
  await act({ mask }, 'a');
  await act({ center: [1, 2] }, 'a');
  await act({ state: 'accepted' }, 'a', 'b');
  database.close();
  database = new Database(name);
  expect(await historyLength(database, 'c')).toEqual({ done: 3, undone: 0 });
  expect((await turnBack(database, 'c', 'undo'))?.map(({ id, state }) => [id, state])).toEqual([
    ['a', 'open'],
    ['b', 'open'],
  ]);
  await turnBack(database, 'c', 'undo');
  expect(await stored('a')).toMatchObject({ center: null, mask });
  await turnBack(database, 'c', 'undo');
  expect(await stored('a')).toEqual(choice('a'));
  expect(await turnBack(database, 'c', 'undo')).toBeNull();
  for (let n = 0; n < 3; n++) await turnBack(database, 'c', 'redo');
  expect(await stored('a')).toMatchObject({ mask, center: [1, 2], state: 'accepted' });
  expect(await turnBack(database, 'c', 'redo')).toBeNull();
});

it('takes an act of several steps back as one, and what comes after that as another', async () => {
  await putChoices(database, [choice('a'), choice('b'), choice('c')]);
  const step = async (id: string, into?: number) => {
    const old = new Map((await choicesOf(database, 'c')).map((row) => [row.id, row]));
    const rows = [{ ...(old.get(id) ?? choice(id)), center: [7, 7] as const }];
    return putAct(database, 'c', rows, editsOf(old, rows), into);
  };
  const first = await step('a');
  await act({ declared: ['x'] }, 'a');
  expect(await step('b', first)).toBe(first);
  expect(await historyLength(database, 'c')).toEqual({ done: 2, undone: 0 });
  await turnBack(database, 'c', 'undo');
  expect((await turnBack(database, 'c', 'undo'))?.map(({ id, center }) => [id, center])).toEqual([
    ['a', null],
    ['b', null],
  ]);
  expect(await step('c', first)).not.toBe(first);
  expect(await historyLength(database, 'c')).toEqual({ done: 1, undone: 0 });
  expect(await stored('c')).toMatchObject({ center: [7, 7] });
});

it('forgets what was taken back once something else is done', async () => {
  await putChoices(database, [choice('a')]);
  await act({ center: [1, 2] }, 'a');
  await turnBack(database, 'c', 'undo');
  await act({ center: [5, 5] }, 'a');
  expect(await historyLength(database, 'c')).toEqual({ done: 1, undone: 0 });
});

it('stores the changed fields alone', async () => {
  await putChoices(database, [choice('a', { mask: new Uint8Array(1000) })]);
  await act({ center: [1, 2], updatedAt: 'later' }, 'a');
  const [row] = await database.history.toArray();
  expect(row?.edits).toEqual([
    {
      id: 'a',
      before: { center: null, updatedAt: '' },
      after: { center: [1, 2], updatedAt: 'later' },
    },
  ]);
});

it('passes over an entry that was taken away meanwhile', async () => {
  await putChoices(database, [choice('a'), choice('b')]);
  await act({ state: 'excluded' }, 'a', 'b');
  await database.choices.delete('a');
  expect((await turnBack(database, 'c', 'undo'))?.map(({ id }) => id)).toEqual(['b']);
  expect(await stored('a')).toBeUndefined();
});
