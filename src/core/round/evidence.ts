import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Report } from '../scoring/report.ts';
import type { ChallengeFile } from './challenge-file.ts';

/**
 * What a verifier holds besides the results package. The first two were published before the round;
 * a results package is verified against them, never against itself.
 */
export interface Evidence {
  /** Null: not given. */
  readonly challengeFile: ChallengeFile | null;
  /** By challenge. */
  readonly testParts: ReadonlyMap<string, TestPartEvidence>;
  /** By challenge. */
  readonly answers: ReadonlyMap<string, AnswerEvidence>;
  readonly submissions: readonly SubmissionEvidence[];
}

export interface TestPartEvidence {
  /** SHA-256 (hex) of the manifest. */
  readonly digest: string;
  /** Fingerprint of the key that signed it. Null: not signed. */
  readonly signer: string | null;
  readonly definition: ChallengeDefinition;
  readonly commitment: string;
  readonly commitsGroups: boolean;
}

export interface AnswerEvidence {
  readonly digest: string;
  /** True when it matches the commitment of the test part. Null: no test part was given. */
  readonly keeps: boolean | null;
}

export interface SubmissionEvidence {
  /** SHA-256 (hex) of the whole file. */
  readonly fileDigest: string;
  /** Of the manifest. Null: the package could not be read. */
  readonly digest: string | null;
  readonly signer: string | null;
  readonly team: string | null;
  readonly challenge: string | null;
  readonly dataset: string | null;
  /** By the team's own clock, ISO 8601. */
  readonly preparedAt: string | null;
  /** True when the package and its predictions have no fault. Null: not checked, for want of the test part. */
  readonly sound: boolean | null;
  /** The recomputed report. Null: there was no answer key to score it with. */
  readonly report: Report | null;
}
