import { describe, expect, test } from 'vitest';
import { type RoundEvent } from '../../../src/core/round/events.ts';
import { deposit, accepted, at, digest, MINUTE, opened, stateAfter } from '../../fixtures/round-log.ts';

describe('lateness', () => {
  test('the last millisecond of the hour is in time, the next is late', () => {
    const state = stateAfter(opened(), accepted(60, 1, 'A'), accepted(60 + 1 / MINUTE, 2, 'B'));
    expect(state.receipts.map(({ late }) => late)).toEqual([false, true]);
  });

  test('an extension saves what came before it; taken back, it does not', () => {
    const extended = [
      ...opened(),
      ...accepted(62, 1, 'A'),
      at(63, { kind: 'extended', minutes: 5, reason: 'network' }),
    ];
    expect(stateAfter(extended).receipts[0]?.late).toBe(false);
    expect(stateAfter(extended).minutes).toBe(65);
    const undone = stateAfter(extended, at(64, { kind: 'extended', minutes: -5, reason: 'undone' }));
    expect(undone.receipts[0]?.late).toBe(true);
  });

  test('a file counts from the deposit of its digest, of the manifest or of the whole file', () => {
    for (const name of ['A 1', 'A 1.zip']) {
      const state = stateAfter(opened(), deposit(50, 'A', name), accepted(75, 1, 'A'));
      expect(state.receipts[0]).toMatchObject({
        late: false,
        elapsed: 75 * MINUTE,
        countedElapsed: 50 * MINUTE,
      });
    }
  });

  test('another team’s deposit, another challenge’s, and a late one help nobody', () => {
    const other = stateAfter(opened(), deposit(50, 'B', 'A 1'), accepted(75, 1, 'A'));
    expect(other.receipts[0]?.late).toBe(true);
    const elsewhere = at(50, {
      kind: 'deposited',
      team: 'A',
      challenge: 'liver',
      digest: digest('A 1'),
    });
    expect(stateAfter(opened(), elsewhere, accepted(75, 1, 'A')).receipts[0]?.late).toBe(true);
    const late = stateAfter(opened(), deposit(70, 'A', 'A 1'), accepted(75, 1, 'A'));
    expect(late.receipts[0]).toMatchObject({ late: true, countedElapsed: 70 * MINUTE });
  });

  test('a deposit after its file takes nothing away', () => {
    const state = stateAfter(opened(), accepted(30, 1, 'A'), deposit(70, 'A', 'A 1'));
    expect(state.receipts[0]).toMatchObject({ late: false, countedElapsed: 30 * MINUTE });
  });

  test('a file is as late as its arrival, however long its checks take', () => {
    const [arrived, verdict] = accepted(59, 1, 'A') as [RoundEvent, RoundEvent];
    const state = stateAfter(opened(), arrived, { ...verdict, elapsed: 64 * MINUTE });
    expect(state.receipts[0]).toMatchObject({ late: false, elapsed: 59 * MINUTE });
  });
});
