import Dexie, { type EntityTable } from 'dexie';
import type { CentreRow, CharterRow } from './centres.ts';
import type { ChoiceRow } from './choices.ts';
import type { DatasetRow } from './datasets.ts';
import type { DecisionRow } from './decisions.ts';
import type { DefinitionRow } from './definitions.ts';
import type { ImageRow, PixelsRow } from './images.ts';
import type { KeyRow } from './keys.ts';
import type { PackageRow } from './packages.ts';
import type { RunRow } from './runs.ts';
import type { TextRow } from './texts.ts';

/** The workspace in IndexedDB. One file a table holds its row's type and its only readers and writers. */
export class Database extends Dexie {
  declare keys: EntityTable<KeyRow, 'id'>;
  declare centres: EntityTable<CentreRow, 'id'>;
  declare charters: EntityTable<CharterRow, 'challengeId'>;
  declare definitions: EntityTable<DefinitionRow, 'id'>;
  declare images: EntityTable<ImageRow, 'id'>;
  declare pixels: EntityTable<PixelsRow, 'id'>;
  declare choices: EntityTable<ChoiceRow, 'id'>;
  declare packages: EntityTable<PackageRow, 'id'>;
  declare decisions: EntityTable<DecisionRow, 'id'>;
  declare datasets: EntityTable<DatasetRow, 'id'>;
  declare runs: EntityTable<RunRow, 'id'>;
  declare texts: EntityTable<TextRow, 'id'>;

  constructor(name = 'negatoscope') {
    super(name);
    // A later schema is a further `version(n).stores(…).upgrade(…)`; earlier ones stay, so that any stored workspace opens.
    this.version(1).stores({
      keys: 'id',
      centres: 'id',
      charters: 'challengeId',
      definitions: 'id',
      images: 'id, challengeId, [challengeId+exam]',
      pixels: 'id, challengeId',
      choices: 'id, challengeId, imageId',
      packages: 'id, challengeId',
      decisions: 'id, challengeId',
      datasets: 'id, challengeId',
      runs: '++id, challengeId',
    });
    this.version(2).stores({ texts: 'id, challengeId, imageId' });
  }
}
