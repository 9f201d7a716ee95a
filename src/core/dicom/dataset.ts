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

/** What of a file was read otherwise than as it is written. */
export type ReadingRepair =
  /** There is no File Meta. */
  | 'no-meta'
  /** The transfer syntax is missing: guessed from the first element. */
  | 'no-syntax'
  /** The data set is in explicit VR where its transfer syntax is implicit, or the other way round. */
  | 'other-syntax'
  /** Elements were out of order or doubled: sorted, the last of a double kept. */
  | 'order'
  /** A VR is not of PS3.5: that of the dictionary is taken. */
  | 'unknown-vr'
  /** An item or a delimiter belongs to no sequence: left out. */
  | 'item-outside'
  /** A sequence, an item or the fragments of Pixel Data lack the delimiter at their end. */
  | 'open-sequence'
  | 'open-item'
  | 'open-fragments'
  /** NumberOfFrames is 0: read as 1. */
  | 'frames-0'
  /** Bytes after the last element, or after Pixel Data, are left out. */
  | 'bytes-at-end'
  | 'bytes-after-pixels';

/** A parsed DICOM Part 10 file (PS3.10) or bare data set. */
export interface Part10 {
  /** File Meta group 0002; empty when the file has none. */
  readonly meta: DataSet;
  readonly dataset: DataSet;
  /** UID of the file's transfer syntax. */
  readonly transferSyntax: string;
  /** Each kind of repair once or several times. */
  readonly repairs: readonly ReadingRepair[];
}
