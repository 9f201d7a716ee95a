import type { RuleSet } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import type { Repair } from '../labels/repairs.ts';
import type { MaskMeasures } from './mask-measures.ts';
import type { Touched } from './touched.ts';
import type { Interval } from './interval.ts';

/** A score with all that is needed to follow it by hand: total = Σ weight · value over the terms, in order. */
export interface Report {
  /** Null where a term is undefined and the definition does not say that it is left out. */
  readonly total: number | null;
  readonly ruleSet: RuleSet;
  readonly terms: readonly ReportTerm[];
  /** Each row, cell or image that a rule of the rule set decided. */
  readonly touched: readonly Touched[];
  readonly warnings: readonly Failure[];
  /** What reading the predictions had to put right. */
  readonly repairs: readonly Repair[];
  /** How far the total might move with other patients; null where a class is too rare to resample. */
  readonly interval?: ScoreInterval | null;
  /** Only for segmentation. */
  readonly masks?: MaskReport;
}

/** Percentile interval of the total by the bootstrap, patients (or images, where patients are unknown) drawn with replacement. */
export interface ScoreInterval {
  readonly lower: number;
  readonly upper: number;
  /** 0.95 for a 95 % interval. */
  readonly level: number;
  readonly draws: number;
  /** Draws in which a class was absent, which were drawn again. */
  readonly redrawn: number;
  readonly seed: string;
  /** What was drawn, and how many there are. Absent: images. */
  readonly by?: 'patient' | 'image';
  readonly units?: number;
}

export interface ReportTerm {
  readonly name: string;
  /** The mean of which this term is a member. */
  readonly group: string | null;
  /** Effective: a member of a mean has the mean's weight over the number of members that count; 0 when left out. */
  readonly weight: number;
  /** Null where undefined. */
  readonly value: number | null;
  /** Rows used of each class; for Dice, images whose reference is not empty and is empty. */
  readonly positives: number;
  readonly negatives: number;
  readonly notes: readonly TermNote[];
  /** By the same draws as the total's; null where the term is undefined in too many of them. */
  readonly interval?: Interval | null;
}

export type TermNote = 'one-class' | 'left-out' | 'constant' | 'looks-thresholded' | 'possibly-inverted';

export interface MaskReport {
  /** In the order of ids. */
  readonly cases: readonly MaskReportCase[];
  /** Mean Dice over the images whose reference is not empty; null where all are. */
  readonly meanNonEmpty: number | null;
  readonly emptyReferences: number;
}

export interface MaskReportCase {
  readonly id: string;
  readonly dice: number;
  /** Null where the masks could not be measured against each other; absent where nothing measured them. */
  readonly measures?: MaskMeasures | null;
}
