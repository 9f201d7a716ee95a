import type { DeidentificationRecord, Pseudonyms } from '../../core/deidentify/images.ts';
import type { PatientSource } from '../../core/deidentify/pseudonym.ts';
import type { ImageFacts } from '../../core/dicom/facts.ts';
import { type Sealed } from './vault.ts';

/** One imported DICOM file of one challenge. All unencrypted fields are pseudonymous. */
export interface ImageRow {
  /** {@link imageId}. Rows stored before ids named the challenge have only the new SOP Instance UID. */
  readonly id: string;
  readonly challengeId: string;
  readonly exam: string;
  readonly identity: Pseudonyms;
  readonly facts: ImageFacts;
  readonly deidentification: DeidentificationRecord;
  readonly addedAt: string;
  /** Size of the de-identified file. */
  readonly bytes: number;
  /** `LocalIdentity` as encrypted JSON: the line of the correspondence table. */
  readonly local: Sealed;
  /** Further identifiers to search for in the pixels, as encrypted JSON. Absent in rows stored before they were kept. */
  readonly sought?: Sealed;
}

/** The de-identified Part 10 file, encrypted. It has its own table, so that reading a list of images does not read the files. */
export interface PixelsRow {
  readonly id: string;
  readonly challengeId: string;
  readonly sealed: Sealed;
}

/** The real identity of the image's patient. It stays encrypted at the centre, is shown on demand and is never exported. */
export interface LocalIdentity {
  readonly path: string;
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly accession: string;
  readonly studyDate: string;
  /** The attributes from which the patient's pseudonym was made. */
  readonly patientSource?: PatientSource;
}
