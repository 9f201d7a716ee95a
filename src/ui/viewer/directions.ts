import type { ImageFacts } from '../../core/dicom/facts.ts';

/** Letters at the edges of an image: where left, right, front, back, head and feet of the patient are. */
export interface EdgeLetters {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

/** By LPS axis: the letter of its positive and negative side, as DICOM writes them. */
const LETTERS = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
] as const;

/** null where the header does not tell. The nearest axis names each edge. */
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
