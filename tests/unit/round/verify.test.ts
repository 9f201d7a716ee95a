import { beforeAll, describe, expect, test } from 'vitest';
import { CHALLENGES, opens, submission, testData, type TestData } from '../../fixtures/rounds.ts';
import { memorySink, stream, text } from '../../fixtures/packages.ts';
import { canonicalJson } from '../../../src/core/package/document.ts';
import type { OpenedPackage } from '../../../src/core/package/open.ts';
import { readResults, resultsEntries, resultsHead, type Results } from '../../../src/core/round/results.ts';
import type { PackageEntry } from '../../../src/core/bytes/source.ts';
import { readSubmission } from '../../../src/core/package/submission.ts';
import { writePackage } from '../../../src/core/package/write.ts';
import { success } from '../../../src/core/result.ts';
import type { RoundEvent } from '../../../src/core/round/events.ts';
import { checkPredictions, judge, openAnswers } from '../../../src/core/round/judge.ts';
import { leaderboardOf, type Leaderboard } from '../../../src/core/round/leaderboard.ts';
import type { RoundPlan } from '../../../src/core/round/plan.ts';
import { stateOf } from '../../../src/core/round/state.ts';
import { receiptsToScore } from '../../../src/core/round/attempts.ts';
import { readTestPart } from '../../../src/core/round/test-part.ts';
import {
  verifyRound,
  type Evidence,
  type SubmissionEvidence,
  type VerifiedItem,
} from '../../../src/core/round/verify.ts';
import { at } from '../../fixtures/round-log.ts';

const PAIR = ['renal-cortex', 'thyroid'] as const;
const TEAMS = ['A', 'B', 'C'];

interface Sent {
  readonly team: string;
  readonly challenge: string;
  readonly dataset: string;
  readonly digest: string;
  readonly fileDigest: string;
  readonly opened: OpenedPackage;
}

const data = new Map<string, TestData>();
const sent: Sent[] = [];
let events: RoundEvent[];
let results: Results;
let evidence: Evidence;

async function scoreOf({ challenge, opened }: Sent) {
  const own = data.get(challenge)!;
  const document = await readSubmission(opened);
  if (!document.ok) throw new Error(JSON.stringify(document.failure));
  const key = await opens(own.key);
  const judged = await judge(key, own.definition, document.value, opened.entry, 'strict');
  if (!judged.ok) throw new Error(JSON.stringify(judged.failure));
  const { total, interval } = judged.value.report;
  const bounds: readonly [number, number] | null = interval ? [interval.lower, interval.upper] : null;
  return { report: judged.value.report, draws: judged.value.draws, total, interval: bounds };
}

async function packageOf(log: readonly RoundEvent[], change: (board: Leaderboard) => Leaderboard = (b) => b) {
  const state = stateOf(log);
  if (!state.ok) throw new Error(JSON.stringify(state.failure));
  const board = change(leaderboardOf(state.value));
  const reports = new Map(
    await Promise.all(
      receiptsToScore(state.value).map(async ({ number }) => {
        const { report } = await scoreOf(sent[number - 1]!);
        return [number, report] as const;
      }),
    ),
  );
  const pages = new Map([['leaderboard.en.html', 'a page']]);
  const plan = { events: log, state: state.value, board, reports, pages };
  const sink = memorySink();
  const entries: PackageEntry[] = [...resultsEntries(plan)];
  await writePackage(resultsHead(plan, '0.1.0', '2018-10-14T10:00:00Z'), stream(entries), sink);
  const opened = await readResults(await opens(sink.bytes()));
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  return opened.value;
}

beforeAll(async () => {
  for (const id of PAIR) data.set(id, await testData(id));
  const plan: RoundPlan = {
    id: 'r',
    name: 'Rehearsal',
    minutes: 60,
    teams: TEAMS,
    challenges: await Promise.all(
      PAIR.map(async (id) => {
        const part = await readTestPart(await opens(data.get(id)!.test));
        if (!part.ok) throw new Error(id);
        const { definition, commitment } = part.value;
        return {
          definition,
          ruleSet: 'strict' as const,
          dataset: data.get(id)!.dataset,
          commitment,
          prizes: ['1'],
        };
      }),
    ),
    attempts: { counts: 'last', maximum: null },
  };
  for (const [index, team] of TEAMS.entries()) {
    for (const challenge of PAIR) {
      const own = data.get(challenge)!;
      const predictions = own.predict(0.5 + index, team);
      const { bytes, digest, fileDigest } = await submission({ team, data: own, predictions });
      sent.push({
        team,
        challenge,
        dataset: own.dataset,
        digest,
        fileDigest,
        opened: await opens(bytes),
      });
    }
  }
  events = [
    at(0, { kind: 'planned', plan }),
    at(0, { kind: 'opened' }),
    ...sent.flatMap(({ team, challenge, digest, fileDigest }, index) => [
      at(index + 1, { kind: 'arrived', receipt: index + 1, file: 'x.zip' }),
      at(index + 1, {
        kind: 'received',
        receipt: index + 1,
        accepted: true,
        team,
        challenge,
        digest,
        fileDigest,
        signer: null,
      }),
    ]),
    at(61, { kind: 'closed' }),
  ];
  for (const challenge of PAIR) {
    const digest = (await opens(data.get(challenge)!.key)).digest;
    events.push(at(62, { kind: 'answers-opened', challenge, digest }));
  }
  for (const [index, one] of sent.entries()) {
    const { total, interval } = await scoreOf(one);
    events.push(at(63, { kind: 'scored', receipt: index + 1, total, interval }));
  }
  results = await packageOf(events);
  const submissions = await Promise.all(
    sent.map(async (one): Promise<[string, SubmissionEvidence]> => {
      const { total, interval } = await scoreOf(one);
      const { team, challenge, dataset, digest } = one;
      return [digest, { team, challenge, dataset, score: { total, interval } }];
    }),
  );
  const answers = await Promise.all(
    PAIR.map(async (id) => [id, { digest: (await opens(data.get(id)!.key)).digest, kept: true }] as const),
  );
  evidence = { answers: new Map(answers), submissions: new Map(submissions) };
});

const pages = () => new Map([['leaderboard.en.html', 'a page']]);
const verify = (of: Results, with_: Evidence = evidence) => verifyRound(of.state, of.published, with_, pages);
const outcomes = (items: readonly VerifiedItem[]) => items.map(({ outcome }) => outcome);
const wrong = (items: readonly VerifiedItem[]) => items.filter(({ outcome }) => outcome === 'different');

/** The log with one event changed. */
const edited = (change: (event: RoundEvent) => RoundEvent) => packageOf(events.map(change));

describe('a results package', () => {
  test('says the same when it is read as when it was written', () => {
    const state = stateOf(events);
    expect(canonicalJson(results.state)).toBe(canonicalJson(state.ok && state.value));
    expect(results.version).toBe('0.1.0');
  });

  test('with all its evidence is verified item by item', () => {
    const items = verify(results);
    expect(items).toHaveLength(2 + 6 + 1 + 2);
    expect(new Set(outcomes(items))).toEqual(new Set(['verified']));
  });

  test('without a submission or a key says what is missing, and claims no leaderboard', () => {
    const [first] = evidence.submissions.keys();
    const fewer = new Map([...evidence.submissions].filter(([digest]) => digest !== first));
    const items = verify(results, { ...evidence, submissions: fewer });
    expect(wrong(items)).toEqual([]);
    expect(items.filter(({ outcome }) => outcome === 'missing').map(({ subject }) => subject.kind)).toEqual([
      'submission',
      'leaderboard',
      'file',
      'file',
    ]);
    expect(outcomes(verify(results, { answers: new Map(), submissions: new Map() }))).toEqual(
      Array.from({ length: 11 }, () => 'missing'),
    );
  });

  test('whose page is of another version is not compared with ours', () => {
    const items = verifyRound(results.state, results.published, evidence);
    expect(items.at(-1)).toEqual({
      subject: { kind: 'file', path: 'leaderboard.en.html' },
      outcome: 'missing',
    });
  });

  test('tampered with in one figure of the leaderboard is found', async () => {
    const better = await packageOf(events, (board) => ({
      ...board,
      rows: board.rows.map((row, index) =>
        index === 0
          ? {
              ...row,
              cells: row.cells.map((cell) => cell && { ...cell, total: (cell.total ?? 0) + 1e-12 }),
            }
          : row,
      ),
    }));
    const kinds = wrong(verify(better)).map(({ subject }) => subject);
    expect(kinds).toEqual([{ kind: 'leaderboard' }, { kind: 'file', path: 'leaderboard.csv' }]);
  });

  test('tampered with in a score of the log is found, with both figures', async () => {
    const better = await edited((event) =>
      event.kind === 'scored' && event.receipt === 1 ? { ...event, total: 1 } : event,
    );
    const items = wrong(verify(better));
    expect(items[0]).toMatchObject({ reason: 'score', totals: [1, results.state.scores.get(1)?.total] });
    expect(items.map(({ subject }) => subject.kind)).toEqual(['submission', 'leaderboard', 'file']);
  });

  test('that gives a team the package of another is found', async () => {
    const [a, c] = [sent[1]!, sent[5]!];
    const swapped = await edited((event) => {
      if (event.kind !== 'received' || !event.accepted) return event;
      if (event.digest === a.digest) return { ...event, digest: c.digest, fileDigest: c.fileDigest };
      if (event.digest === c.digest) return { ...event, digest: a.digest, fileDigest: a.fileDigest };
      return event;
    });
    const reasons = wrong(verify(swapped)).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason === 'other-package')).toHaveLength(2);
  });

  test('whose log left a submission out is found by who has that submission', async () => {
    const digest = sent[0]!.digest;
    const without = await edited((event) =>
      event.kind === 'received' && event.digest === digest ? { ...event, digest: '0'.repeat(64) } : event,
    );
    expect(wrong(verify(without))).toContainEqual({
      subject: { kind: 'submission', receipt: null, team: 'A', challenge: 'renal-cortex' },
      outcome: 'different',
      reason: 'not-in-log',
    });
  });

  test('is held against its answer keys: one that breaks the commitment, one that the log does not tell', () => {
    const of = (kept: boolean, digest: string) =>
      new Map([...evidence.answers, ['thyroid', { digest, kept }] as const]);
    const own = evidence.answers.get('thyroid')!.digest;
    const found = (answers: Evidence['answers']) => wrong(verify(results, { ...evidence, answers }));
    expect(found(of(false, own))).toMatchObject([{ reason: 'commitment' }]);
    expect(found(of(true, '0'.repeat(64)))).toMatchObject([{ reason: 'other-key' }]);
  });
});

describe.each(CHALLENGES)('the answers and predictions of %s', (id) => {
  let own: TestData;
  beforeAll(async () => {
    own = await testData(id);
  });

  test('the key keeps the commitment of its test part, and another version’s does not', async () => {
    const part = await readTestPart(await opens(own.test));
    if (!part.ok) throw new Error(JSON.stringify(part.failure));
    const { commitment } = part.value;
    expect(await openAnswers(await opens(own.key), own.definition, commitment)).toEqual(success(null));
    const other = await testData(id, 24, 'other');
    expect(await openAnswers(await opens(other.key), own.definition, commitment)).toMatchObject({
      failure: [{ code: 'round/commitment-broken' }],
    });
    const wrongPackage = await openAnswers(await opens(own.test), own.definition, commitment);
    expect(wrongPackage).toMatchObject({ failure: [{ code: 'package/wrong-format' }] });
    expect(await readTestPart(await opens(own.key))).toMatchObject({
      failure: [{ code: 'round/not-a-test-part' }],
    });
  });

  test('predictions are checked without the answers, all faults at once', async () => {
    const part = await readTestPart(await opens(own.test));
    if (!part.ok) throw new Error(JSON.stringify(part.failure));
    const check = async (predictions: ReturnType<TestData['predict']>) => {
      const { bytes } = await submission({ team: 'A', data: own, predictions });
      const opened = await opens(bytes);
      const document = await readSubmission(opened);
      if (!document.ok) throw new Error(JSON.stringify(document.failure));
      const test = await opens(own.test);
      return checkPredictions(test, part.value, document.value, opened.entry, 'strict');
    };
    const sound = own.predict(1, 'A');
    expect(await check(sound)).toEqual(success(null));
    const broken = own.labels
      ? [
          {
            path: 'predictions.csv',
            bytes: text(
              new TextDecoder()
                .decode(sound[0]!.bytes)
                .replace(/,0\.\d+/, ',high')
                .replace(/\n[^\n]+\n$/, '\n'),
            ),
          },
        ]
      : sound.slice(2);
    const refused = await check(broken);
    expect(refused.ok).toBe(false);
    if (!refused.ok) expect(refused.failure).toHaveLength(2);
  });
});

test('all teams of a challenge share their draws, so that ranks can be compared', async () => {
  const [one, other] = [await scoreOf(sent[1]!), await scoreOf(sent[3]!)];
  expect(one.draws).toHaveLength(1000);
  expect(other.draws).toHaveLength(1000);
  const again = await scoreOf(sent[1]!);
  expect(again.draws).toEqual(one.draws);
});
