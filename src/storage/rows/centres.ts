/** The centre that uses this workspace. There is one row. */
export interface CentreRow {
  readonly id: 'self';
  readonly centre: string;
  /** The radiologist's name, as written in the charter and in clearings. */
  readonly by: string;
}

/** A signed charter. There is one for each challenge. */
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
