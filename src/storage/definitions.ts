import type { ChallengeDefinition } from '../core/definition/definition.ts';
import type { Database } from './database.ts';

export const allDefinitions = (database: Database) => database.definitions.orderBy('id').toArray();

export const writeDefinition = (database: Database, definition: ChallengeDefinition, addedAt: string) =>
  database.definitions.put({ id: definition.id, definition, addedAt });
