/** Failure codes of `core/scoring`, each with the details its sentence needs. */
export interface ScoringFailures {}
