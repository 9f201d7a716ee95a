import * as Comlink from 'comlink';
import { describe, expect, it } from 'vitest';
import { startWorker } from '../../src/bridge/start-worker.ts';
import { WorkerHandle } from '../../src/bridge/worker-handle.ts';
import { WorkerPool, poolSize } from '../../src/bridge/worker-pool.ts';
import type { EchoApi } from './fixtures/echo.worker.ts';
import address from './fixtures/echo.worker.ts?worker&url';

const start = () => startWorker(new URL(address, import.meta.url).href);
const handle = (idleMs?: number) => new WorkerHandle<EchoApi>(start, (api) => api.configure(), idleMs);

describe('a worker handle', () => {
  it('configures the worker once and answers in order', async () => {
    const worker = handle();
    const answers = await Promise.all([1, 2, 3].map((n) => worker.run((api) => api.double(n))));
    expect(answers).toEqual([2, 4, 6].map((value) => ({ ok: true, value })));
    expect(await worker.run((api) => api.configured())).toEqual({ ok: true, value: 1 });
    worker.stop();
  });

  it('ends a running task when it is cancelled, and goes on with a fresh worker', async () => {
    const worker = handle();
    const controller = new AbortController();
    const hanging = worker.run((api) => api.hang(), { signal: controller.signal });
    const next = worker.run((api) => api.double(4));
    setTimeout(() => controller.abort(), 50);
    expect(await hanging).toMatchObject({ ok: false, failure: { code: 'machine/cancelled' } });
    expect(await next).toEqual({ ok: true, value: 8 });
    worker.stop();
  });

  it('never starts a task that was cancelled while it waited', async () => {
    const worker = handle();
    expect(await worker.run((api) => api.double(1), { signal: AbortSignal.abort() })).toMatchObject({
      failure: { code: 'machine/cancelled' },
    });
    expect(worker.alive).toBe(false);
  });

  it('tells a crash, restarts and serves the tasks behind it', async () => {
    const worker = handle();
    const crashed = worker.run((api) => api.crash());
    const next = worker.run((api) => api.double(5));
    expect(await crashed).toMatchObject({ ok: false, failure: { code: 'machine/worker-crashed' } });
    expect(await next).toEqual({ ok: true, value: 10 });
    expect(await worker.run((api) => api.fail())).toMatchObject({
      failure: { code: 'machine/worker-crashed', details: { cause: 'no such pixel' } },
    });
    worker.stop();
  });

  it('tells a worker that cannot be loaded', async () => {
    const worker = new WorkerHandle<EchoApi>(() => startWorker(`blob:${location.origin}/absent`));
    expect(await worker.run((api) => api.double(1))).toMatchObject({
      failure: { code: 'machine/worker-crashed' },
    });
  });

  it('lets an idle worker go and starts another when asked again', async () => {
    const worker = handle(30);
    await worker.run((api) => api.double(1));
    await expect.poll(() => worker.alive).toBe(false);
    expect(await worker.run((api) => api.double(2))).toEqual({ ok: true, value: 4 });
    worker.stop();
  });

  it('counts the workers that it started', async () => {
    const worker = handle();
    expect(worker.generation).toBe(0);
    await Promise.all([1, 2].map((n) => worker.run((api) => api.double(n))));
    expect(worker.generation).toBe(1);
    await worker.run((api) => api.crash());
    expect(await worker.run((api) => api.configured())).toEqual({ ok: true, value: 1 });
    expect(worker.generation).toBe(2);
    worker.stop();
  });

  it('passes progress on', async () => {
    const worker = handle();
    const seen: number[] = [];
    await worker.run((api) =>
      api.count(
        3,
        Comlink.proxy((n: number) => void seen.push(n)),
      ),
    );
    expect(seen).toEqual([1, 2, 3]);
    worker.stop();
  });
});

describe('a pool', () => {
  it('runs as many tasks at once as it has workers, and no more', async () => {
    const pool = new WorkerPool<EchoApi>(2, () => handle());
    await Promise.all([pool.run((api) => api.pause(200)), pool.run((api) => api.pause(200))]);
    let running = 0;
    let most = 0;
    const results: number[] = [];
    await pool.each(
      Array.from({ length: 10 }, (_, n) => n),
      async (api, n) => {
        most = Math.max(most, ++running);
        // Long enough for the other worker to start, however busy the machine.
        await api.pause(60);
        const doubled = await api.double(n);
        running--;
        return doubled;
      },
      (_, result) => {
        if (result.ok) results.push(result.value);
      },
    );
    expect(most).toBe(2);
    expect(results.toSorted((a, b) => a - b)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    pool.stop();
  });

  it('keeps a task that names a worker for that one, and gives the others what is next', async () => {
    const pool = new WorkerPool(2, () => handle());
    const [first, second] = pool.handles;
    const order: string[] = [];
    const task = (name: string, on: typeof first, ms: number) =>
      pool.run(
        (api) => {
          order.push(`${name} ${pool.handles.findIndex((one) => one === on)}`);
          return api.pause(ms);
        },
        on ? { on } : {},
      );
    const tasks = [task('long', first, 400), task('a', second, 5), task('b', first, 5), task('c', second, 5)];
    expect(pool.handles.map((one) => pool.pendingOf(one))).toEqual([2, 2]);
    await Promise.all([...tasks, task('any', undefined, 5)]);
    expect(order).toEqual(['long 0', 'a 1', 'c 1', 'any -1', 'b 0']);
    expect(pool.handles.map((one) => pool.pendingOf(one))).toEqual([0, 0]);
    pool.stop();
  });

  it('is sized to the machine', () => {
    expect([1, 2, 4, 64].map((cores) => poolSize(cores))).toEqual([1, 2, 3, 8]);
    expect(poolSize(64, 3)).toBe(3);
  });
});
