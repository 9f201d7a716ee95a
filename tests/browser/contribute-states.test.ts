import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PRESETS } from '../../src/core/challenge/presets.ts';
import { failure } from '../../src/core/failure.ts';
import { failed, success } from '../../src/core/result.ts';
import { Contribute } from '../../src/state/contribute/contribute.svelte.ts';
import { Desk } from '../../src/state/contribute/desk/desk.svelte.ts';
import { blockedOf } from '../../src/storage/blocked.ts';
import { choicesOf } from '../../src/storage/choices.ts';
import { Database } from '../../src/storage/database.ts';
import { historyLength } from '../../src/storage/history.ts';
import { putImage } from '../../src/storage/images.ts';
import { object } from '../../src/storage/objections.ts';
import type { ChoiceRow } from '../../src/storage/rows/choices.ts';
import { putScannerSector } from '../../src/storage/scanner-sectors.ts';
import { effectRoot } from './fixtures/effect-root.svelte.ts';

const definition = PRESETS.find(({ preprocessing }) => preprocessing.mask === 'sector')!;
const challengeId = definition.id;
const full = () => {
  throw new DOMException('full', 'QuotaExceededError');
};
const local = { path: 'a.dcm', patientName: '', patientId: '', birthDate: '', accession: '', studyDate: '' };
const facts = { columns: 4, rows: 4, frames: 1, modality: 'US', spacing: null, position: null };
const imageOf = (exam: string, sopUid = exam) => ({
  dicom: new Uint8Array([1]),
  identity: { patient: `patient of ${exam}`, exam, studyUid: '2.25.1', seriesUid: '2.25.2', sopUid },
  facts: { ...facts, orientation: null, ultrasoundRegions: [] },
  deidentification: { actions: [], echoes: 0 },
});
const job = {
  signal: new AbortController().signal,
  advance: () => undefined,
  setTotal: () => undefined,
  resume: () => undefined,
  done: () => undefined,
  fail: () => undefined,
};

let database: Database;
/** What the image worker says of each file that is imported. */
let ingested: unknown = failed(failure('machine/unexpected', { cause: 'not used' }));
/** What the image worker finds of a sector. */
let sector: unknown = success(null);
const images = {
  size: 1,
  run: () => Promise.reject(new Error('not used')),
  async each(items: AsyncIterable<unknown>, _: unknown, done: (item: unknown, result: unknown) => unknown) {
    for await (const item of items) await done(item, ingested);
  },
};
const pictures = {
  ask: (_: string, __: unknown, question: (api: object) => unknown) =>
    Promise.resolve(
      question({
        text: () => success([]),
        view: () => failed(failure('machine/unexpected', { cause: 'no picture' })),
        sectorKey: () => success('scanner'),
        sector: () => sector,
      }),
    ),
  close: () => undefined,
};
const contribution = async () => {
  const state = new Contribute(definition, { database, images, pictures } as never);
  await state.load();
  return state;
};
const file = () => ({ path: 'a.dcm', file: new File(['x'], 'a.dcm') });
async function* once() {
  yield [file()];
}
const edited = async (change: Partial<ChoiceRow>) => {
  const state = await contribution();
  await state.choosing.change(state.queue.choices[0]!, change as never);
  return state;
};

beforeEach(async () => {
  database = new Database(`test-${crypto.randomUUID()}`);
  await putImage(database, challengeId, imageOf('e1') as never, local, '2026-01-01');
});
afterEach(async () => {
  database.close();
  await database.delete();
});

describe('the queue', () => {
  it('shows what is stored after a change that could not be stored', async () => {
    const state = await contribution();
    database.choices.hook('updating', full);
    const changed = await state.choosing.change(state.queue.choices[0]!, { center: [1, 2] });
    expect(!changed.ok && changed.failure.code).toBe('machine/storage-full');
    expect(state.queue.choices[0]?.center).toBeNull();
    expect(state.queue.canUndo).toBe(false);
    expect((await choicesOf(database, challengeId))[0]?.center).toBeNull();
  });

  it('leaves a row that was changed since to its own write', async () => {
    const state = await contribution();
    let writes = 0;
    database.history.hook('creating', () => {
      if (writes++ === 0) full();
    });
    const first = state.choosing.change(state.queue.choices[0]!, { center: [1, 2] });
    const second = state.choosing.change(state.queue.choices[0]!, { labels: { x: 'y' } });
    expect([(await first).ok, (await second).ok]).toEqual([false, true]);
    expect(state.queue.choices).toEqual(await choicesOf(database, challengeId));
    expect(state.queue.choices[0]).toMatchObject({ center: [1, 2], labels: { x: 'y' } });
  });

  it('takes no act back that could not be stored as taken back', async () => {
    const state = await edited({ center: [1, 2] });
    database.choices.hook('updating', full);
    const undone = await state.queue.turn('undo');
    expect(!undone.ok && undone.failure.code).toBe('machine/storage-full');
    expect(state.queue.choices[0]?.center).toEqual([1, 2]);
    expect(state.queue.canUndo).toBe(true);
    expect(await historyLength(database, challengeId)).toEqual({ done: 1, undone: 0 });
  });

  it('stores an act taken back and what binds its rows in one write', async () => {
    const state = await edited({ state: 'excluded', exclusionReason: 'blurred' });
    await object(database, 'patient of e1', 'objection', 'objects', '2026-01-02');
    await state.objections.read();
    let writes = 0;
    database.choices.hook('updating', () => {
      if (writes++ > 0) full();
    });
    expect((await state.queue.turn('undo')).ok).toBe(true);
    expect((await choicesOf(database, challengeId))[0]?.state).toBe('excluded');
    expect(state.queue.choices).toEqual(await choicesOf(database, challengeId));
  });

  it('has no entry that could not be stored when it was proposed', async () => {
    database.choices.hook('creating', full);
    const state = await contribution();
    expect(state.queue.choices).toEqual([]);
    expect(state.storageFailure?.code).toBe('machine/storage-full');
    database.choices.hook('creating').unsubscribe(full);
    await state.load();
    expect(state.queue.choices).toHaveLength(1);
    expect(state.storageFailure).toBeUndefined();
  });

  it('tries once to store an outline that was recalled', async () => {
    const polygon = [[0, 0], [1, 0], [1, 1]] as const; // prettier-ignore
    await putScannerSector(database, { key: 'scanner', polygon, sectors: [], at: '2026-01-01' });
    const state = await contribution();
    database.choices.hook('updating', full);
    const first = await state.outlines.recall(state.queue.choices[0]!);
    expect(!first.ok && first.failure.code).toBe('machine/storage-full');
    expect(state.queue.choices[0]?.sector).toBeNull();
    expect((await state.outlines.recall(state.queue.choices[0]!)).ok).toBe(true);
  });
});

describe('files that the proof stopped', () => {
  const proof = failure('deidentify/proof', { attribute: '00100010', cause: 'it is there' } as never);
  const signed = async () => {
    const state = await contribution();
    await state.signing.sign('Lille', 'A B', 'en');
    return state;
  };

  it('are listed as stored, and the import says what could not be stored', async () => {
    const state = await signed();
    ingested = failed(proof);
    database.blocked.hook('creating', full);
    const outcome = await state.incoming.import(once(), job);
    expect(!outcome.ok && outcome.failure.code).toBe('machine/storage-full');
    expect(state.incoming.blocked).toEqual([]);
    expect(state.incoming.refusals.map(({ failure: { code } }) => code)).toEqual(['deidentify/proof']);
  });

  it('stay listed when they could not be taken off', async () => {
    const state = await signed();
    ingested = failed(proof);
    expect((await state.incoming.import(once(), job)).ok).toBe(true);
    database.blocked.hook('deleting', full);
    const left = await state.incoming.unblock(state.incoming.blocked);
    expect(!left.ok && left.failure.code).toBe('machine/storage-full');
    const image = imageOf('e2');
    const traits = { name: null, birthDate: null, sex: null };
    const marks = {
      plain: image.identity,
      pixels: 'p',
      byName: null,
      byExam: 'e',
      isPlaceholder: false,
      traits,
    };
    ingested = success({ image, identity: local, sought: [], repairs: [], marks });
    const again = await state.incoming.import(once(), job);
    expect(!again.ok && again.failure.code).toBe('machine/storage-full');
    expect(state.incoming.blocked).toHaveLength(1);
    expect(await blockedOf(database, challengeId)).toHaveLength(1);
    expect(state.images.all.size).toBe(2);
  });
});

it('a desk that was left while it waited for the disk reads nothing of the page and accepts nothing', async () => {
  const warned = vi.spyOn(console, 'warn');
  await putImage(database, challengeId, imageOf('e1', 's2') as never, local, '2026-01-01');
  const state = await contribution();
  const { made: desk, leave } = effectRoot(() => new Desk(state));
  flushSync();
  // A slice that is not the chosen one: accepting stores it first.
  desk.step(desk.slices.position === 0 ? 1 : -1);
  const accepted = desk.accept();
  leave();
  await accepted;
  expect(state.queue.choices.map((choice) => choice.state)).not.toContain('accepted');
  expect(warned.mock.calls.flat().filter((text) => String(text).includes('derived_inert'))).toEqual([]);
  warned.mockRestore();
});

it('a sector that was found after another slice was chosen is not put on that slice', async () => {
  await putImage(database, challengeId, imageOf('e1', 's2') as never, local, '2026-01-01');
  const state = await contribution();
  const { made: desk, leave } = effectRoot(() => new Desk(state));
  flushSync();
  let found: (value: unknown) => void = () => undefined;
  sector = new Promise((resolve) => (found = resolve));
  const proposed = desk.sector.propose();
  desk.step(desk.slices.position === 0 ? 1 : -1);
  found(success({ polygon: [[0, 0], [1, 0], [1, 1]], sectors: [] })); // prettier-ignore
  await proposed;
  expect(desk.sector.notFound).toBe(false);
  expect(state.queue.choices[0]?.sector).toBeNull();
  leave();
});
