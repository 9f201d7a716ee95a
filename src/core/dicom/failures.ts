/** Failure codes of `core/dicom`, each with the details its sentence needs. */
export interface DicomFailures {}
