import type { DeidentificationRecord, Pseudonyms } from '../../core/deidentify/images.ts';
import type { SourceIdentity } from '../../core/deidentify/header.ts';
import type { Marks } from '../../core/deidentify/marks.ts';
import type { PatientAnswer } from '../../core/deidentify/patients-in-doubt.ts';
import type { ImageFacts } from '../../core/dicom/facts.ts';

/** One imported DICOM file of one challenge. All of it is pseudonymous. */
export interface StoredImage {
  readonly id: string;
  readonly challengeId: string;
  readonly exam: string;
  readonly identity: Pseudonyms;
  readonly facts: ImageFacts;
  readonly deidentification: DeidentificationRecord;
  /** What tells it from others with the same UIDs and patient id. Absent in images of an earlier version. */
  readonly marks?: Marks;
  /** What a person said of the doubtful patient id that it came with. */
  readonly answer?: PatientAnswer;
}

/** The real identity behind an image, and the path of its file. It stays at the centre and is shown on demand. */
export type LocalIdentity = Omit<SourceIdentity, 'patientSource'> &
  Partial<SourceIdentity> & { readonly path: string };

/** The UID that references to the image have: its own, before it was kept apart from another with the same UID. */
export const referredUid = ({ identity, marks }: StoredImage): string =>
  marks?.plain.sopUid ?? identity.sopUid;
