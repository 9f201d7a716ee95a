/**
 * Failure codes of the keys and the correspondence table, each with the details for its message.
 * Never a value of the source.
 */
export interface IdentityFailures {
  'identity/locked': object;
  'identity/wrong-passphrase': object;
  'identity/short-passphrase': { readonly least: number };
  'identity/common-passphrase': object;
  'identity/unequal-passphrases': object;
  /** The table and backups hold names, so a passphrase must be set first. */
  'identity/no-passphrase': object;
  'identity/not-a-backup': object;
  'identity/unknown-backup-version': { readonly version: string };
  /** The backup was opened, but it does not satisfy its schema. */
  'identity/damaged-backup': { readonly where: string };
  /** The workspace already made pseudonyms for this centre with another secret. */
  'identity/other-secret': { readonly centre: string; readonly exams: number };
  /** The centre's secret was made by the first version and can't be exported. */
  'identity/bound-secret': { readonly centre: string };
  /** The patient objected, so the exam is not imported. */
  'identity/patient-objects': { readonly since: string };
  /** The patient id stands for nobody or for several persons, and nobody has said who is one patient. */
  'identity/patient-in-doubt': object;
  /** An objection is recorded under a patient id that is to be split, so nobody knows whose it is. */
  'identity/objection-in-doubt': object;
}
