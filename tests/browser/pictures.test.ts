import { afterEach, beforeEach, expect, it } from 'vitest';
import { PicturePool } from '../../src/bridge/picture-pool.ts';
import { liver } from '../../src/core/challenge/presets/liver.ts';
import type { HeaderDeidentified } from '../../src/core/deidentify/images.ts';
import { newChoice } from '../../src/state/contribute/intake.ts';
import { Pictures } from '../../src/state/contribute/pictures.svelte.ts';
import { Database } from '../../src/storage/database.ts';
import { deleteImages, putImage } from '../../src/storage/images.ts';
import { lock, setPassphrase, unlock } from '../../src/storage/vault.ts';
import { buildDicom, imageFields } from '../fixtures/dicom.ts';
import { countedWorkers, parsesOf } from './fixtures/counted-workers.ts';

/** Few, so that the test is quick. */
const FEW = 1000;
const PASSPHRASE = 'quatre fauteuils bleus ici';

const [COLUMNS, ROWS] = [96, 64];
const pixels = Int16Array.from(
  { length: COLUMNS * ROWS },
  (_, i) => (i % COLUMNS) * 9 - Math.floor(i / COLUMNS) * 5,
);
const local = { path: 'a.dcm', patientName: '', patientId: '', birthDate: '', accession: '', studyDate: '' };
const image = {
  dicom: buildDicom({ fields: imageFields({ columns: COLUMNS, rows: ROWS, pixels }) }),
  identity: { patient: 'p', exam: 'e', studyUid: '2.25.1', seriesUid: '2.25.2', sopUid: '2.25.3' },
  facts: { columns: COLUMNS, rows: ROWS, frames: 1, ultrasoundRegions: [] },
  deidentification: { edition: 'x', methods: [], actions: [], echoes: 0 },
} as unknown as HeaderDeidentified;

let database: Database;
let workers: ReturnType<typeof countedWorkers>;
beforeEach(() => {
  database = new Database(`test-${crypto.randomUUID()}`);
  workers = countedWorkers(2);
});
afterEach(async () => {
  workers.pool.stop();
  database.close();
  await database.delete();
});

async function setUp() {
  const row = await putImage(database, liver.id, image, local, '2026-01-01');
  const pool = new PicturePool(workers.pool);
  const pictures = new Pictures(liver, { database, pictures: pool });
  return { pool, pictures, choice: newChoice({ image: row, frame: 0 }, 'one', '2026-01-01') };
}

it('costs one transfer and one parse to show an image and ask all that the desk asks of it', async () => {
  const { pictures, choice } = await setUp();
  const { imageId } = choice;
  const shown = await pictures.view(imageId, 0);
  expect(shown.ok && [...shown.value.data]).toEqual([...pixels]);
  expect(pictures.isMeasured(choice)).toBe(true);
  const answers = await Promise.all([
    pictures.measure(choice),
    pictures.detect(imageId, 0),
    pictures.proposeSector(imageId, 0),
    pictures.sectorKey(imageId),
    pictures.thumbnail(choice),
    pictures.maximum(imageId, () => undefined, new AbortController().signal),
    pictures.valuesOf(imageId),
  ]);
  expect(answers.map((answer) => (answer.ok ? 'answered' : answer.failure))).toEqual(
    answers.map(() => 'answered'),
  );
  expect(workers.started).toHaveLength(1);
  expect(workers.started[0]).toMatchObject({ transfers: 1, copied: 0 });
  expect(await parsesOf(workers.started[0]!)).toBe(1);
});

it('answers nothing while the workspace is locked, and opens again afterwards', async () => {
  await setPassphrase(database, PASSPHRASE, FEW);
  const { pool, pictures, choice } = await setUp();
  const { imageId } = choice;
  const before = await pictures.view(imageId, 0);
  // As state/workspace.ts does.
  lock(database);
  workers.pool.stop();
  pool.closeAll();
  const locked = [
    await pictures.view(imageId, 0),
    await pictures.detect(imageId, 0),
    await pictures.thumbnail(choice),
  ];
  expect(locked.map(({ ok }) => ok)).toEqual([false, false, false]);
  expect(workers.started.map(({ transfers }) => transfers)).toEqual([1, 0]);
  expect(await unlock(database, PASSPHRASE)).toBe(true);
  expect(await pictures.view(imageId, 0)).toEqual(before);
});

it('says that an image is no longer stored once it was removed', async () => {
  const { pictures, choice } = await setUp();
  await pictures.view(choice.imageId, 0);
  await deleteImages(database, [choice.imageId]);
  pictures.close([choice.imageId]);
  expect(await pictures.view(choice.imageId, 0)).toMatchObject({
    failure: { code: 'machine/storage-unavailable' },
  });
});
