import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PRESETS } from '../../src/core/challenge/presets.ts';
import { success } from '../../src/core/result.ts';
import { Curate } from '../../src/state/curate/curate.svelte.ts';
import { Explore } from '../../src/state/compete/explore.svelte.ts';
import { Runs } from '../../src/state/compete/runs.svelte.ts';
import { Submit } from '../../src/state/compete/submit.svelte.ts';
import { RoundDesk } from '../../src/state/organise/round-desk.svelte.ts';
import { Database } from '../../src/storage/database.ts';
import { putDataset } from '../../src/storage/datasets.ts';
import { decisionsOf } from '../../src/storage/decisions.ts';
import { putPackage } from '../../src/storage/packages.ts';
import { allRounds, putRoundFile } from '../../src/storage/rounds.ts';
import { addRun } from '../../src/storage/runs.ts';
import { putSubmission } from '../../src/storage/submissions.ts';

const definition = PRESETS[0]!;
const challengeId = definition.id;
const manifest = { files: [], createdAt: '2026-01-01T00:00:00Z', challenge: { id: challengeId } };
const unused = { run: () => Promise.reject(new Error('not used')) };
const opening = (content: object) => ({
  run: () => Promise.resolve(success({ content, manifest, digest: 'd1', signer: null })),
});
const stored = { challengeId, manifest, file: new Blob(['zip']), addedAt: '2026-01-01' };
const full = () => {
  throw new DOMException('full', 'QuotaExceededError');
};

const job = { setTotal: () => undefined, advance: () => undefined } as never;

let database: Database;
beforeEach(() => {
  database = new Database(`test-${crypto.randomUUID()}`);
});
afterEach(async () => {
  database.close();
  await database.delete();
});

describe('curate', () => {
  const curate = () =>
    new Curate(definition, {
      database,
      images: unused,
      writing: unused,
      reader: opening({
        kind: 'contribution',
        contribution: { charter: { centre: 'A' }, images: [], labels: {}, deidentification: {} },
      }),
    } as never);
  beforeEach(() => putPackage(database, { id: 'd1', name: 'a.zip', ...stored } as never));

  it('shows the same packages after a second load', async () => {
    const state = curate();
    await state.load();
    await state.load();
    expect(state.packages.list.map(({ id }) => id)).toEqual(['d1']);
  });

  it('keeps a package whose removal failed, and tells it', async () => {
    const state = curate();
    await state.load();
    database.packages.hook('deleting', full);
    await state.packages.remove('d1');
    expect(state.packages.list).toHaveLength(1);
    expect(state.unstored[0]?.code).toBe('machine/storage-full');
  });

  it('lists no package that could not be stored, and names it', async () => {
    await database.packages.clear();
    const state = curate();
    database.packages.hook('creating', full);
    await state.packages.open([{ path: 'b.zip', file: new File(['zip'], 'b.zip') }], job);
    expect(state.packages.list).toEqual([]);
    expect(state.packages.problems).toMatchObject([{ code: 'machine/storage-full', file: 'b.zip' }]);
  });

  it('stores no decision that failed, and clears the failure after one that worked', async () => {
    const state = curate();
    await state.load();
    database.decisions.hook('creating', full);
    await state.decisions.decide(['k'], false, 'blurred');
    expect(state.unstored).toHaveLength(1);
    expect(await decisionsOf(database, challengeId)).toEqual([]);
    database.decisions.hook('creating').unsubscribe(full);
    await state.decisions.decide(['k'], false, 'blurred');
    expect(state.unstored).toEqual([]);
    expect(await decisionsOf(database, challengeId)).toHaveLength(1);
  });
});

describe('compete', () => {
  const explore = () =>
    new Explore(definition, {
      database,
      images: unused,
      reader: opening({ hasLabels: false, images: [], masks: [] }),
    } as never);

  it('shows the same datasets after a second load, and keeps one whose removal failed', async () => {
    await putDataset(database, { id: 'd1', name: 'a.zip', ...stored } as never);
    const state = explore();
    await state.load();
    await state.load();
    database.datasets.hook('deleting', full);
    await state.remove('d1');
    expect(state.opened).toHaveLength(1);
    expect(state.problems.map(({ code }) => code)).toEqual(['machine/storage-full']);
  });

  it('lists no dataset that could not be stored', async () => {
    const state = explore();
    database.datasets.hook('creating', full);
    await state.open({ path: 'b.zip', file: new File(['zip'], 'b.zip') });
    expect(state.opened).toEqual([]);
    expect(state.problems).toMatchObject([{ code: 'machine/storage-full', file: 'b.zip' }]);
  });

  it('keeps a run whose removal failed, on the screen too, and says why', async () => {
    const run = { challengeId, at: '2026-01-01', reference: 'a', prediction: 'b', report: { total: 1 } };
    const files = { challengeId, ruleSet: 'strict', reference: [], prediction: [], groups: null };
    const id = await addRun(database, run as never, files as never);
    const state = new Runs(
      definition,
      { database, scoring: unused, statistics: unused } as never,
      explore(),
      true,
    );
    await state.load();
    await state.open(id);
    database.runs.hook('deleting', full);
    expect(await state.remove(id)).toBeUndefined();
    expect(state.all).toHaveLength(1);
    expect(state.shown?.id).toBe(id);
    expect(state.problems.map(({ code }) => code)).toEqual(['machine/storage-full']);
  });

  it('keeps a submission whose removal failed', async () => {
    await putSubmission(database, { id: 's1', challengeId, preparedAt: '2026-01-01' } as never);
    const state = new Submit(definition, explore(), { database, submitting: unused } as never);
    await state.load();
    await state.load();
    database.submissions.hook('deleting', full);
    await state.remove('s1');
    expect(state.submissions).toHaveLength(1);
    expect(state.storageFailure?.code).toBe('machine/storage-full');
  });
});

describe('round', () => {
  it('loads twice and does not show a plan that was not stored', async () => {
    const desk = new RoundDesk({ database, pool: unused } as never);
    await desk.load();
    await desk.load();
    await desk.planning.create('Lille');
    expect(desk.log.rounds).toHaveLength(1);
    database.rounds.hook('updating', full);
    await desk.planning.edit({ name: 'Nantes' });
    expect(desk.log.planned?.draft.name).toBe('Lille');
    expect(desk.log.problems.map(({ code }) => code)).toEqual(['machine/storage-full']);
    expect((await allRounds(database)).map(({ draft }) => draft.name)).toEqual(['Lille']);
  });

  it('keeps a test part whose removal failed', async () => {
    const desk = new RoundDesk({ database, pool: unused } as never);
    await desk.load();
    await desk.planning.create('Lille');
    const challenge = { definition, ruleSet: 'x', dataset: 'd', commitment: 'c', prizes: [] };
    await desk.planning.edit({ challenges: [challenge as never] });
    await putRoundFile(database, {
      id: `${desk.log.planned?.id}/test/${challengeId}`,
      round: desk.log.planned?.id,
      kind: 'test',
    } as never);
    database.roundFiles.hook('deleting', full);
    await desk.planning.removeTest(challengeId);
    expect(desk.log.planned?.draft.challenges).toHaveLength(1);
    expect(desk.log.problems).toHaveLength(1);
  });
});
