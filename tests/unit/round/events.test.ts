import { expect, test } from 'vitest';
import * as v from 'valibot';
import { failure } from '../../../src/core/failure.ts';
import { eventSchema, type RoundEvent } from '../../../src/core/round/events.ts';
import { stateOf } from '../../../src/core/round/state.ts';
import { deposit, accepted, at, opened, refused, scored } from '../../fixtures/round-log.ts';

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
