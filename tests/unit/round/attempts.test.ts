import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/core/failure.ts';
import {
  attemptsOf,
  countedReceipt,
  isOtherSigner,
  openDeposits,
  receiptsToScore,
} from '../../../src/core/round/attempts.ts';
import {
  deposit,
  accepted,
  at,
  opened,
  planOf,
  refused,
  scored,
  stateAfter,
} from '../../fixtures/round-log.ts';

describe('attempts', () => {
  const events = (counts: 'first' | 'last' | 'best') => [
    ...opened(planOf(counts)),
    ...accepted(10, 1, 'A'),
    ...accepted(20, 2, 'A'),
    ...accepted(30, 3, 'A'),
    ...accepted(70, 4, 'A'),
  ];

  test.each([
    ['first', 1],
    ['last', 3],
    ['best', 2],
  ] as const)('the %s counts, of those in time', (counts, number) => {
    const state = stateAfter(events(counts), scored(80, { 1: 0.5, 2: 0.8, 3: 0.7, 4: 0.99 }));
    expect(countedReceipt(state, 'A', 'thyroid')?.number).toBe(number);
  });

  test('of equal bests the first counts; before any is scored, the last', () => {
    expect(countedReceipt(stateAfter(events('best')), 'A', 'thyroid')?.number).toBe(3);
    const state = stateAfter(events('best'), scored(80, { 1: 0.8, 2: 0.8, 3: null }));
    expect(countedReceipt(state, 'A', 'thyroid')?.number).toBe(1);
  });

  test('late ones count where none was in time', () => {
    const state = stateAfter(opened(), accepted(61, 1, 'A'), accepted(62, 2, 'A'));
    expect(countedReceipt(state, 'A', 'thyroid')).toMatchObject({ number: 2, late: true });
  });

  test('what is struck off does not count, and counts again when reinstated', () => {
    const struck = [...events('last'), at(71, { kind: 'struck', receipt: 3, reason: 'by mistake' })];
    expect(countedReceipt(stateAfter(struck), 'A', 'thyroid')?.number).toBe(2);
    const back = stateAfter(struck, at(72, { kind: 'reinstated', receipt: 3 }));
    expect(countedReceipt(back, 'A', 'thyroid')?.number).toBe(3);
  });

  test('the order is that of the moments that count: an early digest comes before a later file', () => {
    const state = stateAfter(opened(), deposit(5, 'A', 'A 2'), accepted(10, 1, 'A'), accepted(50, 2, 'A'));
    expect(attemptsOf(state, 'A', 'thyroid').map(({ number }) => number)).toEqual([2, 1]);
    expect(countedReceipt(state, 'A', 'thyroid')?.number).toBe(1);
  });

  test('each eligible receipt is scored where the best counts, else the one that counts', () => {
    const numbers = (counts: 'last' | 'best') =>
      receiptsToScore(stateAfter(events(counts))).map(({ number }) => number);
    expect(numbers('best')).toEqual([1, 2, 3]);
    expect(numbers('last')).toEqual([3]);
  });

  test('a refused package and one being checked are no attempts', () => {
    const state = stateAfter(
      opened(),
      refused(10, 1, 'A', [failure('round/already-received', { receipt: 1 })]),
      at(11, { kind: 'arrived', receipt: 2, file: 'pending.zip' }),
    );
    expect(attemptsOf(state, 'A', 'thyroid')).toEqual([]);
    expect(state.receipts[1]?.pending).toBe(true);
  });

  test('a deposit is open until its file is accepted', () => {
    const events = [...opened(), deposit(5, 'A', 'A 1'), deposit(6, 'A', 'A 1'), deposit(7, 'A', 'other')];
    expect(openDeposits(stateAfter(events), 'A', 'thyroid')).toHaveLength(2);
    expect(openDeposits(stateAfter(events, accepted(70, 1, 'A')), 'A', 'thyroid')).toHaveLength(1);
  });
});

test('a package signed by another key than the team’s first is told', () => {
  const state = stateAfter(
    opened(),
    accepted(1, 1, 'A', 'a', 'thyroid', 'key-1'),
    accepted(2, 2, 'B', 'b', 'thyroid', 'key-2'),
    accepted(3, 3, 'A', 'c', 'liver', 'key-1'),
    accepted(4, 4, 'A', 'd', 'liver', 'key-3'),
    accepted(5, 5, 'A', 'e', 'liver', null),
  );
  expect(state.receipts.map((receipt) => isOtherSigner(state, receipt))).toEqual([
    false,
    false,
    false,
    true,
    false,
  ]);
});
