import type { Database } from '../../storage/database.ts';
import { objectionsByPatient } from '../../storage/objections.ts';
import type { Choice } from './choice.ts';

/** A patient who objects to the use of the images. */
export interface Objection {
  /** Exclusion reason of the patient's images, in the language of the person who recorded the objection. */
  readonly exclusion: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Patients of this centre who object, by pseudonym. */
export class Objections {
  readonly #database: Database;
  #byPatient: ReadonlyMap<string, Objection> = new Map();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Reads what is stored now: another tab may have recorded an objection. */
  async read(): Promise<ReadonlyMap<string, Objection>> {
    this.#byPatient = await objectionsByPatient(this.#database);
    return this.#byPatient;
  }

  /** The choice as it may be stored: the image of a patient who objects is always excluded. */
  bound(choice: Choice, patient: string): Choice {
    const objection = this.#byPatient.get(patient);
    if (!objection) return choice;
    return { ...choice, state: 'excluded', exclusionReason: objection.exclusion, clearing: null };
  }
}
