/** Failure codes of `core/labels`, each with the details its sentence needs. */
export interface LabelsFailures {}
