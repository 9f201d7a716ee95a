import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { PRESETS } from '../../core/challenge/presets.ts';
import { readPreference, writePreference } from './preferences.ts';

/** Storage of dropped definitions. `main.ts` supplies it. */
export interface DefinitionStore {
  all(): Promise<readonly ChallengeDefinition[]>;
  put(definition: ChallengeDefinition): Promise<void>;
  remove(id: string): Promise<void>;
}

/** All available challenges and the current one. A dropped definition is treated like a preset. */
class Challenges {
  #dropped = $state.raw<readonly ChallengeDefinition[]>([]);
  #currentId = $state(readPreference('challenge') ?? '');
  #store: DefinitionStore | undefined;
  #all = $derived([
    // A dropped definition replaces a preset with the same id, because it is the organiser's newer version.
    ...PRESETS.filter(({ id }) => !this.#dropped.some((other) => other.id === id)),
    ...this.#dropped,
  ]);
  #current = $derived(this.#all.find(({ id }) => id === this.#currentId) ?? this.#all[0]);

  get presets(): readonly ChallengeDefinition[] {
    return this.#all.filter((definition) => PRESETS.includes(definition));
  }

  get dropped(): readonly ChallengeDefinition[] {
    return this.#dropped;
  }

  get all(): readonly ChallengeDefinition[] {
    return this.#all;
  }

  get current(): ChallengeDefinition {
    const current = this.#current;
    if (!current) throw new Error('there is always a preset');
    return current;
  }

  /** Loads the stored definitions and stores those that are added later. */
  async connect(store: DefinitionStore): Promise<void> {
    this.#store = store;
    const stored = await store.all();
    const ids = new Set(this.#dropped.map(({ id }) => id));
    this.#dropped = [...stored.filter(({ id }) => !ids.has(id)), ...this.#dropped];
  }

  select(id: string): void {
    this.#currentId = id;
    writePreference('challenge', id);
  }

  /** Adds or replaces a definition that passed validation, and makes it the current one. */
  async add(definition: ChallengeDefinition): Promise<void> {
    this.#dropped = [...this.#dropped.filter(({ id }) => id !== definition.id), definition];
    this.select(definition.id);
    await this.#store?.put(definition);
  }

  async remove(id: string): Promise<void> {
    this.#dropped = this.#dropped.filter((definition) => definition.id !== id);
    await this.#store?.remove(id);
  }
}

export const challenges = new Challenges();
