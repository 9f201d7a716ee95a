import type { RuleSet } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import type { Repair } from '../labels/repairs.ts';
import type { MaskMeasures } from './mask-measures.ts';
import type { Touched } from './touched.ts';
import type { Interval } from './interval.ts';

/**
 * A score with everything needed to recompute it by hand: total = Σ weight · value over the terms,
 * in order.
 */
export interface Report {
  /** Null when a term is undefined and the definition does not leave it out. */
  readonly total: number | null;
  readonly ruleSet: RuleSet;
  readonly terms: readonly ReportTerm[];
  /** Every row, cell or image that a rule of the rule set decided. */
  readonly touched: readonly Touched[];
  readonly warnings: readonly Failure[];
  /** Repairs made while reading the predictions. */
  readonly repairs: readonly Repair[];
  /**
   * How far the total might move with other patients. Null when a class is too rare to resample.
   */
  readonly interval?: ScoreInterval | null;
  /** Only for segmentation. */
  readonly masks?: MaskReport;
}

/**
 * Percentile interval of the total by the bootstrap. Patients (or images, when patients are
 * unknown) are drawn with replacement.
 */
export interface ScoreInterval {
  readonly lower: number;
  readonly upper: number;
  /** 0.95 for a 95 % interval. */
  readonly level: number;
  readonly draws: number;
  /** Number of draws without one of the classes. They were drawn again. */
  readonly redrawn: number;
  readonly seed: string;
  /** The units that were drawn, and their number. Absent: images. */
  readonly by?: 'patient' | 'image';
  readonly units?: number;
}

export interface ReportTerm {
  readonly name: string;
  /** The mean that this term belongs to. */
  readonly group: string | null;
  /**
   * Effective weight. A member of a mean has the mean's weight divided by the number of members
   * that count; 0 when it is left out.
   */
  readonly weight: number;
  /** Null when undefined. */
  readonly value: number | null;
  /**
   * Number of rows used in each class. For Dice: images with a non-empty and with an empty
   * reference.
   */
  readonly positives: number;
  readonly negatives: number;
  readonly notes: readonly TermNote[];
  /**
   * From the same draws as the total's interval. Null when the term is undefined in too many of
   * them.
   */
  readonly interval?: Interval | null;
}

export type TermNote = 'one-class' | 'left-out' | 'constant' | 'looks-thresholded' | 'possibly-inverted';

export interface MaskReport {
  /** In the order of ids. */
  readonly cases: readonly MaskReportCase[];
  /** Mean Dice over the images with a non-empty reference. Null when all references are empty. */
  readonly meanNonEmpty: number | null;
  readonly emptyReferences: number;
}

export interface MaskReportCase {
  readonly id: string;
  readonly dice: number;
  /**
   * Null when the masks could not be measured against each other. Absent when nothing measured
   * them.
   */
  readonly measures?: MaskMeasures | null;
}
