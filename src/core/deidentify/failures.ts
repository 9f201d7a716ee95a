/** Failure codes of `core/deidentify`, each with the details its sentence needs. */
export interface DeidentifyFailures {}
