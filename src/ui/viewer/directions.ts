import type { ImageFacts } from '../../core/dicom/facts.ts';

/** Letters at the edges of an image: the directions left, right, anterior, posterior, head and feet of the patient. */
export interface EdgeLetters {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

/** For each LPS axis: the letters of its positive and negative direction, as in DICOM. */
const LETTERS = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
] as const;

/** Each edge gets the letter of the nearest axis. null: the header has no orientation. */
export function edgeLetters(orientation: ImageFacts['orientation']): EdgeLetters | null {
  if (orientation === null) return null;
  const [rx, ry, rz, cx, cy, cz] = orientation;
  const [right, left] = letters([rx, ry, rz]);
  const [bottom, top] = letters([cx, cy, cz]);
  return { left, right, top, bottom };
}

function letters(direction: readonly [number, number, number]): readonly [string, string] {
  const sizes = direction.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes));
  const [positive, negative] = LETTERS[axis] ?? LETTERS[0];
  return (direction[axis] ?? 0) >= 0 ? [positive, negative] : [negative, positive];
}
