import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/core/failure.ts';
import { type RoundEvent } from '../../../src/core/round/events.ts';
import { stateOf, timeOf } from '../../../src/core/round/state.ts';
import {
  deposit,
  accepted,
  at,
  digest,
  MINUTE,
  opened,
  planOf,
  refused,
  stateAfter,
} from '../../fixtures/round-log.ts';

describe('the clock of the machine', () => {
  const slept = at(30, { kind: 'clock-moved', cause: 'running', by: 20 * MINUTE, counted: 0 });

  test('a move counts only as the organiser says, and for what came after it', () => {
    const events = [...opened(), ...accepted(29, 1, 'A'), slept, ...accepted(45, 2, 'B')];
    expect(stateAfter(events).receipts.map(({ late }) => late)).toEqual([false, false]);
    const counting = [...events, at(46, { kind: 'clock-ruled', move: 1, counted: 20 * MINUTE })];
    const state = stateAfter(counting);
    expect(state.receipts.map(({ elapsed }) => elapsed / MINUTE)).toEqual([29, 65]);
    expect(state.receipts.map(({ late }) => late)).toEqual([false, true]);
    expect(timeOf(state, 46 * MINUTE)).toBe(66 * MINUTE);
    const undone = stateAfter(counting, at(47, { kind: 'clock-ruled', move: 1, counted: 0 }));
    expect(undone.receipts.map(({ late }) => late)).toEqual([false, false]);
  });

  test('an absence counts at once, and can be left out', () => {
    const away = at(30, { kind: 'clock-moved', cause: 'away', by: 40 * MINUTE, counted: 40 * MINUTE });
    const events = [...opened(), away, ...accepted(31, 1, 'A')];
    expect(stateAfter(events).receipts[0]?.late).toBe(true);
    expect(stateAfter(events, at(32, { kind: 'clock-ruled', move: 1, counted: 0 })).receipts[0]?.late).toBe(
      false,
    );
  });
});

describe('a log that contradicts itself is refused', () => {
  const one = accepted(10, 1, 'A');
  const closed = at(61, { kind: 'closed' });
  const key = at(62, { kind: 'answers-opened', challenge: 'thyroid', digest: digest('key') });
  const cases: Record<string, readonly RoundEvent[]> = {
    empty: [],
    'not planned': [at(0, { kind: 'opened' })],
    'opened twice': [...opened(), at(1, { kind: 'opened' })],
    'planned anew': [...opened(), at(1, { kind: 'planned', plan: planOf() })],
    'time runs back': [...opened(), ...accepted(10, 1, 'A'), ...accepted(9, 2, 'B')],
    'receipt left out': [...opened(), ...accepted(10, 2, 'A')],
    'arrived before the opening': [at(0, { kind: 'planned', plan: planOf() }), ...one],
    'arrived after the end': [...opened(), closed, ...accepted(62, 1, 'A')],
    'second verdict': [...opened(), ...one, one[1]!],
    'verdict on nothing': [...opened(), one[1]!],
    'verdict after the answers': [
      ...opened(),
      at(10, { kind: 'arrived', receipt: 1, file: 'a.zip' }),
      closed,
      key,
      { ...one[1]!, elapsed: 63 * MINUTE },
    ],
    'refused without a reason': [...opened(), ...refused(1, 1, 'A', [])],
    'accepted of no team': [...opened(), ...accepted(10, 1, 'D')],
    'accepted of no challenge': [...opened(), ...accepted(10, 1, 'A', 'a', 'breast')],
    'deposit of no team': [...opened(), deposit(1, 'D', 'd')],
    'struck what was refused': [
      ...opened(),
      ...refused(1, 1, 'A', [failure('round/not-open', {})]),
      at(2, { kind: 'struck', receipt: 1, reason: 'x' }),
    ],
    'made shorter than planned': [...opened(), at(1, { kind: 'extended', minutes: -1, reason: 'x' })],
    'extended after the end': [...opened(), closed, at(62, { kind: 'extended', minutes: 5, reason: 'x' })],
    'answers during the hour': [...opened(), { ...key, elapsed: 5 * MINUTE }],
    'answers of no challenge': [
      ...opened(),
      closed,
      at(62, { kind: 'answers-opened', challenge: 'breast', digest: digest('k') }),
    ],
    'reopened after the answers': [...opened(), closed, key, at(63, { kind: 'reopened' })],
    'scored during the hour': [
      ...opened(),
      ...one,
      at(11, { kind: 'scored', receipt: 1, total: 1, interval: null }),
    ],
    'time taken back': [...opened(), at(1, { kind: 'clock-moved', cause: 'running', by: -5, counted: -5 })],
    'ruling on no move': [...opened(), at(1, { kind: 'clock-ruled', move: 1, counted: 0 })],
  };
  test.each(Object.keys(cases))('%s', (name) => {
    const read = stateOf(cases[name] ?? []);
    expect(read).toMatchObject({ ok: false, failure: { code: 'round/invalid-log' } });
  });
});
