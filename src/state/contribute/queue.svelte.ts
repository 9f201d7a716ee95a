import { success, type Result } from '../../core/result.ts';
import { choicesOf, choicesWith, deleteChoices, putChoices } from '../../storage/choices.ts';
import type { Database } from '../../storage/database.ts';
import { editsOf, historyLength, putAct, turnBack } from '../../storage/history.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { inOrder, type Choice } from './choice.ts';

interface Guards {
  /** Applies what no act may change: the images of a patient who objects are excluded. */
  readonly bound: (choice: Choice) => Choice;
  /** Called with new and changed entries. */
  readonly shown: (choices: readonly Choice[]) => void;
}

/** An act of several steps that undo takes back as one. */
export interface OpenAct {
  /** Its id in the history, after the first step. */
  id?: number;
}

/**
 * The chosen images of one challenge, with undo and redo. It shows what is stored. A change is shown at once; if it cannot be stored,
 * the stored entry is shown again.
 */
export class Queue {
  readonly #challengeId: string;
  readonly #database: Database;
  readonly #guards: Guards;
  #choices = $state.raw<readonly Choice[]>([]);
  #done = $state(0);
  #undone = $state(0);

  constructor(challengeId: string, database: Database, guards: Guards) {
    this.#challengeId = challengeId;
    this.#database = database;
    this.#guards = guards;
  }

  /** In a stable order: see `inOrder`. */
  get choices() {
    return this.#choices;
  }
  get accepted() {
    return this.#choices.filter(({ state }) => state === 'accepted');
  }
  /** The accepted images that a person has seen and cleared as they will leave. */
  get cleared() {
    return this.accepted.filter(({ clearing }) => clearing !== null);
  }
  get canUndo() {
    return this.#done > 0;
  }
  get canRedo() {
    return this.#undone > 0;
  }

  /** Entries without a stored file are left out: an early version let another challenge take the file. */
  async load(hasFile: (imageId: string) => boolean): Promise<void> {
    const [choices, history] = await Promise.all([
      choicesOf(this.#database, this.#challengeId),
      historyLength(this.#database, this.#challengeId),
    ]);
    this.#choices = inOrder(choices.filter(({ imageId }) => hasFile(imageId)));
    this.#done = history.done;
    this.#undone = history.undone;
  }

  async put(wanted: readonly Choice[], undoable: boolean, act: OpenAct = {}): Promise<Result<void>> {
    const choices = wanted.map((choice) => this.#guards.bound(choice));
    const before = new Map(this.#choices.map((choice) => [choice.id, choice]));
    const plain = $state.snapshot(choices) as Choice[];
    const edits = undoable ? editsOf(before, choices) : [];
    this.#show(choices);
    const isAct = edits.length > 0;
    const known = act.id;
    const stored = await outcomeOf(async () => {
      if (!isAct) return putChoices(this.#database, plain);
      const own = $state.snapshot(edits) as typeof edits;
      act.id = await putAct(this.#database, this.#challengeId, plain, own, known);
      return act.id;
    });
    if (!stored.ok) {
      await this.#showStored(choices, before);
      return stored;
    }
    // An act that was taken back meanwhile is not continued: this step is an act of its own.
    if (isAct && act.id !== known) {
      this.#done++;
      this.#undone = 0;
    }
    return success(undefined);
  }

  /** Deletes entries. Undo does not bring them back. */
  async remove(ids: readonly string[]): Promise<Result<void>> {
    const stored = await outcomeOf(() => deleteChoices(this.#database, ids));
    const gone = new Set(ids);
    if (stored.ok) this.#choices = this.#choices.filter(({ id }) => !gone.has(id));
    return stored;
  }

  /** Stops showing the entries of images that were deleted from the store, with these entries. */
  forgetImages(imageIds: ReadonlySet<string>): void {
    this.#choices = this.#choices.filter(({ imageId }) => !imageIds.has(imageId));
  }

  /** Undoes the last act, or redoes the last one undone, also one from before a reload. Returns the id of its first entry. */
  async turn(direction: 'undo' | 'redo'): Promise<Result<string | undefined>> {
    // The result of character recognition is not undone.
    const found = new Map(this.#choices.map((choice) => [choice.id, choice.text]));
    const settled = (choice: Choice) => {
      const now = found.get(choice.id);
      const isSame = now?.of !== choice.text.of || now.read === choice.text.read;
      return this.#guards.bound(isSame ? choice : { ...choice, text: { ...choice.text, read: now.read } });
    };
    const turned = await outcomeOf(() => turnBack(this.#database, this.#challengeId, direction, settled));
    if (!turned.ok || turned.value === null) return turned.ok ? success(undefined) : turned;
    this.#show(turned.value);
    const by = direction === 'undo' ? 1 : -1;
    this.#done -= by;
    this.#undone += by;
    return success(turned.value[0]?.id);
  }

  /**
   * Shows what is stored of these entries, after a failed write. An entry that was changed since is left to its own write.
   *
   * @param before entries as shown before the write: used if the store cannot be read either
   */
  async #showStored(choices: readonly Choice[], before: ReadonlyMap<string, Choice>): Promise<void> {
    const ids = choices.map(({ id }) => id);
    const read = await outcomeOf(() => choicesWith(this.#database, ids));
    const stored: ReadonlyMap<string, Choice> = read.ok
      ? new Map(read.value.map((choice) => [choice.id, choice]))
      : before;
    const wished = new Set(choices);
    this.#choices = inOrder(
      this.#choices.flatMap((choice) => (wished.has(choice) ? (stored.get(choice.id) ?? []) : choice)),
    );
  }

  #show(choices: readonly Choice[]): void {
    const byId = new Map(this.#choices.map((choice) => [choice.id, choice]));
    for (const choice of choices) byId.set(choice.id, choice);
    this.#choices = inOrder([...byId.values()]);
    this.#guards.shown(choices);
  }
}
