/** The in-memory model of a DICOM data set, independent of the transfer syntax it came from. */

/** Eight upper-case hexadecimal digits, group then element: `"00100010"`. */
export type Tag = string;

export interface DataSet {
  /** By tag, in ascending tag order. */
  readonly elements: ReadonlyMap<Tag, Element>;
}

export interface Element {
  readonly tag: Tag;
  /** Two letters, PS3.5 section 6.2. From the file, or from the dictionary for implicit VR; `UN` when unknown. */
  readonly vr: string;
  readonly value: ElementValue;
}

export type ElementValue =
  /** The value field in little endian, whatever the source's byte order, without trailing pad added by us. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'items'; readonly items: readonly DataSet[] }
  /** Encapsulated Pixel Data: the Basic Offset Table's value and the fragments, byte for byte. */
  | {
      readonly kind: 'fragments';
      readonly offsetTable: Uint8Array;
      readonly fragments: readonly Uint8Array[];
    };

/** A DICOM Part 10 file (PS3.10) or a bare data set, parsed. */
export interface Part10 {
  /** File Meta group 0002; empty when the file has none. */
  readonly meta: DataSet;
  readonly dataset: DataSet;
  /** UID of the transfer syntax the file is encoded in. */
  readonly transferSyntax: string;
  /** Structural repairs made while reading, in plain English, for the log. */
  readonly repairs: readonly string[];
}
