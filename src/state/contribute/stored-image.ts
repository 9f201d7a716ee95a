import type { DeidentificationRecord, Pseudonyms } from '../../core/deidentify/images.ts';
import type { SourceIdentity } from '../../core/deidentify/header.ts';
import type { ImageFacts } from '../../core/dicom/facts.ts';

/** One imported DICOM file of one challenge. All of it is pseudonymous. */
export interface StoredImage {
  readonly id: string;
  readonly challengeId: string;
  readonly exam: string;
  readonly identity: Pseudonyms;
  readonly facts: ImageFacts;
  readonly deidentification: DeidentificationRecord;
}

/** The real identity behind an image, and the path of its file. It stays at the centre and is shown on demand. */
export type LocalIdentity = Omit<SourceIdentity, 'patientSource'> &
  Partial<SourceIdentity> & { readonly path: string };
