import { success, type Result } from '../../core/result.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { readCentre, readCharter, writeCentre, writeCharter } from '../../storage/centres.ts';
import type { Database } from '../../storage/database.ts';
import { centreKey } from '../../storage/keys.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { now } from '../clock.ts';

/** The site of this workspace and the radiologist who works there. */
export interface Centre {
  readonly centre: string;
  /** The radiologist's name, as written in charter and clearings. */
  readonly by: string;
}

/** A signed charter of one challenge. */
export interface Charter extends Centre {
  readonly challengeId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly language: 'en' | 'fr';
  /** The text that was signed. */
  readonly text: string;
}

/** The centre of this workspace and its signature under the charter of one challenge. */
export class Signing {
  readonly #definition: Pick<ChallengeDefinition, 'id' | 'charter'>;
  readonly #database: Database;
  #centre = $state.raw<Centre | undefined>();
  #charter = $state.raw<Charter | undefined>();

  constructor(definition: Pick<ChallengeDefinition, 'id' | 'charter'>, database: Database) {
    this.#definition = definition;
    this.#database = database;
  }

  get centre() {
    return this.#centre;
  }
  get charter() {
    return this.#charter;
  }

  async load(): Promise<void> {
    const [centre, charter] = await Promise.all([
      readCentre(this.#database),
      readCharter(this.#database, this.#definition.id),
    ]);
    this.#centre = centre;
    this.#charter = charter;
  }

  async sign(centre: string, by: string, language: 'en' | 'fr'): Promise<Result<void>> {
    const { id: challengeId, charter: texts } = this.#definition;
    const charter: Charter = { challengeId, centre, by, at: now(), language, text: texts[language] };
    const stored = await outcomeOf(async () => {
      await writeCentre(this.#database, centre, by);
      await writeCharter(this.#database, charter);
    });
    if (!stored.ok) return stored;
    this.#centre = { centre, by };
    this.#charter = charter;
    return success(undefined);
  }

  /** The centre's secret key, which pseudonyms and UIDs are made with. */
  key(): Promise<CryptoKey> {
    return centreKey(this.#database, this.#centre?.centre ?? '');
  }
}
