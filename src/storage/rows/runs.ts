import type { RuleSet } from '../../core/definition/definition.ts';
import type { CaseGroup } from '../../core/scoring/groups.ts';
import type { Report } from '../../core/scoring/report.ts';

/** One scoring of a contestant's own predictions. */
export interface RunRow {
  readonly id: number;
  readonly challengeId: string;
  readonly at: string;
  readonly reference: string;
  readonly prediction: string;
  readonly report: Report;
  /** The contestant's note. */
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

/** The files from which a run was computed, for looking at cases and comparing runs later. The contestant's own data, not encrypted. */
export interface RunFilesRow {
  /** Id of the run. */
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
