import type { ImageFacts } from '../dicom/facts.ts';
import type { TextBox } from '../image/text-detector.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import type { Rule } from './rule.ts';
import type { Outline, Reading } from './text-flags.ts';

/**
 * Privacy is a type, in two steps. The two symbols below are not exported: only this folder can make these values, so a raw header
 * on the disk, or an unmasked ultrasound in a package, does not compile.
 */
declare const headerDeidentified: unique symbol;
declare const cleared: unique symbol;

/** An image whose header went through the profile. Its pixels may still show text. The only thing that `storage` takes. */
export interface HeaderDeidentified extends DeidentifiedFile {
  readonly [headerDeidentified]: true;
}

/** An image that was masked where asked, proven, seen by a person and accepted. The only thing that `package` takes. */
export interface ClearedImage extends DeidentifiedFile {
  readonly [cleared]: true;
  readonly clearing: Clearing;
}

export interface DeidentifiedFile {
  /** New Part 10 file. */
  readonly dicom: Uint8Array<ArrayBuffer>;
  /** Pseudonymous identity of the image. */
  readonly identity: Pseudonyms;
  readonly facts: ImageFacts;
  readonly deidentification: DeidentificationRecord;
}

/** All made by HMAC-SHA-256 with the centre's key. */
export interface Pseudonyms {
  /** Patient pseudonym: 16 lower-case base-32 characters. */
  readonly patient: string;
  /** Exam pseudonym, likewise. */
  readonly exam: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
}

/** What the profile did, without any source value. */
export interface DeidentificationRecord {
  readonly edition: string;
  /** CID 7050 code values, as in (0012,0064). */
  readonly methods: readonly string[];
  readonly actions: readonly {
    /** Path of tags, outermost first, items by index: `"00081140[0].00081155"`. */
    readonly path: string;
    readonly keyword: string;
    readonly action: 'removed' | 'emptied' | 'replaced' | 'uid' | 'cleaned' | 'shifted';
  }[];
  /** Result of the scan of the written bytes for the source's identifiers. */
  readonly echoes: number;
  /** Options that the profile was applied with; absent in records of files stored before they were kept. */
  readonly options?: readonly ProfileOption[];
  /** (0028,0302): a volume of the exam may show a face. Absent where no volume was asked for. */
  readonly recognizable?: boolean;
  /** What was proven on written files, in order; absent likewise. */
  readonly proof?: readonly ProofCheck[];
  /** Every attribute of the source and of the file; absent in records of version 1, which have `actions` alone. */
  readonly attributes?: readonly AttributeRecord[];
  readonly sopClass?: string;
  /** Under the Modified Dates option: whether times of day stayed. */
  readonly times?: 'keep' | 'cut';
  /** Version of this application that applied the profile. */
  readonly tool?: string;
  /** What the clearing did to the pixels; absent before it, and in records of version 1. */
  readonly pixels?: PixelRecord;
}

/** What became of an attribute of the source, at one place or at the same place of several items. No value of the source. */
export interface AttributeRecord {
  /** Path of tags, outermost first, items without index: `"00081140[].00081155"`. A path that ends in `[]` is a whole item. */
  readonly path: string;
  /** Of the source; of the file where it was added. Empty for an item. */
  readonly vr: string;
  readonly action: 'kept' | 'removed' | 'emptied' | 'replaced' | 'uid' | 'cleaned' | 'shifted' | 'added';
  readonly rule: Rule;
  /** Places. */
  readonly count: number;
  /** Bytes of the source's values (items of sequences), summed; null where it was added. Stays at the centre. */
  readonly before: number | null;
  /** The same in the file; null where it was removed. */
  readonly after: number | null;
}

/** What the clearing did to the pixels, and to the attributes that describe them. */
export interface PixelRecord {
  /** Of the source, from 0. */
  readonly frame: number;
  /** Pixels set to 0 because they lie outside the mask; null without a mask: the pixels are the source's. */
  readonly hidden: number | null;
  readonly attributes: readonly AttributeRecord[];
}

/**
 * One check of the proof. `ingest`: on the whole file as first written, with the source's identifiers at hand. `clearing`: on the file
 * as it leaves, when identifiers are no longer known: its texts are those proven at ingest and constants.
 */
export interface ProofCheck {
  readonly at: 'ingest' | 'clearing';
  readonly check: 'second-path' | 'profile' | 'echo' | 'pixels';
  /** `not-possible`: at clearing the source's identifiers are not known. */
  readonly result: 'passed' | 'not-possible';
}

/** A person's acceptance of an image as it will leave. */
export interface Clearing {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** SHA-256 (hex) of the DICOM file as accepted. */
  readonly digest: string;
  /** SHA-256 (hex) of the decoded pixels, to find duplicates across centres. */
  readonly pixelDigest: string;
  /** What was likely text in the pixels, and what became of it; absent in clearings made before it was looked for. */
  readonly text?: ClearedText;
}

/** Every place that looked like text, and the answer to each: none is open in a clearing. */
export interface ClearedText {
  /** Version of the detector. */
  readonly detector: number;
  readonly flags: readonly {
    readonly box: TextBox;
    readonly source: 'detector' | 'ocr';
    readonly answer: 'black' | 'no-identity';
    /** Who saw that it names nobody, and when; null where it is black. */
    readonly by: string | null;
    readonly at: string | null;
  }[];
  /** Drawn by a person or around a flag: every pixel inside is 0. */
  readonly blackouts: readonly Outline[];
  /** Character recognition of the very pixels that leave; null: it was not run on them. */
  readonly reading: Reading | null;
}
