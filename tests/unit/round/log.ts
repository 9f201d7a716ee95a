import { presetById } from '../../../src/core/challenge/presets.ts';
import type { Failure } from '../../../src/core/failure.ts';
import type { RoundEvent } from '../../../src/core/round/events.ts';
import type { AttemptRule, RoundChallenge, RoundPlan } from '../../../src/core/round/plan.ts';
import { stateOf, type RoundState } from '../../../src/core/round/state.ts';

/** Logs written by hand, minute by minute. */

export const MINUTE = 60_000;

/** 64 hexadecimal digits that begin with `name` in hexadecimal. */
export const digest = (name: string): string =>
  Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);

const challenge = (id: string, prizes: readonly string[] = []): RoundChallenge => ({
  definition: presetById(id)!,
  ruleSet: 'strict',
  dataset: digest(`${id} data`),
  commitment: digest(`${id} key`),
  commitsGroups: true,
  prizes,
});

export const planOf = (
  counts: AttemptRule['counts'] = 'last',
  maximum: number | null = null,
  teams: readonly string[] = ['A', 'B', 'C'],
): RoundPlan => ({
  id: 'round-1',
  name: 'Rehearsal',
  minutes: 60,
  teams,
  challenges: [challenge('thyroid', ['1000 €', '500 €']), challenge('liver')],
  attempts: { counts, maximum },
});

/** An event without its time. */
export type Bare<E extends RoundEvent = RoundEvent> = E extends RoundEvent
  ? Omit<E, 'at' | 'elapsed'>
  : never;

/** At so many minutes of the page's life. */
export const at = (minutes: number, event: Bare): RoundEvent =>
  ({
    at: new Date(Date.parse('2018-10-14T08:00:00Z') + minutes * MINUTE).toISOString(),
    elapsed: minutes * MINUTE,
    ...event,
  }) as RoundEvent;

export const opened = (plan = planOf()): RoundEvent[] => [
  at(0, { kind: 'planned', plan }),
  at(0, { kind: 'opened' }),
];

/** A package that arrives and is accepted at once. */
export const accepted = (
  minutes: number,
  receipt: number,
  team: string,
  name = `${team} ${receipt}`,
  challengeId = 'thyroid',
  signer: string | null = null,
): RoundEvent[] => [
  at(minutes, { kind: 'arrived', receipt, file: `${name}.zip` }),
  at(minutes, {
    kind: 'received',
    receipt,
    accepted: true,
    team,
    challenge: challengeId,
    digest: digest(name),
    fileDigest: digest(`${name}.zip`),
    signer,
  }),
];

export const refused = (
  minutes: number,
  receipt: number,
  team: string | null,
  failures: readonly Failure[],
  name = `refused ${receipt}`,
): RoundEvent[] => [
  at(minutes, { kind: 'arrived', receipt, file: `${name}.zip` }),
  at(minutes, {
    kind: 'received',
    receipt,
    accepted: false,
    team,
    challenge: 'thyroid',
    digest: digest(name),
    fileDigest: digest(`${name}.zip`),
    signer: null,
    failures,
  }),
];

export function stateAfter(...events: readonly (RoundEvent | readonly RoundEvent[])[]): RoundState {
  const read = stateOf(events.flat());
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value;
}

/** Closes, opens the answers of all and scores receipts: null for an undefined total. */
export const scored = (minutes: number, totals: Readonly<Record<number, number | null>>): RoundEvent[] => [
  at(minutes, { kind: 'closed' }),
  at(minutes, { kind: 'answers-opened', challenge: 'thyroid', digest: digest('key') }),
  at(minutes, { kind: 'answers-opened', challenge: 'liver', digest: digest('liver key') }),
  ...Object.entries(totals).map(([receipt, total]) =>
    at(minutes, {
      kind: 'scored',
      receipt: Number(receipt),
      total,
      interval: total === null ? null : [total - 0.05, total + 0.05],
    }),
  ),
];
