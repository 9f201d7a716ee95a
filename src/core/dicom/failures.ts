/** Failure codes of `core/dicom`, each with the details its sentence needs. */
export interface DicomFailures {
  /** Neither a Part 10 file nor a bare data set. */
  'dicom/not-dicom': object;
  /** The file ends inside an element. */
  'dicom/truncated': { readonly tag: string; readonly expected: number; readonly actual: number };
  /** The structure can't be followed. */
  'dicom/malformed': { readonly cause: string; readonly offset: number };
  /** A data set without Pixel Data: a report, a plan, a directory. */
  'dicom/no-pixels': { readonly sopClass: string };
  /** The header's description of the pixels contradicts itself or is missing. */
  'dicom/bad-header': { readonly cause: string };
  /** Fewer pixel bytes than rows, columns, samples, bits and frames ask for. */
  'dicom/truncated-pixels': { readonly expected: number; readonly actual: number };
  /** No decoder for this transfer syntax, or for what its name promises. */
  'dicom/unsupported-syntax': { readonly syntax: string; readonly name: string };
  /** A photometric interpretation, or pixel layout, that is not read. */
  'dicom/unsupported-pixels': { readonly cause: string };
  /** The decoder gave up, or the compressed stream is damaged. */
  'dicom/decode-failed': { readonly cause: string };
  /** The decoder's picture is not the one the header describes. */
  'dicom/decoded-mismatch': { readonly what: string; readonly expected: string; readonly actual: string };
  /** Encapsulated Pixel Data have fewer fragments than frames, or none that can be told apart. */
  'dicom/missing-frames': { readonly expected: number; readonly actual: number };
  /** Another kind of object where masks are asked. */
  'dicom/not-a-segmentation': object;
  /** None of the segmentation's frames names the image or lies in its plane. */
  'dicom/no-segment-of-image': { readonly frames: number };
  'dicom/no-such-frame': { readonly frame: number; readonly frames: number };
}
