import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noWord } from '../../src/core/deidentify/text-flags.ts';
import { failure } from '../../src/core/failure.ts';
import { failed, success } from '../../src/core/result.ts';
import { SectorMemory } from '../../src/state/contribute/sector-memory.ts';
import type { ChoiceRow } from '../../src/storage/rows/choices.ts';
import { Database } from '../../src/storage/database.ts';
import { inventory, purgeAll } from '../../src/storage/purge.ts';
import { putScannerSector, scannerSector } from '../../src/storage/scanner-sectors.ts';
import { type ScannerSectorRow } from '../../src/storage/rows/scanner-sectors.ts';

let database: Database;
const name = `negatoscope-test-${crypto.randomUUID()}`;
beforeEach(() => {
  database = new Database(name);
});
afterEach(async () => {
  database.close();
  await database.delete();
});

const row = (key: string, at: string): ScannerSectorRow => ({
  key,
  polygon: [
    [0, 0],
    [9, 0],
    [9, 9],
  ],
  sectors: [],
  at,
});

it('keeps one outline a scanner, over a reload', async () => {
  await putScannerSector(database, row('a', '2026-01-01'));
  await putScannerSector(database, { ...row('a', '2026-01-02'), polygon: [] });
  database.close();
  database = new Database(name);
  expect(await database.scannerSectors.count()).toBe(1);
  expect(await scannerSector(database, 'a')).toMatchObject({ at: '2026-01-02', polygon: [] });
  expect(await scannerSector(database, 'b')).toBeUndefined();
});

it('lets the oldest go when there are too many', async () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
  await database.scannerSectors.bulkPut(Array.from({ length: 500 }, (_, n) => row(`k${n}`, day(n))));
  await putScannerSector(database, row('new', day(900)));
  expect(await database.scannerSectors.count()).toBe(500);
  expect(await scannerSector(database, 'k0')).toBeUndefined();
  expect(await scannerSector(database, 'new')).toBeDefined();
});

it('is emptied by the purge', async () => {
  await putScannerSector(database, row('a', '2026-01-01'));
  expect((await inventory()).map(({ name: held }) => held)).toContain(`${name} · scannerSectors`);
  const { left } = await purgeAll(database, '2026-01-02');
  expect(left.filter(({ name: held }) => held.includes('scannerSectors'))).toEqual([]);
});

describe('the memory of outlines', () => {
  const accepted = (imageId: string, from: 'fit' | 'scanner' | 'person', x = 0): ChoiceRow => ({
    id: imageId,
    challengeId: 'c',
    imageId,
    exam: imageId,
    frame: 0,
    center: null,
    mask: null,
    sector: [
      [x, 0],
      [x + 9, 0],
      [x + 9, 9],
    ],
    sectorForm: { sectors: [], from },
    text: noWord(imageId, 0),
    labels: {},
    declared: [],
    overrides: {},
    state: 'accepted',
    exclusionReason: null,
    clearing: null,
    updatedAt: '',
  });
  const memory = () => new SectorMemory(database, (id) => Promise.resolve(success(id.split(' ')[0] ?? null)));

  it('gives the outline accepted last of the same scanner, whoever drew it, and says where it is from', async () => {
    const sectors = memory();
    sectors.keep([accepted('one 1', 'person', 1)]);
    sectors.keep([accepted('one 2', 'fit', 2), accepted('other 1', 'person', 3)]);
    const recalled = await sectors.recall('one 3');
    expect(recalled?.sector?.[0]).toEqual([2, 0]);
    expect(recalled?.sectorForm).toEqual({ sectors: [], from: 'scanner' });
    expect((await memory().recall('other 2'))?.sector?.[0]).toEqual([3, 0]);
  });

  it('knows nothing of a scanner without a key', async () => {
    const nameless = new SectorMemory(database, () => Promise.resolve(success(null)));
    nameless.keep([accepted('one 1', 'person')]);
    expect(await nameless.recall('one 1')).toBeNull();
    expect(await database.scannerSectors.count()).toBe(0);
  });

  it('asks again for a key that could not be read, as of a locked workspace', async () => {
    let isLocked = false;
    const locked = failed(failure('machine/storage-unavailable', { cause: 'locked' }));
    const sectors = new SectorMemory(database, () => Promise.resolve(isLocked ? locked : success('one')));
    sectors.keep([accepted('one 1', 'person', 1)]);
    await sectors.recall('one 1');
    isLocked = true;
    expect(await sectors.recall('one 2')).toBeNull();
    isLocked = false;
    expect((await sectors.recall('one 2'))?.sector?.[0]).toEqual([1, 0]);
  });

  it('keeps nothing of an image without an outline', async () => {
    const sectors = memory();
    sectors.keep([{ ...accepted('one 1', 'person'), sector: null }]);
    expect(await sectors.recall('one 2')).toBeNull();
  });
});
