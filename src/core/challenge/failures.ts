/** Failure codes of `core/challenge`, each with the details for its message. */
export interface ChallengeFailures {
  /** An image can't be accepted yet. The details name the open points. */
  'challenge/not-complete': { readonly open: readonly string[] };
  /** No synthetic exam exists for this modality. */
  'challenge/not-drawn': { readonly modality: string };
  /** The modality of an image is not the challenge's. */
  'challenge/wrong-modality': { readonly expected: string; readonly got: string };
  /**
   * The file is not JSON. `position` counts characters from 0; it is present when the engine
   * reports it.
   */
  'challenge/not-json': { readonly position: number | null };
  /**
   * One error of a definition. `path` is its position, such as `score.terms[1].truth.column`; empty
   * for the whole document.
   */
  'challenge/invalid': { readonly path: string; readonly reason: InvalidReason };
}

/**
 * Reason why a part of a definition is refused. A closed union, so that the interface can express
 * each in both languages.
 */
export type InvalidReason =
  | { readonly code: 'missing' }
  | { readonly code: 'unknown-key' }
  | { readonly code: 'wrong-type'; readonly expected: JsonType; readonly got: JsonType }
  /** `allowed` and `got` are written as JSON. */
  | { readonly code: 'not-one-of'; readonly allowed: readonly string[]; readonly got: string }
  | { readonly code: 'wrong-length'; readonly expected: number; readonly got: number }
  | { readonly code: 'blank' }
  | { readonly code: 'wrong-form'; readonly form: TextForm }
  | { readonly code: 'out-of-range'; readonly minimum?: number; readonly maximum?: number }
  | { readonly code: 'not-positive' }
  | { readonly code: 'not-whole' }
  | { readonly code: 'too-deep'; readonly maximum: number }
  /** A condition must have one of these keys. */
  | { readonly code: 'not-a-condition'; readonly keys: readonly string[] }
  | { readonly code: 'not-a-sum-of-100'; readonly sum: number }
  | { readonly code: 'unknown-column'; readonly column: string; readonly table: 'reference' | 'prediction' }
  /** The column's type does not allow this use. */
  | {
      readonly code: 'wrong-column-type';
      readonly column: string;
      readonly expected: ColumnType;
      readonly got: ColumnType;
    }
  | { readonly code: 'unknown-value'; readonly column: string; readonly value: string }
  | { readonly code: 'duplicate'; readonly value: string }
  /** A required column of the reference that no field of the form fills. */
  | { readonly code: 'column-without-field'; readonly column: string }
  /** Another part of the definition, at `path`, requires a value here. */
  | { readonly code: 'required-by'; readonly path: string }
  /** Another part of the definition, at `path`, forbids this. */
  | { readonly code: 'excluded-by'; readonly path: string }
  | { readonly code: 'ends-before-start' };

export type JsonType = 'text' | 'number' | 'true-or-false' | 'list' | 'object' | 'null';

export type TextForm = 'identifier' | 'version' | 'date' | 'modality' | 'column-name';

type ColumnType = 'boolean' | 'category' | 'number';
