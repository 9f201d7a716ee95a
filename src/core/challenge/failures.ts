/** Failure codes of `core/challenge`, each with the details its sentence needs. */
export interface ChallengeFailures {}
