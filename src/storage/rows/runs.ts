import type { RuleSet } from '../../core/definition/definition.ts';
import type { CaseGroup } from '../../core/scoring/groups.ts';
import type { Report } from '../../core/scoring/report.ts';

/** One scoring of one's own predictions. */
export interface RunRow {
  readonly id: number;
  readonly challengeId: string;
  readonly at: string;
  readonly reference: string;
  readonly prediction: string;
  readonly report: Report;
  /** Own words. */
  readonly note?: string;
  readonly starred?: boolean;
  /** Equal for runs on equal reference files. */
  readonly referenceDigest?: string;
  /** Digest of the opened dataset that the reference belongs to. */
  readonly datasetId?: string | null;
}

export interface RunFile {
  readonly name: string;
  readonly file: Blob;
}

/** What a run was computed from, so that it can be looked at and compared later. One's own data, not encrypted. */
export interface RunFilesRow {
  /** The run's. */
  readonly id: number;
  readonly challengeId: string;
  readonly ruleSet: RuleSet;
  readonly reference: readonly RunFile[];
  readonly prediction: readonly RunFile[];
  readonly groups: ReadonlyMap<string, CaseGroup> | null;
}

export interface StoredRun {
  readonly run: RunRow;
  readonly files: RunFilesRow | undefined;
}
