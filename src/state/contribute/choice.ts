import { measuredSpacing } from '../../core/image/calibration.ts';
import { frameName, wordOf } from '../../core/deidentify/text-flags.ts';
import type { ChoiceRow } from '../../storage/rows/choices.ts';
import { sopUidOf } from '../../storage/images.ts';

/** What a worker needs of a choice to make its pixels as they leave. */
export const pixelsOf = (choice: ChoiceRow) => ({
  frame: choice.frame,
  center: choice.center,
  mask: choice.mask,
  sector: choice.sector,
  measured: measuredSpacing(choice.calibration, choice.imageId),
  // The file knows itself by its UID alone.
  text: {
    ...wordOf(choice.text, choice.imageId, choice.frame),
    of: frameName(sopUidOf(choice.imageId), choice.frame),
  },
});

/** The queue's order: by exam, then as added. */
export function inOrder(choices: readonly ChoiceRow[]): ChoiceRow[] {
  return [...choices].sort(
    (a, b) => compare(a.exam, b.exam) || compare(a.imageId, b.imageId) || compare(a.id, b.id),
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
