import { describe, expect, test } from 'vitest';
import { started, stepped, type Elapsed } from '../../../src/core/round/clock.ts';

const MINUTE = 60_000;
const start = { wall: Date.parse('2018-10-14T08:00:00Z'), monotonic: 5000 };

/** The clock after each step of [wall, monotonic] milliseconds, with the moves found on the way. */
function walk(from: Elapsed, steps: readonly (readonly [number, number])[]) {
  let [now, wall, monotonic] = [from, start.wall, start.monotonic];
  const moves = [];
  for (const [byWall, byMonotonic] of steps) {
    wall += byWall;
    monotonic += byMonotonic;
    const step = stepped(now, { wall, monotonic });
    now = step.now;
    if (step.move) moves.push(step.move);
  }
  return { now, moves };
}

describe('a running clock', () => {
  test('counts by the monotonic clock alone', () => {
    const { now, moves } = walk(started(start), [
      [MINUTE, MINUTE],
      [200, 200],
    ]);
    expect(now.elapsed).toBe(MINUTE + 200);
    expect(moves).toEqual([]);
  });

  test.each([
    ['forward', 60 * MINUTE],
    ['back', -60 * MINUTE],
  ])('tells a wall clock that was moved %s, and counts nothing of it', (_, by) => {
    const { now, moves } = walk(started(start), [
      [200, 200],
      [200 + by, 200],
      [200, 200],
    ]);
    expect(now.elapsed).toBe(600);
    expect(moves).toEqual([{ cause: 'running', by, counted: 0 }]);
  });

  test('tells a machine that slept while its monotonic clock stood still', () => {
    const { moves } = walk(started(start), [[10 * MINUTE, 0]]);
    expect(moves).toEqual([{ cause: 'running', by: 10 * MINUTE, counted: 0 }]);
  });

  test('keeps small differences until they are worth telling', () => {
    const slow = Array.from({ length: 9 }, () => [1250, 1000] as const);
    const { moves, now } = walk(started(start), slow);
    expect(moves).toEqual([{ cause: 'running', by: 2000, counted: 0 }]);
    expect(now.elapsed).toBe(9000);
  });

  test('does not count a second of synchronisation as a move', () => {
    const { moves } = walk(started(start), [
      [1500, 1000],
      [500, 1000],
    ]);
    expect(moves).toEqual([]);
  });
});

describe('a clock read from the disk', () => {
  const written: Elapsed = { elapsed: 20 * MINUTE, wall: start.wall, monotonic: null };

  test('takes a short absence, as of a reload, for time like any other', () => {
    const { now, moves } = walk(written, [[9000, 0]]);
    expect(now.elapsed).toBe(20 * MINUTE + 9000);
    expect(moves).toEqual([]);
  });

  test('tells a longer absence, all of which counts at first, and goes on by the monotonic clock', () => {
    const { now, moves } = walk(written, [
      [3 * MINUTE, 400],
      [1000, 1000],
    ]);
    expect(moves).toEqual([{ cause: 'away', by: 3 * MINUTE, counted: 3 * MINUTE }]);
    expect(now.elapsed).toBe(20 * MINUTE + 1000);
  });

  test('counts nothing where the wall clock shows less than before', () => {
    const { now, moves } = walk(written, [[-90 * MINUTE, 10]]);
    expect(moves).toEqual([{ cause: 'away', by: -90 * MINUTE, counted: 0 }]);
    expect(now.elapsed).toBe(20 * MINUTE);
  });
});
