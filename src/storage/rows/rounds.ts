import type { RoundEvent } from '../../core/round/events.ts';
import type { RoundPlan } from '../../core/round/plan.ts';
import type { Report } from '../../core/scoring/report.ts';
import type { Failure } from '../../core/failure.ts';

/** A round on this machine: its plan while its log is empty. After that, only the log counts. */
export interface RoundRow {
  readonly id: string;
  readonly createdAt: string;
  readonly draft: RoundPlan;
  /** The teams as typed, one per line. */
  readonly teams: string;
}

/** The clock of an open round as last written. */
export interface RoundClockRow {
  readonly id: string;
  /** Milliseconds since the opening during which the page was open. */
  readonly elapsed: number;
  /** The wall clock at that moment, in milliseconds since 1970. */
  readonly wall: number;
}

/** One line of a round's log. It never changes. */
export interface RoundEventRow {
  readonly round: string;
  /** From 0. */
  readonly sequence: number;
  readonly event: RoundEvent;
}

/** A package of a round: a test part, an answer key, or a file submitted by a team, accepted or refused. */
export interface RoundFileRow {
  /** Round, kind and number or challenge. */
  readonly id: string;
  readonly round: string;
  readonly kind: 'test' | 'answers' | 'submission';
  /** Number of the receipt. Null for the organiser's packages. */
  readonly receipt: number | null;
  /** SHA-256 (hex) of the manifest; null where there is none. */
  readonly digest: string | null;
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970. With name and size, it identifies a file of a watched folder. */
  readonly lastModified: number;
  readonly file: Blob;
}

/** The score of one receipt. */
export interface JudgementRow {
  readonly id: string;
  readonly round: string;
  readonly receipt: number;
  readonly report: Report | null;
  /** The reasons why there is no report. */
  readonly failures: readonly Failure[];
  /** One total per draw. */
  readonly draws: Float64Array | null;
}
