/** Who works here. One a workspace. */
export interface CentreRow {
  readonly id: 'self';
  readonly centre: string;
  /** The radiologist's name, as it will stand in charter and clearings. */
  readonly by: string;
}

/** A signed charter, once a challenge. */
export interface CharterRow {
  readonly challengeId: string;
  readonly centre: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly language: 'en' | 'fr';
  /** The text that was signed. */
  readonly text: string;
}
