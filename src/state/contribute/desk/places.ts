import type { Choice } from '../choice.ts';
import type { StoredImage } from '../stored-image.ts';
import type { Place } from './shown-image.svelte.ts';

export const isSame = (a: Place, b: Place): boolean => a.imageId === b.imageId && a.frame === b.frame;

/** All frames of one series of an exam, in order. */
export function slicesOf(
  series: readonly (readonly StoredImage[])[],
  uid: string | undefined,
): readonly Place[] {
  const images = series.find(([one]) => one?.identity.seriesUid === uid) ?? [];
  return images.flatMap(({ id, facts }) =>
    Array.from({ length: facts.frames }, (_, frame): Place => ({ imageId: id, frame })),
  );
}

/** The first open entry of the queue. If none is open, its first entry. */
export const firstOpen = (choices: readonly Choice[]): Choice | undefined =>
  choices.find(({ state }) => state === 'open') ?? choices[0];

/** The first open entry after position `index` of the queue. */
export function nextOpen(choices: readonly Choice[], index: number): Choice | undefined {
  for (let at = index + 1; at < choices.length; at++) if (choices[at]?.state === 'open') return choices[at];
  return undefined;
}

/** The next open entry after position `index`, continuing at the start of the queue. If none is open, the next entry. */
export function following(choices: readonly Choice[], index: number): Choice | undefined {
  const others = [...choices.slice(index + 1), ...choices.slice(0, Math.max(0, index))];
  return others.find(({ state }) => state === 'open') ?? choices[index + 1];
}
