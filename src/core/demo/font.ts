/**
 * Capital letters, digits and a few signs, five by seven dots, for text burned into demonstration
 * pictures. Seven rows per sign, five bits per row, most significant bit leftmost.
 */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 15],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  J: [7, 2, 2, 2, 2, 18, 12],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  Q: [14, 17, 17, 17, 21, 18, 13],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 27, 17],
  X: [17, 17, 10, 4, 10, 17, 17],
  Y: [17, 17, 10, 4, 4, 4, 4],
  Z: [31, 1, 2, 4, 8, 16, 31],
  0: [14, 17, 19, 21, 25, 17, 14],
  1: [4, 12, 4, 4, 4, 4, 14],
  2: [14, 17, 1, 6, 8, 16, 31],
  3: [30, 1, 1, 14, 1, 1, 30],
  4: [2, 6, 10, 18, 31, 2, 2],
  5: [31, 16, 30, 1, 1, 17, 14],
  6: [6, 8, 16, 30, 17, 17, 14],
  7: [31, 1, 2, 4, 8, 8, 8],
  8: [14, 17, 17, 14, 17, 17, 14],
  9: [14, 17, 17, 15, 1, 2, 12],
  '.': [0, 0, 0, 0, 0, 12, 12],
  ',': [0, 0, 0, 0, 12, 4, 8],
  ':': [0, 12, 12, 0, 12, 12, 0],
  '-': [0, 0, 0, 31, 0, 0, 0],
  '/': [1, 1, 2, 4, 8, 16, 16],
  '%': [24, 25, 2, 4, 8, 19, 3],
};

const WIDTH = 5;
const HEIGHT = 7;

const plainOf = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();

/** True when every sign of a text can be written. */
export const isWritable = (text: string): boolean => [...plainOf(text)].every((sign) => sign in GLYPHS);

/** Size in pixels of a written text. Each dot is `scale` pixels wide. */
export const sizeOfText = (text: string, scale: number): readonly [width: number, height: number] => [
  ([...plainOf(text)].length * (WIDTH + 1) - 1) * scale,
  HEIGHT * scale,
];

/**
 * Writes text in capitals without accents. Its top left corner is at the given pixel; each dot is
 * `scale` pixels wide.
 */
export function writeText(
  picture: { readonly columns: number; readonly rows: number; readonly data: Float32Array },
  text: string,
  place: { readonly column: number; readonly row: number; readonly scale: number; readonly value: number },
): void {
  [...plainOf(text)].forEach((sign, position) => {
    GLYPHS[sign]?.forEach((bits, line) => {
      for (let dot = 0; dot < WIDTH; dot++) {
        if (((bits >> (WIDTH - 1 - dot)) & 1) === 0) continue;
        const left = place.column + (position * (WIDTH + 1) + dot) * place.scale;
        const top = place.row + line * place.scale;
        for (let row = top; row < Math.min(picture.rows, top + place.scale); row++) {
          const start = row * picture.columns;
          picture.data.fill(place.value, start + left, start + Math.min(picture.columns, left + place.scale));
        }
      }
    });
  });
}
