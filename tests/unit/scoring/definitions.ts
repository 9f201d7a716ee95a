import type { ChallengeDefinition } from '../../../src/core/definition/definition.ts';
import { presetById } from '../../../src/core/challenge/presets.ts';

const preset = (id: string): ChallengeDefinition => presetById(id)!;

export const LIVER = preset('liver');
export const MENISCUS = preset('meniscus');
export const BREAST = preset('breast');
export const THYROID = preset('thyroid');
export const RENAL = preset('renal-cortex');
export const BY_ID: Record<string, ChallengeDefinition> = {
  liver: LIVER,
  meniscus: MENISCUS,
  breast: BREAST,
  thyroid: THYROID,
};
export const bytes = (text: string) => new TextEncoder().encode(text);
