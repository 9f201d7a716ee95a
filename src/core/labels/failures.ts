import type { Text } from '../text.ts';

/**
 * A cell of a table, located for the user: 1-based line of the file, id and column (null when the
 * row has none).
 */
export interface CellPlace {
  readonly line: number;
  readonly id: string | null;
  readonly column: string;
}

/**
 * Failure codes of `core/labels`, each with the details for its message. Line numbers are 1-based
 * lines of the file.
 */
export interface LabelsFailures {
  /** A table of rows names a file that was not imported. */
  'labels/unknown-file': { readonly line: number };
  /** A name in a table of rows fits several files that were imported. */
  'labels/ambiguous-file': { readonly line: number; readonly candidates: readonly string[] };
  'labels/empty-file': object;
  /** A mask file's name matches no image of the queue. */
  'labels/mask-of-no-image': object;
  /** A mask file's name matches several images of the queue. */
  'labels/mask-of-several': { readonly images: number };
  /** A mask dropped on one image has the name of another image. */
  'labels/mask-of-other': { readonly exam: string };
  /** Several files are masks of one image. */
  'labels/several-masks': { readonly files: number };
  /** The file holds NUL characters: a workbook or an image. Remedy: save as CSV UTF-8. */
  'labels/not-text': { readonly line: number };
  /** A byte-order mark declares an encoding that the bytes do not follow. */
  'labels/undecodable': { readonly encoding: string };
  'labels/unclosed-quote': { readonly line: number };
  /** Characters follow a closing quote. Remedy: double the quotes inside a quoted field. */
  'labels/malformed-quote': { readonly line: number };
  /**
   * The number of fields differs from the header's. The usual cause is a decimal comma in a
   * comma-separated file.
   */
  'labels/ragged-row': {
    readonly line: number;
    readonly expected: number;
    readonly got: number;
    readonly separator: string;
  };
  'labels/blank-line': { readonly line: number };
  'labels/no-rows': object;
  /** The same header occurs more than once, at these 1-based positions. */
  'labels/duplicate-header': { readonly header: string; readonly positions: readonly number[] };
  /** Several headers with different spellings mean one column. */
  'labels/duplicate-column': { readonly column: string; readonly headers: readonly string[] };
  'labels/missing-column': { readonly column: string; readonly found: readonly string[] };
  /** `position` is the 1-based position in the header. */
  'labels/unknown-column': {
    readonly header: string;
    readonly position: number;
    readonly expected: readonly string[];
  };
  'labels/blank-id': { readonly line: number };
  'labels/duplicate-id': { readonly id: string; readonly lines: readonly number[] };
  'labels/blank-value': CellPlace;
  'labels/unknown-boolean': CellPlace & { readonly value: string };
  /**
   * `decimalComma`: the value would be a number with a decimal comma, but that is legal only with
   * `;` or tab as separator.
   */
  'labels/not-a-number': CellPlace & { readonly value: string; readonly decimalComma: boolean };
  'labels/nan-value': CellPlace & { readonly value: string };
  'labels/infinite-value': CellPlace & { readonly value: string };
  'labels/unknown-category': CellPlace & { readonly value: string; readonly legal: readonly string[] };
  /** The row violates a label rule of the definition. `line` is null in a form. */
  'labels/rule-broken': { readonly line: number | null; readonly id: string | null; readonly message: Text };
  /** A field of the label form is not filled in. */
  'labels/label-missing': { readonly column: string };
  'labels/label-not-legal': {
    readonly column: string;
    readonly value: string;
    readonly legal: readonly string[];
  };
}
