import type { DeidentificationRecord, Pseudonyms } from '../../core/deidentify/images.ts';
import type { Marks } from '../../core/deidentify/marks.ts';
import type { PatientAnswer } from '../../core/deidentify/patients-in-doubt.ts';
import type { PatientSource } from '../../core/deidentify/pseudonym.ts';
import type { ImageFacts } from '../../core/dicom/facts.ts';
import { type Sealed } from './vault.ts';

/** One imported DICOM file of one challenge. Everything in clear here is pseudonymous. */
export interface ImageRow {
  /** {@link imageId}; rows of before challenges were told apart have the new SOP Instance UID alone. */
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
  /** What else of the source is looked for in the pixels, as encrypted JSON; absent in rows stored before it was kept. */
  readonly sought?: Sealed;
  /** What tells it from others with the same UIDs and patient id; absent in rows stored before it was kept. */
  readonly marks?: Marks;
  /** What a person said of the doubtful patient id that it came with. */
  readonly answer?: PatientAnswer;
}

/** The de-identified Part 10 file, encrypted. Its own table, so that lists stay light. */
export interface PixelsRow {
  readonly id: string;
  readonly challengeId: string;
  readonly sealed: Sealed;
}

/** Who the image really is: kept encrypted at the centre, shown on demand, never exported. */
export interface LocalIdentity {
  readonly path: string;
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly accession: string;
  readonly studyDate: string;
  /** What the patient's pseudonym was made of. */
  readonly patientSource?: PatientSource;
}
