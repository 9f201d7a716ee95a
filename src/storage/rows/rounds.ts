import type { RoundEvent } from '../../core/round/events.ts';
import type { RoundPlan } from '../../core/round/plan.ts';
import type { Report } from '../../core/scoring/report.ts';
import type { Failure } from '../../core/failure.ts';

/** A round on this machine: what is planned while its log is empty. What happened in it is its log alone. */
export interface RoundRow {
  readonly id: string;
  readonly createdAt: string;
  readonly draft: RoundPlan;
  /** The teams as they were typed, one a line. */
  readonly teams: string;
}

/** The clock of an open round as last written. */
export interface RoundClockRow {
  readonly id: string;
  /** Milliseconds lived through since the opening. */
  readonly elapsed: number;
  /** The wall clock then, in milliseconds since 1970. */
  readonly wall: number;
}

/** One line of a round's log; never changed. */
export interface RoundEventRow {
  readonly round: string;
  /** From 0. */
  readonly sequence: number;
  readonly event: RoundEvent;
}

/** A package that a round was given: a test part, an answer key, or what a team handed in, sound or not. */
export interface RoundFileRow {
  /** Round, kind and number or challenge. */
  readonly id: string;
  readonly round: string;
  readonly kind: 'test' | 'answers' | 'submission';
  /** Number of the receipt; null for the organiser's own packages. */
  readonly receipt: number | null;
  /** SHA-256 (hex) of the manifest; null where there is none. */
  readonly digest: string | null;
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970: with name and size, which file of a watched folder it was. */
  readonly lastModified: number;
  readonly file: Blob;
}

/** What the scoring made of one receipt. */
export interface JudgementRow {
  readonly id: string;
  readonly round: string;
  readonly receipt: number;
  readonly report: Report | null;
  /** Why there is no report. */
  readonly failures: readonly Failure[];
  /** One total a draw. */
  readonly draws: Float64Array | null;
}
