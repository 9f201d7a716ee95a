import type { ChallengeDefinition } from '../core/definition/definition.ts';
import type { Database } from './database.ts';

/** A challenge definition that a user dropped on the page. Presets are not stored. */
export interface DefinitionRow {
  readonly id: string;
  readonly definition: ChallengeDefinition;
  readonly addedAt: string;
}

export const allDefinitions = (database: Database) => database.definitions.orderBy('id').toArray();

export const writeDefinition = (database: Database, definition: ChallengeDefinition, addedAt: string) =>
  database.definitions.put({ id: definition.id, definition, addedAt });
