/** Failure codes of `core/package`, each with the details its sentence needs. */
export interface PackageFailures {}
