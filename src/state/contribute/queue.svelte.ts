import { success, type Result } from '../../core/result.ts';
import { choicesOf, choicesWith, deleteChoices, putChoices } from '../../storage/choices.ts';
import { type ChoiceRow } from '../../storage/rows/choices.ts';
import type { Database } from '../../storage/database.ts';
import { editsOf, historyLength, putAct, turnBack } from '../../storage/history.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { inOrder } from './choice.ts';

interface Guards {
  /** What a wished row becomes whatever is wished: an objection holds. */
  readonly bound: (row: ChoiceRow) => ChoiceRow;
  /** Told of rows that are new or changed. */
  readonly shown: (rows: readonly ChoiceRow[]) => void;
}

/** An act that is done in several steps and taken back as one. */
export interface OpenAct {
  /** In the history, once something was changed. */
  id?: number;
}

/** The chosen images of one challenge, with acts that can be taken back and done again. What it shows is what is stored. */
export class Queue {
  readonly #challengeId: string;
  readonly #database: Database;
  readonly #guards: Guards;
  #choices = $state.raw<readonly ChoiceRow[]>([]);
  #done = $state(0);
  #undone = $state(0);

  constructor(challengeId: string, database: Database, guards: Guards) {
    this.#challengeId = challengeId;
    this.#database = database;
    this.#guards = guards;
  }

  /** In a stable order: by exam, then as added. */
  get choices() {
    return this.#choices;
  }
  get canUndo() {
    return this.#done > 0;
  }
  get canRedo() {
    return this.#undone > 0;
  }

  /** Leaves out what has no file: an earlier version let another challenge take it, and there is nothing to show. */
  async load(hasFile: (imageId: string) => boolean): Promise<void> {
    const [choices, history] = await Promise.all([
      choicesOf(this.#database, this.#challengeId),
      historyLength(this.#database, this.#challengeId),
    ]);
    this.#choices = inOrder(choices.filter(({ imageId }) => hasFile(imageId)));
    this.#done = history.done;
    this.#undone = history.undone;
  }

  async put(wanted: readonly ChoiceRow[], undoable: boolean, act: OpenAct = {}): Promise<Result<void>> {
    const rows = wanted.map((row) => this.#guards.bound(row));
    const before = new Map(this.#choices.map((choice) => [choice.id, choice]));
    const plain = $state.snapshot(rows) as ChoiceRow[];
    const edits = undoable ? editsOf(before, rows) : [];
    this.#show(rows);
    const isAct = edits.length > 0;
    const known = act.id;
    const stored = await outcomeOf(async () => {
      if (!isAct) return putChoices(this.#database, plain);
      const own = $state.snapshot(edits) as typeof edits;
      act.id = await putAct(this.#database, this.#challengeId, plain, own, known);
      return act.id;
    });
    if (!stored.ok) {
      await this.#showStored(rows, before);
      return stored;
    }
    // An act that was taken back meanwhile is not continued: this step is an act of its own.
    if (isAct && act.id !== known) {
      this.#done++;
      this.#undone = 0;
    }
    return success(undefined);
  }

  /** Takes entries out for good. */
  async remove(ids: readonly string[]): Promise<Result<void>> {
    const stored = await outcomeOf(() => deleteChoices(this.#database, ids));
    if (stored.ok) this.forget(new Set(ids));
    return stored;
  }

  /** No longer shows entries that are gone from the store. */
  forget(ids: ReadonlySet<string>): void {
    this.#choices = this.#choices.filter((choice) => !ids.has(choice.id));
  }

  /** Takes the last act back or does the one taken back last again, also of before a reload. Gives the entry it was about. */
  async turn(direction: 'undo' | 'redo'): Promise<Result<string | undefined>> {
    // The result of character recognition is not undone.
    const found = new Map(this.#choices.map((choice) => [choice.id, choice.text]));
    const settled = (row: ChoiceRow) => {
      const now = found.get(row.id);
      const isSame = now?.of !== row.text.of || now.read === row.text.read;
      return this.#guards.bound(isSame ? row : { ...row, text: { ...row.text, read: now.read } });
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
   * After a failed write: shows again what is stored of these rows. A row that was changed since is left to its own write.
   *
   * @param before rows as shown before the write, for a store that cannot be read either
   */
  async #showStored(rows: readonly ChoiceRow[], before: ReadonlyMap<string, ChoiceRow>): Promise<void> {
    const ids = rows.map(({ id }) => id);
    const read = await outcomeOf(() => choicesWith(this.#database, ids));
    const stored = read.ok ? new Map(read.value.map((row) => [row.id, row])) : before;
    const wished = new Set(rows);
    this.#choices = inOrder(
      this.#choices.flatMap((choice) => (wished.has(choice) ? (stored.get(choice.id) ?? []) : choice)),
    );
  }

  #show(rows: readonly ChoiceRow[]): void {
    const byId = new Map(this.#choices.map((choice) => [choice.id, choice]));
    for (const row of rows) byId.set(row.id, row);
    this.#choices = inOrder([...byId.values()]);
    this.#guards.shown(rows);
  }
}
