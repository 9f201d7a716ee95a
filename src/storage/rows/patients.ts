import type { ImageRow } from './images.ts';
import { type Sealed } from './vault.ts';

/**
 * One exam of the correspondence table: the identity behind its pseudonyms. It stays when the exam's images are deleted, because a later
 * objection needs it. A purge deletes it.
 */
export interface PatientRow {
  /** The exam's pseudonym. */
  readonly exam: string;
  /** The patient's pseudonym. */
  readonly patient: string;
  /** Challenges that the exam was imported for. */
  readonly challenges: readonly string[];
  readonly addedAt: string;
  /** `LocalIdentity` as encrypted JSON. */
  readonly local: Sealed;
}

/** The row of an image's exam. An existing row keeps its values and gains the challenge. */
export function patientRowOf(image: ImageRow, known: PatientRow | undefined): PatientRow {
  const { exam, challengeId, addedAt, local } = image;
  if (!known) return { exam, patient: image.identity.patient, challenges: [challengeId], addedAt, local };
  if (known.challenges.includes(challengeId)) return known;
  return { ...known, challenges: [...known.challenges, challengeId] };
}
