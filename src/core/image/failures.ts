/** Failure codes of `core/image`, each with the details its sentence needs. */
export interface ImageFailures {}
