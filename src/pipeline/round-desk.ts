import type { ChallengeDefinition, RuleSet } from '../core/definition/definition.ts';
import type { Failure } from '../core/failure.ts';
import { openPackage } from '../core/package/open.ts';
import { readResults, type Results } from '../core/round/results.ts';
import { readSubmission, type SubmissionDocument } from '../core/package/submission.ts';
import { failed, success, type Result } from '../core/result.ts';
import { checkPredictions, judge, openAnswers, type Committed, type Judgement } from '../core/round/judge.ts';
import type { RoundChallenge } from '../core/round/plan.ts';
import { readChallengeFile, type ChallengeFile } from '../core/round/challenge-file.ts';
import { readTestPart, type TestPart } from '../core/round/test-part.ts';
import { blobSource, digestOf } from './blob-source.ts';
import type { OpenPackages } from './package-reading.ts';

/** A challenge of a round with the package it is played on. */
export interface TestFile {
  readonly challenge: RoundChallenge;
  readonly file: Blob;
}

/** What a file that was handed in turned out to be. */
export interface Received {
  /** SHA-256 (hex) of the whole file. */
  readonly fileDigest: string;
  /** Null where the package could not be read. */
  readonly digest: string | null;
  /** Fingerprint of the key that signed it; null: unsigned, or not read. */
  readonly signer: string | null;
  readonly document: SubmissionDocument | null;
  /** All that is wrong with the package and its predictions; the round's own rules come after. */
  readonly failures: readonly Failure[];
}

export interface OpenedTestPart extends TestPart {
  /** SHA-256 (hex) of the manifest. */
  readonly digest: string;
  /** Fingerprint of the key that signed it. Null: not signed. */
  readonly signer: string | null;
}

export interface OpenedKey {
  readonly challenge: string;
  readonly digest: string;
  /** Empty: it is the key that was committed to. */
  readonly failures: readonly Failure[];
}

const open = (file: Blob) => openPackage(blobSource(file));

/** A test part that a round is to be played on. */
export async function testPart(file: Blob): Promise<Result<OpenedTestPart, readonly Failure[]>> {
  const opened = await open(file);
  if (!opened.ok) return opened;
  const part = await readTestPart(opened.value);
  const { digest, signer } = opened.value;
  return part.ok ? success({ ...part.value, digest, signer }) : part;
}

export async function challengeFile(file: Blob): Promise<Result<ChallengeFile, readonly Failure[]>> {
  const opened = await open(file);
  return opened.ok ? readChallengeFile(opened.value) : opened;
}

/** Opens whatever a team handed in and checks its predictions against the test part it was made for, if the round has that. */
export async function receive(
  packages: OpenPackages,
  file: Blob,
  tests: readonly TestFile[],
): Promise<Result<Received>> {
  const fileDigest = await digestOf(file);
  const opened = await open(file);
  if (!opened.ok)
    return success({ fileDigest, digest: null, signer: null, document: null, failures: opened.failure });
  const { digest, signer } = opened.value;
  const head = { fileDigest, digest, signer };
  const submission = await readSubmission(opened.value);
  if (!submission.ok) return success({ ...head, document: null, failures: submission.failure });
  const { document } = submission.value;
  const test = tests.find(
    ({ challenge }) =>
      challenge.definition.id === document.challenge && challenge.dataset === document.dataset,
  );
  if (!test) return success({ ...head, document, failures: [] });
  const part = await packages.open(test.file, test.challenge.dataset);
  if (!part.ok) return success({ ...head, document, failures: part.failure });
  const dataset = await readTestPart(part.value);
  if (!dataset.ok) return success({ ...head, document, failures: dataset.failure });
  const checked = await checkPredictions(
    part.value,
    dataset.value,
    submission.value,
    opened.value.entry,
    test.challenge.ruleSet,
  );
  return success({ ...head, document, failures: checked.ok ? [] : checked.failure });
}

/** An answer key, held against the commitment of its challenge. */
export async function answers(
  file: Blob,
  challenges: readonly Committed[],
): Promise<Result<OpenedKey, readonly Failure[]>> {
  const opened = await open(file);
  if (!opened.ok) return opened;
  const { digest, manifest } = opened.value;
  const challenge = challenges.find(({ definition }) => definition.id === manifest.challenge.id);
  if (!challenge) {
    const details = { challenge: manifest.challenge.id };
    return failed([{ code: 'round/unknown-challenge', details }]);
  }
  const kept = await openAnswers(opened.value, challenge);
  return success({ challenge: challenge.definition.id, digest, failures: kept.ok ? [] : kept.failure });
}

export async function judgeSubmission(
  packages: OpenPackages,
  key: Blob,
  keyDigest: string,
  file: Blob,
  definition: ChallengeDefinition,
  ruleSet: RuleSet,
): Promise<Result<Judgement, readonly Failure[]>> {
  const answers = await packages.open(key, keyDigest);
  if (!answers.ok) return answers;
  const opened = await open(file);
  if (!opened.ok) return opened;
  const submission = await readSubmission(opened.value);
  if (!submission.ok) return submission;
  const { entry } = opened.value;
  return judge(answers.value, definition, submission.value, entry, ruleSet);
}

export async function results(file: Blob): Promise<Result<Results, readonly Failure[]>> {
  const opened = await open(file);
  return opened.ok ? readResults(opened.value) : opened;
}
