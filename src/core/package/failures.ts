import type { UnreadableEntry } from '../bytes/zip-entry.ts';

/** Failure codes of `core/package`, each with the details for its message. */
export interface PackageFailures {
  /** No image is cleared, so there is nothing to export. */
  'package/nothing-cleared': object;
  'package/not-a-zip': object;
  /** The end of the zip, or of one of its entries, is missing. */
  'package/truncated': object;
  /** The zip's directory contradicts itself: two programs could read two different packages. */
  'package/inconsistent-zip': { readonly cause: string };
  'package/encrypted': { readonly path: string };
  'package/unsafe-path': { readonly path: string; readonly reason: UnsafePath };
  'package/symlink': { readonly path: string };
  /**
   * Includes paths that differ only by case or by Unicode composition: many disks can't store both.
   */
  'package/duplicate-entry': { readonly path: string };
  'package/bomb': {
    readonly path: string | null;
    readonly limit: 'entries' | 'entry-bytes' | 'entry-ratio' | 'total-bytes';
    readonly value: number;
    readonly maximum: number;
  };
  'package/unsupported-compression': { readonly path: string; readonly method: number };
  'package/unreadable-entry': { readonly path: string; readonly cause: UnreadableEntry };
  /** The end of a zip of images is missing or damaged. `files` of it could be read. */
  'package/zip-cut-off': { readonly files: number };
  'package/no-manifest': object;
  /** The zip holds several packages, in folders beside each other. */
  'package/several-packages': object;
  'package/unknown-format': { readonly format: string };
  'package/unknown-version': { readonly format: string; readonly version: string };
  'package/wrong-format': { readonly expected: string; readonly format: string };
  'package/missing-file': { readonly path: string };
  'package/extra-file': { readonly path: string };
  'package/wrong-size': { readonly path: string; readonly expected: number; readonly got: number };
  'package/wrong-hash': { readonly path: string };
  /**
   * manifest.sig does not match manifest.json: one of them was changed. `signer` is the fingerprint
   * that it claims.
   */
  'package/wrong-signature': { readonly signer: string };
  /** This browser does not support Ed25519. */
  'package/unverifiable-signature': { readonly signer: string };
  'package/wrong-challenge': { readonly expected: string; readonly got: string };
  /** A document of the package does not satisfy its schema. `where` is the path of keys in it. */
  'package/invalid-document': { readonly path: string; readonly where: string; readonly message: string };
  'package/duplicate-image': { readonly id: string };
  'package/image-without-labels': { readonly id: string };
  'package/labels-without-image': { readonly id: string };
  'package/label-columns': { readonly missing: readonly string[]; readonly unknown: readonly string[] };
  'package/invalid-label': { readonly id: string; readonly column: string; readonly value: string };
  'package/image-without-record': { readonly id: string };
  'package/record-without-image': { readonly id: string };
  'package/image-without-mask': { readonly id: string };
  /** The image file is not the file that was cleared. */
  'package/not-as-cleared': { readonly id: string };
  /** The withdrawal is unsigned, so nobody's right to it can be verified. */
  'package/withdrawal-unsigned': object;
  /** The withdrawal names patients in contributions that its key did not sign. */
  'package/withdrawal-other-key': {
    readonly centre: string;
    readonly signer: string;
    readonly images: number;
  };
  'package/write-failed': { readonly cause: string };
}

export type UnsafePath =
  'empty' | 'absolute' | 'parent' | 'backslash' | 'control-character' | 'empty-segment' | 'too-long';
