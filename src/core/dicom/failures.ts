import type { NumberFault } from './number-text.ts';

/** Failure codes of `core/dicom`, each with the details for its message. */
export interface DicomFailures {
  /** Neither a Part 10 file nor a bare data set. */
  'dicom/not-dicom': object;
  /** The file ends inside an element. */
  'dicom/truncated': { readonly tag: string; readonly expected: number; readonly actual: number };
  /** The structure of the file can't be followed. */
  'dicom/malformed': { readonly cause: string; readonly offset: number };
  /**
   * An element of a file in explicit VR has two letters that are no VR of PS3.5, and its length can't
   * be told from what follows.
   */
  'dicom/unknown-vr': { readonly tag: string; readonly vr: string; readonly offset: number };
  /** A data set without Pixel Data, for example a report, a plan or a directory. */
  'dicom/no-pixels': { readonly sopClass: string };
  /** The header's description of the pixels contradicts itself or is missing. */
  'dicom/bad-header': { readonly cause: string };
  /** A number of the header, by its keyword, is there and can't be read. It is not taken as absent. */
  'dicom/unreadable-number': { readonly attribute: string; readonly fault: NumberFault };
  /** There are fewer pixel bytes than rows, columns, samples, bits and frames require. */
  'dicom/truncated-pixels': { readonly expected: number; readonly actual: number };
  /** There is no decoder for this transfer syntax, or for the content that its name promises. */
  'dicom/unsupported-syntax': { readonly syntax: string; readonly name: string };
  /** A photometric interpretation or pixel layout that this reader does not support. */
  'dicom/unsupported-pixels': { readonly cause: string };
  /** The decoder failed, or the compressed stream is damaged. */
  'dicom/decode-failed': { readonly cause: string };
  /** The decoded picture does not match the header. */
  'dicom/decoded-mismatch': { readonly what: string; readonly expected: string; readonly actual: string };
  /**
   * Encapsulated Pixel Data have fewer fragments than frames, or fragments that can't be assigned
   * to frames.
   */
  'dicom/missing-frames': { readonly expected: number; readonly actual: number };
  /** The file is another kind of object, but masks are required. */
  'dicom/not-a-segmentation': object;
  /** No frame of the segmentation refers to the image or lies in its plane. */
  'dicom/no-segment-of-image': { readonly frames: number };
  /** One mask is required, but the file holds several for the image. */
  'dicom/several-segments': { readonly segments: readonly number[] };
  'dicom/no-such-frame': { readonly frame: number; readonly frames: number };
}
