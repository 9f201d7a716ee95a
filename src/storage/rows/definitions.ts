import type { ChallengeDefinition } from '../../core/definition/definition.ts';

/** A challenge definition that a user dropped on the page. Presets are not stored. */
export interface DefinitionRow {
  readonly id: string;
  readonly definition: ChallengeDefinition;
  readonly addedAt: string;
}
