/**
 * Colours of everything drawn over an image, the same in both themes and in the thumbnails.
 * `styles/tokens.css` repeats them as `--overlay-…`; a test checks that the two are equal. Sky
 * blue, orange and bluish green are from Okabe and Ito: they contrast with grey, and colour-blind
 * people can distinguish them.
 */
export const OVERLAY = {
  /** Crop box and sector outline. */
  line: '#5cc8d7',
  /** Open text, measured line, prediction. */
  mark: '#e69f00',
  /** Mask, reference. */
  mask: '#56b4e9',
  /** Where reference and prediction agree. */
  agreed: '#009e73',
  /** Text with an answer. */
  answered: '#8a9499',
  /** Letters at the edges of the image. */
  letters: '#c8ced1',
} as const;

/** Opacity of a mask over the image, from 0 to 1. */
export const MASK_OPACITY = 0.45;

/** Red, green and blue, 0 to 255, of a colour written as `#rrggbb`. */
export function rgb(colour: string): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
