import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageApi } from '../../src/bridge/workers.ts';
import type { WorkerPool } from '../../src/bridge/worker-pool.ts';
import { renamed } from '../../src/core/deidentify/rename.ts';
import { pixels } from '../../src/pipeline/keeping-apart.ts';
import { Arrivals } from '../../src/state/contribute/arrivals.ts';
import { Database } from '../../src/storage/database.ts';
import { imagesOf, readDicom, readLocalIdentity } from '../../src/storage/images.ts';
import { allPatients } from '../../src/storage/patients.ts';
import { copied, copiedKey, type Copied } from '../fixtures/copied.ts';

let database: Database;
beforeEach(() => {
  database = new Database(`test-${crypto.randomUUID()}`);
});
afterEach(async () => {
  database.close();
  await database.delete();
});

/** The worker's functions without a worker. */
const api = {
  renamed: (...of: Parameters<typeof renamed>) => Promise.resolve(renamed(...of)),
  pixels: (file: Parameters<typeof pixels>[1]) => pixels({} as never, file),
};
const pool = {
  run: (task: (api: unknown) => unknown) => task(api),
} as unknown as WorkerPool<ImageApi>;

/** Imports files in one go, in this order, all at once. */
async function imported(files: readonly (Copied & { path: string })[]) {
  const arrivals = await Arrivals.begin({ database, challengeId: 'c', images: pool, key: await copiedKey() });
  const ingested = await Promise.all(files.map(copied));
  const stored = await Promise.all(ingested.map((one, n) => arrivals.put(one, files[n]!.path, 'now')));
  expect(stored.every(({ ok }) => ok)).toBe(true);
  const ended = await arrivals.end();
  expect(ended.ok).toBe(true);
  return kept();
}

/** What is stored, by path: the new UIDs, and that the file says them too. */
async function kept() {
  const rows = await imagesOf(database, 'c');
  const all = await Promise.all(
    rows.map(async (row) => {
      const dicom = await readDicom(database, row.id);
      const file = new TextDecoder('latin1').decode(dicom ?? undefined);
      expect(row.id).toBe(`c/${row.identity.sopUid}`);
      expect(file).toContain(row.identity.sopUid);
      expect(file).toContain(row.identity.studyUid);
      return [(await readLocalIdentity(database, row)).path, row] as const;
    }),
  );
  return new Map(all);
}
type Kept = Awaited<ReturnType<typeof kept>>;
const sops = (rows: Kept) => [...rows.values()].map(({ identity }) => identity.sopUid);
const exams = (rows: Kept) => new Set([...rows.values()].map(({ exam }) => exam)).size;
const plain = async () => (await copied({})).image.identity;

const B = { id: 'PID-2', name: 'Quenneville^Bravo', path: 'B' } as const;

describe('images under one SOP Instance UID', () => {
  test.each<[string, (Copied & { path: string })[], number]>([
    ['of two patients in two exams', [{ path: 'A' }, { ...B, study: '1.2.276.77.20', grey: 1 }], 2],
    ['of two patients in one exam', [{ path: 'A' }, { ...B, grey: 1 }], 2],
    ['of two patients with the same pixels', [{ path: 'A' }, { ...B, study: '1.2.276.77.20' }], 2],
    [
      'five slices of one exam',
      [1, 2, 3, 4, 5].map((grey) => ({ path: String(grey), grey, instance: grey })),
      5,
    ],
    [
      'five slices of equal instance number',
      [1, 2, 3, 4, 5].map((grey) => ({ path: String(grey), grey })),
      5,
    ],
    ['of one patient in two exams', [{ path: 'A' }, { path: 'B', study: '1.2.276.77.20', grey: 1 }], 2],
    [
      'that is missing in both',
      [
        { path: 'A', sop: '' },
        { path: 'B', sop: '', grey: 1 },
      ],
      2,
    ],
    [
      'missing with the study, of two patients',
      [
        { path: 'A', sop: '', study: '' },
        { ...B, sop: '', study: '', grey: 1 },
      ],
      2,
    ],
    [
      'under two names of ANONYMOUS with the same pixels',
      [
        { path: 'A', id: 'ANONYMOUS' },
        { ...B, id: 'ANONYMOUS' },
      ],
      2,
    ],
    ['of other size', [{ path: 'A' }, { path: 'B', wide: 8 }], 2],
    [
      'of which the second frame differs',
      [
        { path: 'A', frames: 2 },
        { path: 'B', frames: 2, grey: 1 },
      ],
      2,
    ],
    ['of one and of two frames', [{ path: 'A' }, { path: 'B', frames: 2 }], 2],
    ['three times, two of them equal', [{ path: 'A' }, { path: 'A' }, { path: 'B', grey: 1 }], 2],
    ['the same file twice: one image, its UID as always', [{ path: 'A' }, { path: 'B' }], 1],
    [
      'of one patient whose name is written otherwise',
      [{ path: 'A' }, { path: 'B', name: 'QUENNEVILLE^ALFA' }],
      1,
    ],
  ])('%s', async (_, files, count) => {
    const rows = await imported(files);
    expect(rows.size).toBe(count);
    expect(new Set(sops(rows)).size).toBe(count);
    const { sopUid } = (await copied(files[0]!)).image.identity;
    if (count === 1) expect(sops(rows)).toEqual([sopUid]);
    else expect(sops(rows)).not.toContain(sopUid);
  });

  test('get the same UIDs whichever is read first, and again', async () => {
    const files = [{ path: 'A' }, { ...B, grey: 1 }, { path: 'C', grey: 2 }];
    const first = await imported(files);
    const again = await imported([...files].reverse());
    expect([...again.keys()].sort()).toEqual([...first.keys()].sort());
    for (const [path, { identity }] of first) expect(again.get(path)?.identity).toEqual(identity);
  });

  test('leave one that was stored before as it was', async () => {
    const before = await imported([{ path: 'A' }]);
    expect(sops(before)).toEqual([(await plain()).sopUid]);
    const after = await imported([{ ...B, grey: 1 }]);
    expect(after.get('A')?.identity).toEqual(before.get('A')?.identity);
    expect(after.size).toBe(2);
    await imported([{ path: 'A' }]);
    expect((await kept()).get('A')?.identity).toEqual(before.get('A')?.identity);
  });

  test('are told from an image of an earlier version, which has no marks, by its pixels', async () => {
    await imported([{ path: 'A' }]);
    await database.images.toCollection().modify((row) => {
      delete (row as { marks?: unknown }).marks;
    });
    expect((await imported([{ path: 'B', grey: 1 }])).size).toBe(2);
    expect((await imported([{ path: 'A again' }])).size).toBe(2);
  });
});

describe('exams under one Study Instance UID', () => {
  test('of two patients are two, each with its line in the correspondence table', async () => {
    const rows = await imported([{ path: 'A' }, { ...B, sop: '1.2.276.77.30', grey: 1 }]);
    expect(exams(rows)).toBe(2);
    const patients = await allPatients(database);
    expect(patients.map(({ exam }) => exam).sort()).toEqual(
      [...rows.values()].map(({ exam }) => exam).sort(),
    );
    expect(new Set(patients.map(({ patient }) => patient)).size).toBe(2);
  });

  test('of one patient are one', async () => {
    const rows = await imported([{ path: 'A' }, { path: 'B', sop: '1.2.276.77.30', grey: 1 }]);
    expect(exams(rows)).toBe(1);
    expect([...rows.values()][0]?.identity.studyUid).toBe((await plain()).studyUid);
  });
});
