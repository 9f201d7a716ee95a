import { hashDistance, isLessSharp, NEAR, type Quality } from '../../core/image/quality.ts';
import type { Choice } from './choice.ts';

/** A property of an image's pixels that a person may want to check. It blocks nothing. */
export type Hint =
  | { readonly kind: 'empty' }
  | { readonly kind: 'less-sharp' }
  /** An image of another exam has the same or nearly the same pixels. */
  | { readonly kind: 'identical' | 'similar'; readonly other: Choice };

export const placeName = ({ imageId, frame }: { readonly imageId: string; readonly frame: number }): string =>
  `${imageId} ${frame}`;

/** Hints about one chosen image, compared with all other measured images. Empty if it was not measured itself. */
export function hintsOf(
  choice: Choice,
  choices: readonly Choice[],
  qualities: ReadonlyMap<string, Quality>,
): readonly Hint[] {
  const own = qualities.get(placeName(choice));
  if (!own) return [];
  const hints: Hint[] = own.empty ? [{ kind: 'empty' }] : [];
  const sharpnesses: number[] = [];
  for (const other of choices) {
    if (other.id === choice.id || other.state === 'excluded') continue;
    const quality = qualities.get(placeName(other));
    if (!quality) continue;
    sharpnesses.push(quality.sharpness);
    // Images of one exam are similar by nature. Empty images are not compared.
    const isSame = quality.digest === own.digest;
    if (own.empty || (other.exam === choice.exam && !isSame)) continue;
    if (isSame) hints.push({ kind: 'identical', other });
    else if (hashDistance(quality.hash, own.hash) <= NEAR) hints.push({ kind: 'similar', other });
  }
  if (!own.empty && isLessSharp(own.sharpness, sharpnesses)) hints.push({ kind: 'less-sharp' });
  return hints;
}
