/** Failure codes of `core/split`, each with the details its sentence needs. */
export interface SplitFailures {}
