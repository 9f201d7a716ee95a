/** Failure codes of the keys and the correspondence table, each with the details its sentence needs. Never a value of the source. */
export interface IdentityFailures {
  'identity/locked': object;
  'identity/wrong-passphrase': object;
  'identity/short-passphrase': { readonly least: number };
  'identity/common-passphrase': object;
  'identity/unequal-passphrases': object;
  /** The table and backups hold names: they need a passphrase first. */
  'identity/no-passphrase': object;
  'identity/not-a-backup': object;
  'identity/unknown-backup-version': { readonly version: string };
  /** The backup opened and is not what its schema says. */
  'identity/damaged-backup': { readonly where: string };
  /** The workspace already made pseudonyms for this centre with another secret. */
  'identity/other-secret': { readonly centre: string; readonly exams: number };
  /** The centre's secret was made by the first version and cannot be taken out. */
  'identity/bound-secret': { readonly centre: string };
  /** The patient objected: the exam is not taken in. */
  'identity/patient-objects': { readonly since: string };
}
