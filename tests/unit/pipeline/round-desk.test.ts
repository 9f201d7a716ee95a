import { beforeAll, describe, expect, test } from 'vitest';
import type { RoundChallenge } from '../../../src/core/round/plan.ts';
import { leaderboardOf } from '../../../src/core/round/leaderboard.ts';
import { resultsEntries, resultsHead } from '../../../src/core/round/results.ts';
import { OpenPackages } from '../../../src/pipeline/package-reading.ts';
import { writeFile } from '../../../src/pipeline/package-writing.ts';
import {
  answers,
  judgeSubmission,
  receive,
  results,
  testPart,
  type TestFile,
} from '../../../src/pipeline/round-desk.ts';
import { sha256 } from '../../../src/core/bytes/digest.ts';
import { stream } from '../../fixtures/packages.ts';
import { opens, submission, testData, type TestData } from '../../fixtures/rounds.ts';
import { newSigner } from '../../fixtures/signers.ts';
import { at, stateAfter } from '../../fixtures/round-log.ts';

const packages = () => new OpenPackages('at-once');
const codesOf = (outcome: { ok: boolean; failure?: readonly { code: string }[] }) =>
  outcome.ok ? [] : outcome.failure!.map(({ code }) => code);

let thyroid: TestData;
let renal: TestData;
let tests: TestFile[];

async function challengeOf({ test, dataset }: TestData): Promise<RoundChallenge> {
  const part = await testPart(new Blob([test]));
  if (!part.ok) throw new Error(JSON.stringify(part.failure));
  const { definition, commitment, commitsGroups } = part.value;
  return { definition, ruleSet: 'strict', dataset, commitment, commitsGroups, prizes: [] };
}
beforeAll(async () => {
  thyroid = await testData('thyroid', 12);
  renal = await testData('renal-cortex', 6);
  tests = await Promise.all(
    [thyroid, renal].map(async (data) => ({
      challenge: await challengeOf(data),
      file: new Blob([data.test]),
    })),
  );
});
const sent = async (data: TestData, more: Partial<Parameters<typeof submission>[0]> = {}) =>
  submission({ team: 'A', data, predictions: data.predict(1, 'a'), ...more });

describe('a test part', () => {
  test('is read with its digest and the commitment to its answers', async () => {
    expect(await testPart(new Blob([thyroid.test]))).toMatchObject({
      ok: true,
      value: { digest: thyroid.dataset, definition: { id: 'thyroid' }, images: { length: 12 } },
    });
  });

  test('is refused where it is an answer key, a submission or no package', async () => {
    expect((await testPart(new Blob([thyroid.key]))).ok).toBe(false);
    expect(codesOf(await testPart(new Blob([(await sent(thyroid)).bytes])))).toEqual([
      'package/wrong-format',
    ]);
    expect(codesOf(await testPart(new Blob(['no package'])))).toEqual(['package/not-a-zip']);
  });
});

describe('a file that is handed in', () => {
  const received = async (file: Blob) => {
    const outcome = await receive(packages(), file, tests);
    if (!outcome.ok) throw new Error(outcome.failure.code);
    return outcome.value;
  };

  test('is known by its digests, its signer and its claim', async () => {
    const signer = await newSigner();
    for (const data of [thyroid, renal]) {
      const { bytes, digest, fileDigest } = await sent(data, { signer });
      const opened = await opens(bytes);
      expect(await received(new Blob([bytes]))).toMatchObject({
        ...{ fileDigest, digest, signer: opened.signer, failures: [] },
        document: { team: 'A', challenge: data.definition.id, dataset: data.dataset },
      });
    }
  });

  test('that is no package is known by the digest of the file alone', async () => {
    expect(await received(new Blob(['a letter']))).toMatchObject({
      fileDigest: await sha256(new TextEncoder().encode('a letter')),
      digest: null,
      signer: null,
      document: null,
      failures: [{ code: 'package/not-a-zip' }],
    });
  });

  test('that is another package keeps its digest, without a claim', async () => {
    expect(await received(new Blob([thyroid.test]))).toMatchObject({
      digest: thyroid.dataset,
      document: null,
      failures: [{ code: 'package/wrong-format' }],
    });
  });

  test('with faulty predictions has a claim, and each fault', async () => {
    const [file] = thyroid.predict(1, 'a');
    const lines = new TextDecoder().decode(file!.bytes).trimEnd().split('\n').slice(0, -1);
    const predictions = [{ path: file!.path, bytes: new TextEncoder().encode(lines.join('\n')) }];
    const { bytes } = await sent(thyroid, { predictions });
    const { document, failures } = await received(new Blob([bytes]));
    expect(document?.team).toBe('A');
    expect(failures.map(({ code }) => code)).toContain('scoring/missing-case');
  });

  test('with a lost mask is told the case', async () => {
    const predictions = renal.predict(1, 'a').slice(1);
    const { bytes } = await sent(renal, { predictions });
    const { failures } = await received(new Blob([bytes]));
    expect(failures.map(({ code }) => code)).toEqual(['scoring/missing-mask']);
  });

  test('for a test part that the round does not have is left to the rules of the round', async () => {
    const { bytes } = await sent(thyroid, { document: { dataset: 'f'.repeat(64) } });
    expect(await received(new Blob([bytes]))).toMatchObject({
      document: { dataset: 'f'.repeat(64) },
      failures: [],
    });
  });

  test('is not accepted where the test part on the disk is another one now', async () => {
    const { bytes } = await sent(thyroid);
    const swapped = [{ challenge: tests[0]!.challenge, file: new Blob([renal.test]) }];
    const outcome = await receive(packages(), new Blob([bytes]), swapped);
    expect(outcome).toMatchObject({ ok: true, value: { failures: [{ code: 'package/wrong-hash' }] } });
  });

  test('is read whole after a damaged copy of it was', async () => {
    const { bytes, digest } = await sent(thyroid);
    const kept = packages();
    const damaged = await receive(kept, new Blob([bytes.slice(0, -40)]), tests);
    expect(damaged.ok && damaged.value.failures.length).toBeGreaterThan(0);
    const whole = await receive(kept, new Blob([bytes]), tests);
    expect(whole).toMatchObject({ ok: true, value: { digest, failures: [] } });
  });
});

describe('an answer key', () => {
  const challenges = () => tests.map(({ challenge }) => challenge);

  test('that was committed to has no failure', async () => {
    for (const data of [thyroid, renal]) {
      const { digest } = await opens(data.key);
      expect(await answers(new Blob([data.key]), challenges())).toEqual({
        ok: true,
        value: { challenge: data.definition.id, digest, failures: [] },
      });
    }
  });

  test('of other answers breaks the commitment', async () => {
    const other = await testData('thyroid', 12, '2');
    const outcome = await answers(new Blob([other.key]), challenges());
    expect(outcome).toMatchObject({
      ok: true,
      value: { challenge: 'thyroid', failures: [{ code: 'round/commitment-broken' }] },
    });
  });

  test('is refused for a challenge that the round does not have', async () => {
    const outcome = await answers(new Blob([renal.key]), challenges().slice(0, 1));
    expect(outcome).toMatchObject({
      failure: [{ code: 'round/unknown-challenge', details: { challenge: 'renal-cortex' } }],
    });
  });

  test('is told from a test part', async () => {
    expect(await answers(new Blob([thyroid.test]), challenges())).toMatchObject({
      ok: true,
      value: { failures: [{ code: 'package/wrong-format' }] },
    });
  });
});

describe('the judgement of a submission', () => {
  const judged = async (data: TestData, file: Uint8Array<ArrayBuffer>, key = data.key) =>
    judgeSubmission(
      packages(),
      new Blob([key]),
      (await opens(data.key)).digest,
      new Blob([file]),
      data.definition,
      'strict',
    );

  test('gives 1 to masks that are the answers, with as many draws', async () => {
    const outcome = await judged(renal, (await sent(renal, { predictions: renal.predict(3, 'a') })).bytes);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
    expect(outcome.value.report.total).toBe(1);
    expect(outcome.value.draws).toHaveLength(1000);
    expect(new Set(outcome.value.draws)).toEqual(new Set([1]));
  });

  test('gives a better team more', async () => {
    const total = async (skill: number) => {
      const { bytes } = await sent(thyroid, { predictions: thyroid.predict(skill, 'same') });
      const outcome = await judged(thyroid, bytes);
      return outcome.ok ? outcome.value.report.total! : NaN;
    };
    expect(await total(6)).toBeGreaterThan(await total(0));
  });

  test('is refused under another key, and for a file that is no submission', async () => {
    const { bytes } = await sent(thyroid);
    expect(codesOf(await judged(thyroid, bytes, renal.key))).toEqual(['package/wrong-hash']);
    expect(codesOf(await judged(thyroid, thyroid.test))).toEqual(['package/wrong-format']);
    expect(codesOf(await judged(thyroid, bytes.slice(0, 90)))).not.toEqual([]);
  });
});

describe('a results package', () => {
  async function packed(signed: boolean): Promise<Blob> {
    const plan = {
      id: 'r',
      name: 'Rehearsal',
      minutes: 60,
      teams: ['A'],
      challenges: tests.map(({ challenge }) => challenge),
      attempts: { counts: 'last' as const, maximum: null },
    };
    const events = [at(0, { kind: 'planned', plan }), at(0, { kind: 'opened' }), at(61, { kind: 'closed' })];
    const state = stateAfter(events);
    const input = { events, state, board: leaderboardOf(state), reports: new Map(), pages: new Map() };
    const head = resultsHead(input, '0.1.0', '2018-10-14T10:00:00Z');
    const signer = signed ? await newSigner() : null;
    const written = await writeFile(head, signer, stream([...resultsEntries(input)]));
    if (!written.ok) throw new Error(written.failure.code);
    return written.value.file;
  }

  test('is read with its state and its signer', async () => {
    const signed = await results(await packed(true));
    expect(signed).toMatchObject({ ok: true, value: { state: { phase: 'closed' }, version: '0.1.0' } });
    expect(signed.ok && signed.value.signer).toMatch(/./);
    expect(await results(await packed(false))).toMatchObject({ ok: true, value: { signer: null } });
  });

  test('is refused where it is another package', async () => {
    expect(codesOf(await results(new Blob([thyroid.test])))).toEqual(['package/wrong-format']);
    expect(codesOf(await results(new Blob([])))).not.toEqual([]);
  });
});
