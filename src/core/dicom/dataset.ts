/** The in-memory model of a DICOM data set, independent of its transfer syntax. */

/** Eight upper-case hexadecimal digits, group then element: `"00100010"`. */
export type Tag = string;

export interface DataSet {
  /** By tag, in ascending tag order. */
  readonly elements: ReadonlyMap<Tag, Element>;
}

export interface Element {
  readonly tag: Tag;
  /**
   * Two letters, PS3.5 section 6.2. Taken from the file; for implicit VR from the dictionary; `UN`
   * when unknown.
   */
  readonly vr: string;
  readonly value: ElementValue;
}

export type ElementValue =
  /**
   * The value field in little endian, for sources of either byte order. We add no trailing padding.
   */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'items'; readonly items: readonly DataSet[] }
  /**
   * Encapsulated Pixel Data: the value of the Basic Offset Table and the fragments, byte for byte.
   */
  | {
      readonly kind: 'fragments';
      readonly offsetTable: Uint8Array;
      readonly fragments: readonly Uint8Array[];
    };

/** A parsed DICOM Part 10 file (PS3.10) or bare data set. */
export interface Part10 {
  /** File Meta group 0002; empty when the file has none. */
  readonly meta: DataSet;
  readonly dataset: DataSet;
  /** UID of the file's transfer syntax. */
  readonly transferSyntax: string;
  /** Structural repairs made during reading, in plain English, for the log. */
  readonly repairs: readonly string[];
}
