/** A text for people, in the two languages of the application. */
export interface Text {
  readonly en: string;
  readonly fr: string;
}
