import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/core/failure.ts';
import { failed, success, type Result } from '../../../src/core/result.ts';
import { EntryFailure, madeAhead } from '../../../src/state/made-ahead.ts';

/** Makes an item when it is told to, and counts how many are in the making. */
function bench() {
  const gates = new Map<number, (made: Result<string>) => void>();
  const started: number[] = [];
  const make = (item: number): Promise<Result<string>> => {
    started.push(item);
    return new Promise((resolve) => gates.set(item, resolve));
  };
  return { started, make, finish: (item: number, made: Result<string>) => gates.get(item)?.(made) };
}

describe('items made ahead', () => {
  test('an exception of a later item is met in its turn, not before', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    let release = () => undefined as void;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const make = async (item: number): Promise<Result<number>> => {
      if (item === 1) throw new Error('planted');
      await gate;
      return success(item);
    };
    const values = madeAhead([0, 1], make, 2);
    const first = values.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    release();
    expect((await first).value).toBe(0);
    await expect(values.next()).rejects.toThrow('planted');
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  test('come in order, however they are finished, and never more are started than asked', async () => {
    const { started, make, finish } = bench();
    const values = madeAhead([0, 1, 2, 3], make, 2);
    const first = values.next();
    await Promise.resolve();
    expect(started).toEqual([0, 1, 2]);
    finish(2, success('two'));
    finish(1, success('one'));
    finish(0, success('zero'));
    expect(await first).toEqual({ done: false, value: 'zero' });
    const second = values.next();
    expect((await second).value).toBe('one');
    expect(started).toEqual([0, 1, 2, 3]);
    finish(3, success('three'));
    const rest: string[] = [];
    for await (const value of values) rest.push(value);
    expect(rest).toEqual(['two', 'three']);
  });

  test('end with the first failure', async () => {
    const gone = failure('machine/storage-unavailable', { cause: 'gone' });
    const make = (item: number) => Promise.resolve(item === 1 ? failed(gone) : success(item));
    const values = madeAhead([0, 1, 2], make, 5);
    expect((await values.next()).value).toBe(0);
    await expect(values.next()).rejects.toEqual(new EntryFailure(gone));
  });
});
