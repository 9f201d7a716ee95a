import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { failure } from '../../../src/core/failure.ts';
import { eventSchema, type RoundEvent } from '../../../src/core/round/events.ts';
import { stateOf, timeOf } from '../../../src/core/round/state.ts';
import {
  attemptsOf,
  countedReceipt,
  isOtherSigner,
  openDeposits,
  receiptsToScore,
} from '../../../src/core/round/attempts.ts';
import {
  accepted,
  at,
  digest,
  MINUTE,
  opened,
  planOf,
  refused,
  scored,
  stateAfter,
} from '../../fixtures/round-log.ts';

const deposit = (minutes: number, team: string, name: string) =>
  at(minutes, { kind: 'deposited', team, challenge: 'thyroid', digest: digest(name) });

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

test('a log read from its JSON gives the same state; an unknown event or field is refused', () => {
  const log = [
    ...opened(),
    at(1, { kind: 'clock-moved', cause: 'running', by: 4000.5, counted: 0 }),
    at(2, { kind: 'clock-ruled', move: 1, counted: 4000.5 }),
    at(3, { kind: 'team-added', team: 'D' }),
    deposit(4, 'D', 'd'),
    ...accepted(5, 1, 'D'),
    ...refused(6, 2, null, [failure('package/not-a-zip', {})]),
    at(7, { kind: 'struck', receipt: 1, reason: 'x' }),
    at(8, { kind: 'reinstated', receipt: 1 }),
    at(9, { kind: 'extended', minutes: 5, reason: 'x' }),
    at(66, { kind: 'closed' }),
    at(67, { kind: 'reopened' }),
    ...scored(70, { 1: 0.5 }),
    at(71, { kind: 'revealed', steps: 1 }),
  ];
  const read = v.safeParse(v.array(eventSchema), JSON.parse(JSON.stringify(log)));
  expect(read.success).toBe(true);
  const [before, after] = [stateOf(log), stateOf(read.output as RoundEvent[])];
  expect(JSON.parse(JSON.stringify(after))).toEqual(JSON.parse(JSON.stringify(before)));
  for (const broken of [
    { ...log[1], kind: 'exploded' },
    { ...log[1], by: 'me' },
    { ...log[1], elapsed: -1 },
  ])
    expect(v.safeParse(eventSchema, broken).success).toBe(false);
});
