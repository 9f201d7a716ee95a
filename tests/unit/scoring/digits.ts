import type { RuleSet } from '../../../src/core/definition/definition.ts';
import { compareMasks, type Segmentation } from '../../../src/core/scoring/dice.ts';
import { scoreMasks } from '../../../src/core/scoring/masks.ts';
import type { Digits, MaskCase } from '../../golden/datasets.ts';
import { RENAL } from './definitions.ts';

const segmentation = (mask: Digits | null): Segmentation | null =>
  mask && { size: [mask[0], mask[1]], data: Uint8Array.from([...mask[2]].map(Number)) };

/** Scores masks that are written as digits. */
export const scoreDigits = (cases: readonly MaskCase[], ruleSet: RuleSet) =>
  scoreMasks(
    RENAL,
    cases.map(([id, reference, prediction]) => ({
      id,
      comparison: compareMasks(segmentation(reference), segmentation(prediction)),
    })),
    ruleSet,
  );
