import type { RuleSet } from '../../core/definition/definition.ts';
import type { CaseGroup } from '../../core/scoring/groups.ts';
import type { Report } from '../../core/scoring/report.ts';

/** One scoring of one's own predictions, as listed. */
export interface Run {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly reference: string;
  readonly prediction: string;
  readonly report: Report;
  /** The user's own words. */
  readonly note?: string;
  readonly starred?: boolean;
  /** Equal for runs with equal reference files. */
  readonly referenceDigest?: string;
  /** The opened dataset that the reference belongs to. */
  readonly datasetId?: string | null;
}

/** The files that a run was computed from. */
export interface RunFiles {
  readonly challengeId: string;
  readonly ruleSet: RuleSet;
  readonly reference: readonly RunFile[];
  readonly prediction: readonly RunFile[];
  readonly groups: ReadonlyMap<string, CaseGroup> | null;
}

export interface RunFile {
  readonly name: string;
  readonly file: Blob;
}
