import { afterEach, describe, expect, it } from 'vitest';
import { PicturePool, type PictureLimits, type ReadFile } from '../../src/bridge/picture-pool.ts';
import type { Task } from '../../src/bridge/worker-handle.ts';
import type { WorkerPool } from '../../src/bridge/worker-pool.ts';
import type { ImageApi } from '../../src/bridge/workers.ts';
import { failure, type Failure } from '../../src/core/failure.ts';
import { failed, success } from '../../src/core/result.ts';
import { buildDicom, imageFields } from '../fixtures/dicom.ts';
import { countedWorkers, crash, parsesOf } from './fixtures/counted-workers.ts';

const [COLUMNS, ROWS, FRAMES] = [40, 32, 9];
const SIZE = COLUMNS * ROWS;

/** Pixels of 8 bits: a decoded frame is then a part of the file's own memory. */
const pixelsOf = (seed: number) =>
  Uint8Array.from({ length: SIZE * FRAMES }, (_, i) => (i * 7 + Math.floor(i / SIZE) * 31 + seed) & 255);
const fileOf = (seed: number) =>
  buildDicom({
    fields: imageFields(
      { columns: COLUMNS, rows: ROWS, pixels: pixelsOf(seed) },
      { NumberOfFrames: String(FRAMES) },
    ),
  });
const frameOf = (seed: number, frame: number) => [
  ...pixelsOf(seed).subarray(frame * SIZE, (frame + 1) * SIZE),
];

let pool: WorkerPool<ImageApi> | undefined;
afterEach(() => pool?.stop());

function setUp(size = 1, limits?: PictureLimits) {
  const workers = countedWorkers(size);
  pool = workers.pool;
  const pictures = new PicturePool(workers.pool, limits);
  const reads: string[] = [];
  const reader =
    (id: string): ReadFile =>
    () => {
      reads.push(id);
      return Promise.resolve(success(fileOf(id.charCodeAt(0))));
    };
  const view = async (id: string, frame = 0) => {
    const seen = await pictures.ask(id, reader(id), (api) => api.view(id, frame));
    if (!seen.ok) return seen.failure.code;
    const { data } = seen.value.image;
    expect(data.buffer.byteLength).toBe(data.byteLength);
    return [...data];
  };
  const glance = (id: string) => pictures.ask(id, reader(id), (api) => api.quality(id, 0), { passing: true });
  return { ...workers, pictures, reads, reader, view, glance };
}
const seen = (id: string, frame = 0) => frameOf(id.charCodeAt(0), frame);

it('gives the same pixels again after they were given away, of each frame', async () => {
  const { view, reads } = setUp();
  for (const frame of [0, 0, 3, 8, 0]) expect(await view('a', frame)).toEqual(seen('a', frame));
  expect(reads).toEqual(['a']);
});

describe('one transfer and one parse', () => {
  it('whatever is asked of an image, also of all at once', async () => {
    const { pictures, reader, started } = setUp(3);
    const ask = <T>(question: Task<ImageApi, T, Failure>) => pictures.ask('a', reader('a'), question);
    const answers = await Promise.all([
      ask((api) => api.view('a', 0)),
      ask((api) => api.quality('a', 0)),
      ask((api) => api.text('a', 0)),
      ask((api) => api.sector('a', 0)),
      ask((api) => api.sectorKey('a')),
      ask((api) => api.values('a')),
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual(answers.map(() => true));
    expect(started).toHaveLength(1);
    expect(started[0]).toMatchObject({ transfers: 1, copied: 0 });
    expect(await parsesOf(started[0]!)).toBe(1);
  });

  it('goes to the worker that has the image; another goes to the one with less to do', async () => {
    const { view, started } = setUp(2);
    await view('a');
    await view('b');
    await Promise.all([view('a', 1), view('b', 1), view('a', 2), view('b', 2)]);
    expect(started.map(({ transfers }) => transfers)).toEqual([1, 1]);
  });
});

describe('a worker that was let go', () => {
  it('opens again after a crash', async () => {
    const { view, started } = setUp();
    expect(await view('a', 1)).toEqual(seen('a', 1));
    crash(started[0]!);
    expect(await view('a', 2)).toEqual(seen('a', 2));
    expect(started.map(({ transfers }) => transfers)).toEqual([1, 1]);
    expect(await parsesOf(started[1]!)).toBe(1);
  });

  it('opens again for questions that waited when a running one was cancelled', async () => {
    const { pictures, reader, view, started } = setUp();
    await view('a');
    const stop = new AbortController();
    const cancelled = pictures.ask(
      'a',
      reader('a'),
      (api) => {
        stop.abort();
        return api.view('a', 0);
      },
      { signal: stop.signal },
    );
    const waiting = [view('a', 4), view('b', 5), view('a', 6)];
    expect(await cancelled).toMatchObject({ failure: { code: 'machine/cancelled' } });
    expect(await Promise.all(waiting)).toEqual([seen('a', 4), seen('b', 5), seen('a', 6)]);
    expect(started.map(({ transfers }) => transfers)).toEqual([1, 2]);
  });

  it('opens again when the file could not be read before', async () => {
    const { pictures, view, started } = setUp();
    const gone = failed(failure('machine/storage-unavailable', { cause: 'gone' }));
    const first = await pictures.ask(
      'a',
      () => Promise.resolve(gone),
      (api) => api.view('a', 0),
    );
    expect(first).toEqual(gone);
    const text = () => Promise.resolve(success(new TextEncoder().encode('no image at all')));
    const second = await pictures.ask('a', text, (api) => api.view('a', 0));
    expect(second).toMatchObject({ failure: { code: 'dicom/not-dicom' } });
    expect(await view('a')).toEqual(seen('a'));
    expect(started[0]?.transfers).toBe(2);
  });
});

describe('what stays open', () => {
  const isOpen = async (workers: WorkerPool<ImageApi>, id: string) =>
    (await workers.run((api) => api.quality(id, 0))).ok;

  it('is what was asked about last', async () => {
    const { view, reads, pool: workers } = setUp(1, { files: 2, bytes: Infinity });
    for (const id of ['a', 'b', 'a', 'c']) expect(await view(id)).toEqual(seen(id));
    expect(reads.join('')).toBe('abc');
    for (const id of ['a', 'c', 'b']) expect(await view(id)).toEqual(seen(id));
    expect(reads.join('')).toBe('abcb');
    expect(await isOpen(workers, 'c')).toBe(true);
    expect(await isOpen(workers, 'b')).toBe(true);
    expect(await isOpen(workers, 'a')).toBe(false);
  });

  it('is limited in bytes; the image asked about last stays', async () => {
    const { view, reads } = setUp(1, { files: 9, bytes: 1 });
    for (const id of ['a', 'a', 'b', 'b', 'a']) expect(await view(id)).toEqual(seen(id));
    expect(reads.join('')).toBe('aba');
  });

  it('answers every question that waited, however many images are asked about at once', async () => {
    const { view } = setUp(2, { files: 2, bytes: Infinity });
    const ids = [...'abcdefabcdefcba'];
    const answers = await Promise.all(ids.map((id) => view(id, 1)));
    expect(answers).toEqual(ids.map((id) => seen(id, 1)));
  });

  it('is not changed by a question in passing', async () => {
    const { view, glance, reads, pool: workers } = setUp(1, { files: 2, bytes: Infinity });
    await view('a');
    await view('b');
    expect((await glance('c')).ok).toBe(true);
    expect((await glance('a')).ok).toBe(true);
    await view('a', 1);
    await view('b', 1);
    expect(reads.join('')).toBe('abc');
    expect(await isOpen(workers, 'c')).toBe(false);
  });

  it('is nothing after all were closed, in the workers too', async () => {
    const { pictures, view, reads, pool: workers } = setUp();
    await view('a');
    pictures.closeAll();
    expect(await isOpen(workers, 'a')).toBe(false);
    expect(await view('a')).toEqual(seen('a'));
    expect(reads.join('')).toBe('aa');
  });

  it('is the new file where one was stored anew', async () => {
    const { pictures, view, started } = setUp();
    expect(await view('a')).toEqual(seen('a'));
    pictures.close(['a']);
    const renewed = () => Promise.resolve(success(fileOf(99)));
    const answer = await pictures.ask('a', renewed, (api) => api.view('a', 0));
    expect(answer.ok && [...answer.value.image.data]).toEqual(frameOf(99, 0));
    expect(await parsesOf(started[0]!)).toBe(2);
  });
});
