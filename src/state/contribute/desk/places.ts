import type { ChoiceRow, ImageRow } from '../contribute.svelte.ts';
import type { Place } from './shown-image.svelte.ts';

export const isSame = (a: Place, b: Place): boolean => a.imageId === b.imageId && a.frame === b.frame;

/** All frames of one series of an exam, in order. */
export function slicesOf(
  series: readonly (readonly ImageRow[])[],
  uid: string | undefined,
): readonly Place[] {
  const images = series.find(([one]) => one?.identity.seriesUid === uid) ?? [];
  return images.flatMap(({ id, facts }) =>
    Array.from({ length: facts.frames }, (_, frame): Place => ({ imageId: id, frame })),
  );
}

/** The first open entry of the queue, else its first entry. */
export const firstOpen = (choices: readonly ChoiceRow[]): ChoiceRow | undefined =>
  choices.find(({ state }) => state === 'open') ?? choices[0];

/** The first open entry after position `index` of the queue. */
export function nextOpen(choices: readonly ChoiceRow[], index: number): ChoiceRow | undefined {
  for (let at = index + 1; at < choices.length; at++) if (choices[at]?.state === 'open') return choices[at];
  return undefined;
}
