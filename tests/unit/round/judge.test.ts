import { beforeAll, describe, expect, test } from 'vitest';
import { CHALLENGES, opens, submission, testData, type TestData } from '../../fixtures/rounds.ts';
import { text } from '../../fixtures/packages.ts';
import { changedPackage } from '../../fixtures/played-round.ts';
import { readSubmission } from '../../../src/core/package/submission.ts';
import { success } from '../../../src/core/result.ts';
import { checkPredictions, judge, openAnswers } from '../../../src/core/round/judge.ts';
import { readTestPart } from '../../../src/core/round/test-part.ts';

describe.each(CHALLENGES)('the answers and predictions of %s', (id) => {
  let own: TestData;
  beforeAll(async () => {
    own = await testData(id);
  });

  test('the key keeps the commitment of its test part, and another version’s does not', async () => {
    const part = await readTestPart(await opens(own.test));
    if (!part.ok) throw new Error(JSON.stringify(part.failure));
    expect(await openAnswers(await opens(own.key), part.value)).toEqual(success(null));
    const other = await testData(id, 24, 'other');
    expect(await openAnswers(await opens(other.key), part.value)).toMatchObject({
      failure: [{ code: 'round/commitment-broken' }],
    });
    const wrongPackage = await openAnswers(await opens(own.test), part.value);
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

test('the groups of an answer key are committed too', async () => {
  const own = await testData('thyroid');
  const part = await readTestPart(await opens(own.test));
  if (!part.ok) throw new Error(JSON.stringify(part.failure));
  const changed = await changedPackage(own.key, (entry) =>
    entry.path === 'groups.csv'
      ? { ...entry, bytes: text(new TextDecoder().decode(entry.bytes).replace('g001', 'g002')) }
      : entry,
  );
  const broken = [{ code: 'round/commitment-broken' }];
  expect(await openAnswers(await opens(changed), part.value)).toMatchObject({ failure: broken });
  // The commitment of an earlier release did not cover them.
  const outdated = { ...part.value, commitsGroups: false };
  expect(await openAnswers(await opens(own.key), outdated)).toMatchObject({ failure: broken });
});

test('all teams of a challenge share their draws, so that ranks can be compared', async () => {
  const own = await testData('thyroid');
  const key = await opens(own.key);
  const drawsOf = async (team: string) => {
    const made = await submission({ team, data: own, predictions: own.predict(1, team) });
    const opened = await opens(made.bytes);
    const document = await readSubmission(opened);
    if (!document.ok) throw new Error(JSON.stringify(document.failure));
    const judged = await judge(key, own.definition, document.value, opened.entry, 'strict');
    return judged.ok ? judged.value.draws : null;
  };
  const one = await drawsOf('A');
  expect(one).toHaveLength(1000);
  expect(await drawsOf('B')).toHaveLength(1000);
  expect(await drawsOf('A')).toEqual(one);
});
