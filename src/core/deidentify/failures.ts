/**
 * Failure codes of `core/deidentify`, each with the details for its message. Details name
 * attributes and never hold a value of the source.
 */
export interface DeidentifyFailures {
  /**
   * The written file still holds an identifier of the source. The details give its keyword in the
   * source and its place in the file.
   */
  'deidentify/echo': { readonly attribute: string; readonly place: string; readonly count: number };
  /** The written file does not satisfy the profile. */
  'deidentify/proof': { readonly attribute: string; readonly cause: string };
  /**
   * The compressed pixels hold an overlay in bits outside the stored ones. An overlay can show a
   * name.
   */
  'deidentify/overlay-in-pixels': { readonly bit: number };
  /**
   * The segments of the compressed pixels can't be followed. So it is unknown what they carry
   * besides the picture.
   */
  'deidentify/unreadable-stream': { readonly cause: 'frames' | 'segments' };
  /** A stored file was not de-identified by this application. */
  'deidentify/not-deidentified': object;
  /** The source file shown beside an image is not the source of that image. */
  'deidentify/other-source': object;
  /** The pixels likely hold text that nobody has blacked out or confirmed to identify nobody. */
  'deidentify/open-text-flag': { readonly count: number };
  /** After masking, a pixel outside the mask is not 0, or a pixel inside it has changed. */
  'deidentify/pixels': { readonly outside: number; readonly inside: number };
}
