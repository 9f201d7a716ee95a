import type { ChallengeDefinition } from '../definition/definition.ts';
import { breast } from './presets/breast.ts';
import { liver } from './presets/liver.ts';
import { meniscus } from './presets/meniscus.ts';
import { renalCortex } from './presets/renal-cortex.ts';
import { thyroid } from './presets/thyroid.ts';

/** The five challenges of JFR 2018, in a form that `readDefinition` would accept from a file. */
export const PRESETS: readonly ChallengeDefinition[] = [renalCortex, breast, liver, meniscus, thyroid];

export function presetById(id: string): ChallengeDefinition | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
