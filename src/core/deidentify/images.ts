import type { ImageFacts } from '../dicom/facts.ts';
import type { TextBox } from '../image/text-detector.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import type { Rule } from './rule.ts';
import type { Outline, Reading } from './text-flags.ts';

/**
 * Privacy is a type, in two steps. The two symbols below are not exported, so only this folder can
 * make these values. Code that stores a raw header or packs an unmasked ultrasound does not
 * compile.
 */
declare const headerDeidentified: unique symbol;
declare const cleared: unique symbol;

/**
 * An image whose header was treated by the profile. Its pixels may still show text. `storage` takes
 * no other type.
 */
export interface HeaderDeidentified extends DeidentifiedFile {
  readonly [headerDeidentified]: true;
}

/**
 * An image that was masked where required, proven, seen by a person and accepted. `package` takes
 * no other type.
 */
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

/** All values are made by HMAC-SHA-256 with the centre's key. */
export interface Pseudonyms {
  /** Patient pseudonym: 16 lower-case base-32 characters. */
  readonly patient: string;
  /** Exam pseudonym: 16 lower-case base-32 characters. */
  readonly exam: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
}

/** What the profile did. Holds no source value. */
export interface DeidentificationRecord {
  readonly edition: string;
  /** CID 7050 code values, as in (0012,0064). */
  readonly methods: readonly string[];
  readonly actions: readonly {
    /** Path of tags, outermost first, with item indices: `"00081140[0].00081155"`. */
    readonly path: string;
    readonly keyword: string;
    readonly action: 'removed' | 'emptied' | 'replaced' | 'uid' | 'cleaned' | 'shifted';
  }[];
  /** Result of searching the written bytes for the source's identifiers. */
  readonly echoes: number;
  /**
   * Options that the profile was applied with. Absent in records of files that were stored before
   * options were recorded.
   */
  readonly options?: readonly ProfileOption[];
  /** (0028,0302): a volume of the exam may show a face. Absent when no volume was asked for. */
  readonly recognizable?: boolean;
  /**
   * The checks that were proven on written files, in order. Absent in the same older records as the
   * options.
   */
  readonly proof?: readonly ProofCheck[];
  /**
   * Every attribute of the source and of the file. Absent in records of version 1, which have only
   * `actions`.
   */
  readonly attributes?: readonly AttributeRecord[];
  readonly sopClass?: string;
  /** Under the Modified Dates option: whether times of day were kept. */
  readonly times?: 'keep' | 'cut';
  /** Version of this application that applied the profile. */
  readonly tool?: string;
  /**
   * What the clearing did to the pixels. Absent before the clearing, and in records of version 1.
   */
  readonly pixels?: PixelRecord;
}

/**
 * What happened to an attribute of the source, at one place or at the same place of several items.
 * Holds no value of the source.
 */
export interface AttributeRecord {
  /**
   * Path of tags, outermost first, without item indices: `"00081140[].00081155"`. A path that ends
   * in `[]` means a whole item.
   */
  readonly path: string;
  /** VR in the source, or in the file for an added attribute. Empty for an item. */
  readonly vr: string;
  readonly action: 'kept' | 'removed' | 'emptied' | 'replaced' | 'uid' | 'cleaned' | 'shifted' | 'added';
  readonly rule: Rule;
  /** Number of places. */
  readonly count: number;
  /**
   * Sum of the bytes of the source's values (for sequences: of items). Null for an added attribute.
   * Stays at the centre.
   */
  readonly before: number | null;
  /** The same sum in the file. Null for a removed attribute. */
  readonly after: number | null;
}

/** What the clearing did to the pixels and to the attributes that describe them. */
export interface PixelRecord {
  /** Frame of the source, counted from 0. */
  readonly frame: number;
  /**
   * Number of pixels set to 0 because they lie outside the mask. Null without a mask: then the
   * pixels are the source's.
   */
  readonly hidden: number | null;
  readonly attributes: readonly AttributeRecord[];
}

/**
 * One check of the proof. `ingest`: on the whole file as first written, while the source's
 * identifiers are available. `clearing`: on the file as it leaves. The identifiers are no longer
 * available then; its texts are constants or were proven at ingest.
 */
export interface ProofCheck {
  readonly at: 'ingest' | 'clearing';
  readonly check: 'second-path' | 'dicom-parser' | 'profile' | 'echo' | 'pixels';
  /** `not-possible`: at clearing the source's identifiers are not available. */
  readonly result: 'passed' | 'not-possible';
}

/** A person's acceptance of an image in the form in which it will leave. */
export interface Clearing {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** SHA-256 (hex) of the DICOM file as accepted. */
  readonly digest: string;
  /** SHA-256 (hex) of the decoded pixels, used to find duplicates across centres. */
  readonly pixelDigest: string;
  /**
   * Likely text in the pixels and what happened to it. Absent in clearings made before text
   * detection existed.
   */
  readonly text?: ClearedText;
}

/** Every place that looked like text, with its answer. No place is open in a clearing. */
export interface ClearedText {
  /** Version of the detector. */
  readonly detector: number;
  readonly flags: readonly {
    readonly box: TextBox;
    readonly source: 'detector' | 'ocr';
    readonly answer: 'black' | 'no-identity';
    /**
     * The person who saw that the place identifies nobody, and the time. Null when the place is
     * black.
     */
    readonly by: string | null;
    readonly at: string | null;
  }[];
  /** Outlines drawn by a person or around a flag: every pixel inside is 0. */
  readonly blackouts: readonly Outline[];
  /**
   * Result of character recognition on exactly the pixels that leave. Null when it was not run on
   * them.
   */
  readonly reading: Reading | null;
}
