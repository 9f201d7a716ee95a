/** A curator's decision on one image of the merged list. */
export interface DecisionRow {
  /** `challengeId` and the image's key in the merged list, joined by a line break. */
  readonly id: string;
  readonly challengeId: string;
  readonly imageKey: string;
  readonly keep: boolean;
  readonly reason: string | null;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}
