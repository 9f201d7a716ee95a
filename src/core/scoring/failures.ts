import type { Elsewhere } from '../image/failures.ts';

/**
 * Failure codes of `core/scoring`, each with the details for its message. Line numbers are 1-based
 * lines of the file.
 */
export interface ScoringFailures {
  /** A score given to the AUC is NaN or infinite. `index` is its 0-based position. */
  'scoring/score-not-finite': { readonly index: number; readonly value: number };
  /** A case of the reference has no row (strict). */
  'scoring/missing-case': { readonly id: string };
  /** A row's id is not in the reference. `strict` refuses it; `jfr-2018` ignores and reports it. */
  'scoring/extra-id': { readonly id: string; readonly line: number };
  'scoring/row-count': { readonly expected: number; readonly got: number };
  /** Columns besides the id (jfr-2018). */
  'scoring/column-count': {
    readonly expected: number;
    readonly got: number;
    readonly columns: readonly string[];
  };
  /** Finite columns whose sum overflows. */
  'scoring/sum-not-finite': {
    readonly line: number | null;
    readonly id: string;
    readonly term: string;
    readonly columns: readonly string[];
  };
  /** A term names a column that the definition's reference or prediction does not have. */
  'scoring/term-column': { readonly term: string; readonly column: string };
  /** Dice terms need masks; all other terms need a table. */
  'scoring/term-kind': { readonly term: string; readonly kind: 'auc' | 'mean' | 'dice' };
  /** Predictions were read for another reference. */
  'scoring/other-reference': { readonly expected: number; readonly got: number };
  'scoring/no-cases': object;
  /** One table is required, but several were given. */
  'scoring/several-tables': { readonly paths: readonly string[] };
  'scoring/reference-mask-values': {
    readonly id: string;
    readonly value: number;
    readonly count: number;
    readonly foreground: number;
  };
  'scoring/reference-mask-truncated': {
    readonly id: string;
    readonly expected: number;
    readonly got: number;
  };
  'scoring/duplicate-case': { readonly id: string };
  'scoring/missing-mask': { readonly id: string };
  'scoring/extra-mask': { readonly id: string };
  /** Sizes in pixels or voxels. `swapped`: the same lengths on other axes. */
  'scoring/mask-shape': {
    readonly id: string;
    readonly expected: readonly number[];
    readonly got: readonly number[];
    readonly swapped: boolean;
  };
  /** The number of values in the mask's data differs from its size. */
  'scoring/mask-truncated': { readonly id: string; readonly expected: number; readonly got: number };
  /**
   * `value` is the first value that is neither 0 nor `foreground`; `count` is the number of such
   * values.
   */
  'scoring/mask-values': {
    readonly id: string;
    readonly value: number;
    readonly count: number;
    readonly foreground: number;
  };
  /** Warning: the largest difference between the entries of the two affines. */
  'scoring/mask-affine': { readonly id: string; readonly difference: number };
  /**
   * By its own geometry the mask does not lie on the reference's pixels. `strict` refuses it;
   * `jfr-2018` compares element by element, as in 2018, and warns.
   */
  'scoring/mask-elsewhere': { readonly id: string } & Elsewhere;
  /** Warning: the mask's axes run otherwise than the reference's. It was put in their order. */
  'scoring/mask-reordered': { readonly id: string };
  /** A file of the case in a format that is not read, for example `nrrd`. */
  'scoring/mask-format': { readonly id: string; readonly format: string };
  /** Warning: scored element by element although the shapes differ (jfr-2018). */
  'scoring/mask-shape-ignored': {
    readonly id: string;
    readonly expected: readonly number[];
    readonly got: readonly number[];
    readonly swapped: boolean;
  };
  /** Warnings about terms. */
  'scoring/one-class': { readonly term: string; readonly positives: number; readonly negatives: number };
  'scoring/left-out': { readonly term: string; readonly group: string };
  'scoring/constant': { readonly term: string; readonly value: number };
  'scoring/looks-thresholded': {
    readonly term: string;
    readonly values: readonly [low: number, high: number];
  };
  'scoring/possibly-inverted': { readonly term: string; readonly auc: number };
}
