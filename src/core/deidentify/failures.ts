/** Failure codes of `core/deidentify`, each with the details its sentence needs. Never a value of the source: attributes are named. */
export interface DeidentifyFailures {
  /** The written file still holds an identifier of the source: the keyword it had there, and where it is now. */
  'deidentify/echo': { readonly attribute: string; readonly place: string; readonly count: number };
  /** The written file is not as the profile demands. */
  'deidentify/proof': { readonly attribute: string; readonly cause: string };
  /** Bits of the compressed pixels outside the stored ones hold an overlay, which could show a name. */
  'deidentify/overlay-in-pixels': { readonly bit: number };
  /** The compressed pixels can't be followed from segment to segment, so that what they carry besides the picture is not known. */
  'deidentify/unreadable-stream': { readonly cause: 'frames' | 'segments' };
  /** A stored file that was not de-identified here. */
  'deidentify/not-deidentified': object;
  /** A source file shown beside an image is not the one that the image was made of. */
  'deidentify/other-source': object;
  /** Likely text in the pixels that nobody has blacked out or seen to be nobody's. */
  'deidentify/open-text-flag': { readonly count: number };
  /** After masking, a pixel outside the mask is not 0, or one inside has changed. */
  'deidentify/pixels': { readonly outside: number; readonly inside: number };
}
