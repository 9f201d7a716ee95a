/** What separates a line of type from anatomy. */
export interface LineMeasures {
  /** Number of letters: parts, where touching parts are counted by their width. */
  readonly letters: number;
  /** Mean difference of grey level between ink and ground. */
  readonly contrast: number;
  /** The same, divided by the standard deviation of the ground. */
  readonly apart: number;
  /**
   * Hardness of its edges: 1 for type as drawn, about 0.6 for smoothed type, 0.2 to 0.5 for
   * structures imaged by a scanner.
   */
  readonly sharp: number;
  /** Standard deviation of the letters' mean levels, divided by the contrast. */
  readonly uneven: number;
  /** Mean deviation of tops and feet from two straight lines, divided by the height. */
  readonly ragged: number;
  /** Share of ink of the same kind in a narrow frame around the line. */
  readonly crowded: number;
  /** Share of ink in the line. */
  readonly fill: number;
  /** Number of strokes crossed along the middle of the line, per height of length. */
  readonly strokes: number;
  /** Stroke width divided by the height, and its deviation between parts divided by its mean. */
  readonly stroke: number;
  readonly strokeUneven: number;
}

/**
 * The ink of one line has one level. When the ground is rough too, parts of different levels are
 * vertebrae or bowel. This rule loses no text of the fit and removes two of its five pictures with
 * a false alarm.
 */
export function isPatchy({ apart, uneven }: LineMeasures): boolean {
  return apart < 3 && uneven > 0.3;
}

/**
 * Logarithm of the odds that a line is text: a logistic regression over {@link LineMeasures}. It
 * was fitted to 1,174 texts drawn over real and drawn pictures (four typefaces, 7 to 40 pixels,
 * contrast from 15 % of the range, both polarities, a fifth of them rotated) against 1,700 lines of
 * anatomy, noise and test patterns. Above 0 a line is called text. On left-out groups of pictures
 * it found 97 % of the texts, with a false alarm in 6 of 115 pictures. Eleven measures gave 9 such
 * pictures, eight gave 9, forty boosted trees 8.
 */
export function oddsOfText(measures: LineMeasures): number {
  const letters = Math.log(within(measures.letters, 2, 10));
  const apart = Math.log(within(measures.apart, 0.8, 20));
  const crowded = within(measures.crowded, 0, 0.6);
  const strokes = Math.log(within(measures.strokes, 0.4, 3));
  const stroke = Math.log(within(measures.stroke, 0.06, 0.8));
  return (
    5.12 * letters +
    (3.78 + 0.21 * apart) * apart +
    (32.98 * crowded - 21.53) * crowded -
    28.22 * within(measures.ragged, 0, 0.3) +
    0.66 * within(measures.uneven, 0, 1) +
    (9.4 - 11.46 * strokes) * strokes -
    (7.83 + 2.88 * stroke) * stroke +
    1.75 * within(measures.strokeUneven, 0, 0.6) +
    4.47 * within(measures.sharp, 0.2, 1.2) -
    21.37
  );
}

export const within = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));
