import type { RoundApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { type Failure, failuresOf } from '../../core/failure.ts';
import { listed, success } from '../../core/result.ts';
import type { Evidence, SubmissionEvidence } from '../../core/round/evidence.ts';
import type { RoundChallenge, RoundPlan } from '../../core/round/plan.ts';
import type { OpenedKey, OpenedTestPart, TestFile } from '../../pipeline/round-desk.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';

/** Packages to verify a results package with. */
export interface GivenEvidence {
  readonly challengeFile: PickedFile | undefined;
  readonly testParts: readonly PickedFile[];
  readonly keys: readonly PickedFile[];
  readonly submissions: readonly PickedFile[];
}

export interface GatheredEvidence {
  readonly evidence: Evidence;
  /** Faults of the packages, by path. */
  readonly faults: readonly { readonly failures: readonly Failure[]; readonly path: string }[];
}

interface Opened<T> {
  readonly file: File;
  readonly opened: T;
}

/**
 * Opens the given packages and scores the submissions. Rules come from the challenge file and the
 * test parts; where they were not given, from the plan of the results package.
 */
export async function gatherEvidence(
  pool: WorkerPool<RoundApi>,
  given: GivenEvidence,
  played: RoundPlan,
  job: JobHandle,
): Promise<GatheredEvidence> {
  const faults: { failures: readonly Failure[]; path: string }[] = [];
  const { signal } = job;

  const announced =
    given.challengeFile &&
    listed(await pool.run((api) => api.challengeFile(given.challengeFile?.file ?? new Blob()), { signal }));
  if (announced && !announced.ok)
    faults.push({ failures: announced.failure, path: given.challengeFile?.path ?? '' });
  const challengeFile = announced?.ok ? announced.value : null;

  const testParts = new Map<string, Opened<OpenedTestPart>>();
  await pool.each(
    given.testParts,
    (api, { file }) => api.testPart(file),
    ({ file, path }, answered) => {
      job.advance();
      const opened = listed(answered);
      if (!opened.ok) {
        faults.push({ failures: opened.failure, path });
        return;
      }
      const { id } = opened.value.definition;
      // If two test parts of a challenge exist, use the one that was played.
      const isPlayed = played.challenges.some(({ dataset }) => dataset === opened.value.digest);
      if (isPlayed || !testParts.has(id)) testParts.set(id, { file, opened: opened.value });
    },
    { signal },
  );

  const challenges = played.challenges.map((challenge): RoundChallenge => {
    const { id } = challenge.definition;
    const part = testParts.get(id)?.opened;
    const rules = challengeFile?.plan.challenges.find(({ definition }) => definition.id === id);
    return {
      ...challenge,
      ...(rules && { ruleSet: rules.ruleSet }),
      ...(part && {
        definition: part.definition,
        commitment: part.commitment,
        commitsGroups: part.commitsGroups,
        dataset: part.digest,
      }),
    };
  });

  const keys = new Map<string, Opened<OpenedKey>>();
  await pool.each(
    given.keys,
    (api, { file }) => api.answers(file, challenges),
    ({ file, path }, answered) => {
      job.advance();
      const opened = listed(answered);
      const failures = opened.ok ? opened.value.failures : opened.failure;
      if (failures.length > 0) faults.push({ failures, path });
      // If two answer keys exist, use the one that matches the commitment.
      if (opened.ok && (failures.length === 0 || !keys.has(opened.value.challenge)))
        keys.set(opened.value.challenge, { file, opened: opened.value });
    },
    { signal },
  );

  const tests = challenges.flatMap((challenge): readonly TestFile[] => {
    const part = testParts.get(challenge.definition.id);
    return part ? [{ challenge, file: part.file }] : [];
  });
  const submissions: SubmissionEvidence[] = [];
  await pool.each(
    given.submissions,
    async (api, { file }) => {
      const received = await api.receive(file, tests);
      if (!received.ok) return received;
      const { document } = received.value;
      const key = keys.get(document?.challenge ?? '');
      const challenge = challenges.find(({ definition }) => definition.id === document?.challenge);
      // A key that breaks its commitment can't score.
      const judged =
        key && challenge && key.opened.failures.length === 0
          ? await api.judge(key.file, key.opened.digest, file, challenge.definition, challenge.ruleSet)
          : null;
      return success({ received: received.value, judged });
    },
    ({ path }, computed) => {
      job.advance();
      if (!computed.ok) {
        faults.push({ failures: failuresOf(computed.failure), path });
        return;
      }
      const { received, judged } = computed.value;
      const { digest, fileDigest, signer, document, failures } = received;
      if (failures.length > 0) faults.push({ failures, path });
      const isChecked = tests.some(({ challenge }) => challenge.definition.id === document?.challenge);
      submissions.push({
        fileDigest,
        digest,
        signer,
        team: document?.team ?? null,
        challenge: document?.challenge ?? null,
        dataset: document?.dataset ?? null,
        preparedAt: document?.preparedAt ?? null,
        sound: failures.length > 0 ? false : isChecked ? true : null,
        report: judged?.ok === true ? judged.value.report : null,
      });
    },
    { signal },
  );

  return {
    faults,
    evidence: {
      challengeFile,
      testParts: new Map([...testParts].map(([id, { opened }]) => [id, opened])),
      answers: new Map(
        [...keys].map(([id, { opened }]) => [
          id,
          {
            digest: opened.digest,
            keeps: opened.failures.length > 0 ? false : testParts.has(id) ? true : null,
          },
        ]),
      ),
      submissions,
    },
  };
}
