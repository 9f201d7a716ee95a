import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson, jsonBytes } from '../../../src/core/package/document.ts';
import type { PackageEntry } from '../../../src/core/bytes/source.ts';
import type { Signer } from '../../../src/core/package/signature.ts';
import type { RoundEvent } from '../../../src/core/round/events.ts';
import { readResults } from '../../../src/core/round/results.ts';
import { stateOf } from '../../../src/core/round/state.ts';
import type { VerifiedItem } from '../../../src/core/round/verified-item.ts';
import { text } from '../../fixtures/packages.ts';
import {
  arrival,
  challengeFileOf,
  changedPackage,
  playRound,
  resultsOf,
  scored,
  TEAMS,
  verified,
  type Given,
  type PlayedRound,
} from '../../fixtures/played-round.ts';
import { opens, submission, testData } from '../../fixtures/rounds.ts';
import { newSigner } from '../../fixtures/signers.ts';
import { at, MINUTE } from '../../fixtures/round-log.ts';

let round: PlayedRound;
let organiser: Signer;
let honest: { [Key in keyof Given]-?: NonNullable<Given[Key]> };

beforeAll(async () => {
  organiser = await newSigner();
  const signers = new Map<string, Signer>();
  for (const team of TEAMS) signers.set(team, await newSigner());
  round = await playRound(signers);
  const data = [...round.data.values()];
  honest = {
    results: await resultsOf(round, round.events, organiser),
    challengeFile: await challengeFileOf(round.plan, organiser),
    testParts: data.map(({ test }) => test as Uint8Array<ArrayBuffer>),
    keys: data.map(({ key }) => key as Uint8Array<ArrayBuffer>),
    submissions: round.sent.map(({ bytes }) => bytes),
  };
});

const of = (items: readonly VerifiedItem[], outcome: VerifiedItem['outcome']) =>
  items.filter((item) => item.outcome === outcome);
const say = ({ subject, reason }: VerifiedItem) => `${subject.kind}: ${reason}`;
const wrong = (items: readonly VerifiedItem[]) => of(items, 'different').map(say);

/** Verifies a forged log with all that was published, signed by the organiser. */
const forged = async (events: readonly RoundEvent[], given: Partial<Given> = {}) =>
  verified({ ...honest, results: await resultsOf(round, events, organiser), ...given });
const edited = (change: (event: RoundEvent) => RoundEvent | null): RoundEvent[] =>
  round.events.flatMap((event) => change(event) ?? []);
const json = (path: string, change: (value: never) => unknown) => (entry: PackageEntry) =>
  entry.path === path
    ? { path, bytes: jsonBytes(change(JSON.parse(new TextDecoder().decode(entry.bytes)) as never)) }
    : entry;

describe('an honest round', () => {
  test('reads as it was written', async () => {
    const read = await readResults(await opens(honest.results));
    const state = stateOf(round.events);
    expect(canonicalJson(read.ok && read.value.state)).toBe(canonicalJson(state.ok && state.value));
  });

  test('is verified item by item', async () => {
    const items = await verified(honest);
    // Signature, rules, clock; two test parts and keys; six submissions with reports; board and CSV.
    expect(items).toHaveLength(3 + 4 + 12 + 2);
    expect(of(items, 'verified')).toHaveLength(items.length);
  });

  test('with nothing but the results package claims nothing', async () => {
    const items = await verified({ results: honest.results });
    expect(wrong(items)).toEqual([]);
    expect(of(items, 'verified').map(({ subject }) => subject.kind)).toEqual(['clock']);
  });

  test.each([
    [
      'challengeFile',
      ['rules: not-given', 'signature: unknown-signer', 'test-part: unsigned', 'test-part: unsigned'],
    ],
    ['testParts', ['test-part: not-given', 'answers: no-test-part']],
    ['keys', ['answers: not-given', 'submission: no-key', 'leaderboard: incomplete', 'file: incomplete']],
    ['submissions', ['submission: not-given', 'leaderboard: incomplete', 'file: incomplete']],
  ] as const)('without %s is amber and says so', async (missing, reasons) => {
    const items = await verified({ ...honest, [missing]: undefined });
    expect(wrong(items)).toEqual([]);
    for (const reason of reasons) expect(of(items, 'missing').map(say)).toContain(reason);
  });
});

describe('a forged round', () => {
  test('1: a key changed, with a new commitment in the log', async () => {
    const own = round.data.get('thyroid')!;
    const other = await testData('thyroid', 24, 'forged');
    const data = new Map([...round.data, ['thyroid', { ...own, key: other.key }]]);
    const commitment = JSON.parse(
      new TextDecoder().decode(
        await opens(other.test).then(async (part) => {
          const bytes = await part.entry('commitment.json');
          return bytes.ok ? bytes.value : new Uint8Array();
        }),
      ),
    ) as { commitment: string };
    const { digest } = await opens(other.key);
    const events = edited((event) => {
      if (event.kind === 'planned')
        return {
          ...event,
          plan: {
            ...event.plan,
            challenges: event.plan.challenges.map((one) =>
              one.definition.id === 'thyroid' ? { ...one, commitment: commitment.commitment } : one,
            ),
          },
        };
      return event.kind === 'answers-opened' && event.challenge === 'thyroid' ? { ...event, digest } : event;
    });
    const keys = [honest.keys[0]!, other.key as Uint8Array<ArrayBuffer>];
    const items = await verified({
      ...honest,
      results: await resultsOf({ ...round, data }, events, organiser),
      keys,
    });
    expect(wrong(items)).toEqual(
      expect.arrayContaining(['rules: rules', 'test-part: commitment-changed', 'answers: commitment']),
    );
    const fewer = await verified({
      ...honest,
      challengeFile: undefined,
      results: await resultsOf({ ...round, data }, events, organiser),
      keys,
    });
    expect(wrong(fewer)).toEqual(
      expect.arrayContaining(['test-part: commitment-changed', 'answers: commitment']),
    );
  });

  test.each([
    ['2: weights changed', (score: object) => ({ ...score, terms: [] }), null],
    ['3: definition changed', null, (title: object) => ({ ...title, en: 'Another title' })],
  ] as const)('%s', async (_, scoreChange, titleChange) => {
    const events = edited((event) => {
      if (event.kind !== 'planned') return event;
      const challenges = event.plan.challenges.map((one) => {
        const { definition } = one;
        const terms = definition.score.terms.map((term) => ({ ...term, weight: term.weight / 2 }));
        return {
          ...one,
          definition: {
            ...definition,
            ...(scoreChange && { score: { ...definition.score, terms } }),
            ...(titleChange && { title: titleChange(definition.title) as typeof definition.title }),
          },
        };
      });
      return { ...event, plan: { ...event.plan, challenges } };
    });
    expect(wrong(await forged(events))).toEqual(
      expect.arrayContaining(['rules: rules', 'test-part: definition']),
    );
    expect(wrong(await forged(events, { challengeFile: undefined }))).toContain('test-part: definition');
  });

  test('4: groups of the answer key changed', async () => {
    const key = await changedPackage(honest.keys[1]!, (entry) =>
      entry.path === 'groups.csv'
        ? { ...entry, bytes: text(new TextDecoder().decode(entry.bytes).replace('g001', 'g002')) }
        : entry,
    );
    const { digest } = await opens(key);
    const events = edited((event) =>
      event.kind === 'answers-opened' && event.challenge === 'thyroid' ? { ...event, digest } : event,
    );
    expect(wrong(await forged(events, { keys: [honest.keys[0]!, key] }))).toContain('answers: commitment');
  });

  test('5: signed again by another key', async () => {
    const results = await resultsOf(round, round.events, await newSigner());
    expect(wrong(await verified({ ...honest, results }))).toEqual(['signature: other-signer']);
  });

  test('6: unsigned', async () => {
    const items = await verified({ ...honest, results: await resultsOf(round, round.events, null) });
    expect(of(items, 'missing').map(say)).toEqual(['signature: unsigned']);
  });

  test('7: a number of a report changed, or the report left out', async () => {
    const change = json('reports/1.json', (report: { total: number }) => ({
      ...report,
      total: report.total + 1e-9,
    }));
    const results = await resultsOf(round, round.events, organiser, change);
    expect(wrong(await verified({ ...honest, results }))).toEqual(['report: content']);
    const without = await resultsOf(round, round.events, organiser, (entry) =>
      entry.path === 'reports/1.json' ? null : entry,
    );
    expect(wrong(await verified({ ...honest, results: without }))).toEqual(['report: not-given']);
  });

  /** Gamma's thyroid submission arrives two minutes late. */
  const late = (): RoundEvent[] => {
    const before = round.events.filter(({ kind }) => !['closed', 'answers-opened', 'scored'].includes(kind));
    const { at: wall, elapsed } = at(62, { kind: 'opened' });
    return [
      ...before.map((event) =>
        'receipt' in event && event.receipt === 6 ? { ...event, at: wall, elapsed } : event,
      ),
      at(62.5, { kind: 'closed' }),
    ];
  };
  const finished = (before: readonly RoundEvent[]) => scored(before, round.data, round.sent, 63);

  test('8: a late mark removed by longer minutes', async () => {
    const longer = late().map((event) =>
      event.kind === 'planned' ? { ...event, plan: { ...event.plan, minutes: 65 } } : event,
    );
    expect(wrong(await forged(await finished(longer)))).toContain('rules: rules');
    const [planned, opened, ...rest] = late();
    const extended = [
      planned!,
      opened!,
      at(0, { kind: 'extended', minutes: 5, reason: 'power cut' }),
      ...rest,
    ];
    const items = await forged(await finished(extended));
    expect(of(items, 'trusted').map(say)).toEqual(['clock: extended']);
  });

  test('9: a late mark removed by other means', async () => {
    const one = round.sent[5]!;
    const [planned, opened, ...rest] = late();
    const deposit = at(0.5, {
      kind: 'deposited',
      team: one.team,
      challenge: one.challenge,
      digest: one.digest,
    });
    const deposited = await forged(await finished([planned!, opened!, deposit, ...rest]));
    expect(of(deposited, 'trusted').map(say)).toEqual(['submission: deposit']);

    // Times of the round's clock alone are set back.
    const slowed = late().map((event) =>
      event.elapsed > 6 * MINUTE ? { ...event, elapsed: event.elapsed - 3 * MINUTE } : event,
    );
    expect(wrong(await forged(await finished(slowed)))).toContain('clock: clock-contradiction');

    // Both clocks are set back, but the team prepared it after that.
    const made = await submission({
      team: one.team,
      data: round.data.get(one.challenge)!,
      predictions: round.data.get(one.challenge)!.predict(2.5, one.team),
      signer: round.signers.get(one.team)!,
      document: { preparedAt: '2018-10-14T11:02:00+02:00' },
    });
    const later = { ...one, ...made };
    const sent = [...round.sent.slice(0, 5), later];
    const before = round.events
      .filter(({ kind }) => !['answers-opened', 'scored'].includes(kind))
      .flatMap((event) => ('receipt' in event && event.receipt === 6 ? [] : [event]));
    const events = await scored(
      [...before.slice(0, -1), ...arrival(50, 6, later), before.at(-1)!],
      round.data,
      sent,
    );
    const items = await verified({
      ...honest,
      results: await resultsOf({ ...round, sent }, events, organiser),
      submissions: sent.map(({ bytes }) => bytes),
    });
    expect(of(items, 'missing').map(say)).toContain('submission: prepared-later');
  });

  test('10: a rival struck off', async () => {
    const before = round.events.filter(({ kind }) => !['answers-opened', 'scored'].includes(kind));
    const struck = [...before, at(61.5, { kind: 'struck', receipt: 5, reason: 'not eligible' })];
    const items = await forged(await scored(struck, round.data, round.sent));
    expect(of(items, 'trusted')).toMatchObject([{ reason: 'struck', detail: 'not eligible' }]);
  });

  test('11: rule set changed', async () => {
    const events = edited((event) =>
      event.kind === 'planned'
        ? {
            ...event,
            plan: {
              ...event.plan,
              challenges: event.plan.challenges.map((one) => ({ ...one, ruleSet: 'jfr-2018' as const })),
            },
          }
        : event,
    );
    const items = await forged(events);
    expect(of(items, 'different')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'rules' }, rules: ['rule-set'] }),
    );
  });

  test('12: a verdict dropped and its package withheld', async () => {
    const before = round.events.filter(({ kind }) => !['answers-opened', 'scored'].includes(kind));
    const dropped = before.filter((event) => event.kind !== 'received' || event.receipt !== 6);
    const events = await scored(dropped, round.data, round.sent);
    const submissions = honest.submissions.slice(0, 5);
    expect(wrong(await forged(events, { submissions }))).toEqual(['submission: no-verdict']);
    // Or a verdict turned into a refusal.
    const refused = before.map((event): RoundEvent =>
      event.kind === 'received' && event.accepted && event.receipt === 6
        ? {
            ...event,
            accepted: false,
            failures: [{ code: 'package/wrong-format', details: { expected: 'a', format: 'b' } }],
          }
        : event,
    );
    const log = await scored(refused, round.data, round.sent);
    expect(wrong(await forged(log))).toEqual(['submission: refused-sound']);
    expect(of(await forged(log, { submissions }), 'missing').map(say)).toContain('submission: not-given');
    // Or the package left out of the log altogether.
    const left = before.filter((event) => !('receipt' in event) || event.receipt !== 6);
    expect(wrong(await forged(await scored(left, round.data, round.sent)))).toEqual([
      'submission: not-in-log',
    ]);
  });

  test('13: a team renamed', async () => {
    const events = edited((event) => {
      if (event.kind === 'planned')
        return { ...event, plan: { ...event.plan, teams: ['Alpha', 'Beta', 'Delta'] } };
      return event.kind === 'received' && event.team === 'Gamma' ? { ...event, team: 'Delta' } : event;
    });
    expect(wrong(await forged(events))).toEqual(
      expect.arrayContaining(['rules: rules', 'submission: other-package']),
    );
  });

  test('14: a submission added after the hour', async () => {
    const own = round.data.get('thyroid')!;
    const made = await submission({
      team: 'Alpha',
      data: own,
      predictions: own.predict(3, 'Alpha again'),
      signer: round.signers.get('Alpha')!,
      document: { preparedAt: '2018-10-14T12:00:00+02:00' },
    });
    const added = { ...round.sent[1]!, ...made };
    const before = round.events.filter(({ kind }) => !['answers-opened', 'scored'].includes(kind));
    const sent = [...round.sent, added];
    const events = await scored(
      [...before.slice(0, -1), ...arrival(59, 7, added), before.at(-1)!],
      round.data,
      sent,
    );
    const items = await verified({
      ...honest,
      results: await resultsOf({ ...round, sent }, events, organiser),
      submissions: sent.map(({ bytes }) => bytes),
    });
    expect(of(items, 'missing').map(say)).toContain('submission: prepared-later');
  });

  test('a figure of the leaderboard or a score of the log changed', async () => {
    const change = json('leaderboard.json', (board: { rows: { cells: ({ total: number } | null)[] }[] }) => {
      const cell = board.rows[0]?.cells[0];
      if (cell) cell.total += 1e-12;
      return board;
    });
    const results = await resultsOf(round, round.events, organiser, change);
    expect(wrong(await verified({ ...honest, results }))).toEqual(['leaderboard: content']);
    const events = edited((event) =>
      event.kind === 'scored' && event.receipt === 1 ? { ...event, total: 1 } : event,
    );
    const items = await forged(events);
    expect(wrong(items)).toEqual(['submission: score', 'leaderboard: content', 'file: content']);
  });

  test('a package of one team given to another, or signed by another key', async () => {
    const [a, c] = [round.sent[1]!, round.sent[5]!];
    const swapped = edited((event) => {
      if (event.kind !== 'received' || !event.accepted) return event;
      if (event.digest === a.digest) return { ...event, digest: c.digest, fileDigest: c.fileDigest };
      if (event.digest === c.digest) return { ...event, digest: a.digest, fileDigest: a.fileDigest };
      return event;
    });
    const reasons = wrong(await forged(swapped));
    expect(reasons.filter((reason) => reason === 'submission: other-package')).toHaveLength(2);
    const other = edited((event) =>
      event.kind === 'received' && event.receipt === 1 ? { ...event, signer: c.signer } : event,
    );
    expect(wrong(await forged(other))).toEqual(['submission: other-signer']);
  });

  test('a team added during the round is listed', async () => {
    const [planned, opened, ...rest] = round.events;
    const items = await forged([planned!, opened!, at(0, { kind: 'team-added', team: 'Delta' }), ...rest]);
    expect(of(items, 'trusted')).toEqual([
      { subject: { kind: 'team', team: 'Delta' }, outcome: 'trusted', reason: 'added' },
    ]);
  });
});

const CASE = join(process.env['NEGATOSCOPE_CORPUS'] ?? '../shared/data', '../cases/19-answer-key-changed');

describe.skipIf(!existsSync(CASE))('case 19, an answer key changed after the round', () => {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(CASE, name)));
  const given = (results: string, key: string): Given => ({
    results: bytes(results),
    testParts: [bytes('test.zip')],
    keys: [bytes(key)],
    submissions: [bytes('Alpha.zip'), bytes('Beta.zip')],
  });

  test('the honest results are verified, with their true totals', async () => {
    const items = await verified(given('honest-results.zip', 'true-key.zip'));
    expect(wrong(items)).toEqual([]);
    expect(of(items, 'verified').map(({ subject }) => subject.kind)).toEqual(
      expect.arrayContaining(['answers', 'submission', 'report', 'leaderboard']),
    );
    const read = await readResults(await opens(bytes('honest-results.zip')));
    const totals = read.ok ? [...read.value.state.scores.values()].map(({ total }) => total!.toFixed(3)) : [];
    expect(totals).toEqual(['0.964', '0.791']);
  });

  test.each(['forged-key.zip', 'true-key.zip'])('the forged results are red with %s', async (key) => {
    const items = await verified(given('forged-results.zip', key));
    expect(wrong(items)).toContain('test-part: commitment-changed');
  });
});

test.skipIf(existsSync(CASE))('case 19 is absent: it was skipped', () => undefined);
