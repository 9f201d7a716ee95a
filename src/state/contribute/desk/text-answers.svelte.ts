import {
  isSameBox,
  outlineOf,
  wordOf,
  type Outline,
  type TextFlag,
  type TextWord,
} from '../../../core/deidentify/text-flags.ts';
import type { TextBox } from '../../../core/image/text-detector.ts';
import { now } from '../../clock.ts';
import type { Choice } from '../choice.ts';
import type { SigningPort, TextPort } from '../ports.ts';
import type { Point } from '../../../core/measure.ts';

export interface TextDraft {
  readonly kind: 'rectangle' | 'outline';
  readonly points: readonly Point[];
}

/** The answers given at the desk to likely text: made black, or dismissed as naming nobody. */
export class TextAnswers {
  readonly #contribute: SigningPort & TextPort;
  readonly #choice: () => Choice | undefined;
  readonly #apply: (change: { text: TextWord }) => Promise<void>;
  #selected = $state(0);
  #draft = $state.raw<TextDraft | null>(null);
  #left = false;
  readonly #flags = $derived.by(() => {
    const choice = this.#choice();
    return choice ? this.#contribute.text.flags(choice) : null;
  });

  constructor(
    contribute: SigningPort & TextPort,
    choice: () => Choice | undefined,
    apply: (change: { text: TextWord }) => Promise<void>,
  ) {
    this.#contribute = contribute;
    this.#choice = choice;
    this.#apply = apply;
  }

  /** null: not searched yet. */
  get flags(): readonly TextFlag[] | null {
    return this.#flags;
  }
  get selected(): number {
    return Math.min(this.#selected, Math.max(0, (this.#flags?.length ?? 0) - 1));
  }
  /** The rectangle or outline that is being drawn. */
  get draft(): TextDraft | null {
    return this.#draft;
  }
  get blackouts(): readonly Outline[] {
    return this.#word?.blackouts ?? [];
  }

  get #word(): TextWord | undefined {
    const choice = this.#choice();
    return choice && wordOf(choice.text, choice.imageId, choice.frame);
  }

  /** Called when another image comes to the desk. */
  reset(): void {
    this.#selected = 0;
    this.#draft = null;
  }

  /** Called when the desk leaves the page. An answer that is still being stored then selects no next flag. */
  leave(): void {
    this.#left = true;
  }

  select(at: number): void {
    this.#selected = at;
  }

  /** Selects the next open flag. If none is open, the next flag. */
  next(): void {
    if (this.#left) return;
    const flags = this.#flags ?? [];
    const order = flags.map((_, n) => (this.selected + 1 + n) % flags.length);
    this.#selected = order.find((at) => flags[at]?.state === 'open') ?? order[0] ?? 0;
  }

  async blackOut(at = this.selected): Promise<void> {
    const flag = this.#flags?.[at];
    if (!flag || flag.state === 'black') return;
    await this.#say({ blackouts: [...this.blackouts, outlineOf(flag.box)] });
    this.next();
  }

  async blackOutAll(): Promise<void> {
    const open = (this.#flags ?? []).filter(({ state }) => state === 'open');
    if (open.length > 0)
      await this.#say({ blackouts: [...this.blackouts, ...open.map(({ box }) => outlineOf(box))] });
  }

  /** Dismisses a flag that names nobody. An identifier found by character recognition cannot be dismissed. */
  async dismiss(at = this.selected): Promise<void> {
    const flag = this.#flags?.[at];
    const word = this.#word;
    if (!word || flag?.source !== 'detector' || flag.state !== 'open') return;
    const by = this.#contribute.signing.centre?.by ?? '';
    await this.#say({ dismissed: [...word.dismissed, { box: flag.box, by, at: now() }] });
    this.next();
  }

  async takeBack(at: number): Promise<void> {
    const flag = this.#flags?.[at];
    const word = this.#word;
    if (!word || !flag) return;
    await this.#say({ dismissed: word.dismissed.filter(({ box }) => !isSameBox(box, flag.box)) });
  }

  async blackOutBox(box: TextBox): Promise<void> {
    await this.#say({ blackouts: [...this.blackouts, outlineOf(box)] });
  }

  async remove(blackout: number): Promise<void> {
    await this.#say({ blackouts: this.blackouts.filter((_, n) => n !== blackout) });
  }

  draw(kind: TextDraft['kind']): void {
    this.#draft = { kind, points: [] };
  }

  stopDrawing(): void {
    this.#draft = null;
  }

  /** Adds a corner to the rectangle or outline that is being drawn. */
  async click([x, y]: Point): Promise<void> {
    const draft = this.#draft;
    if (!draft) return;
    const points = [...draft.points, [x, y] as const];
    this.#draft = { ...draft, points };
    const [first, second] = points;
    if (draft.kind !== 'rectangle' || !first || !second) return;
    const columns = [first[0], second[0]].map(Math.round).sort((a, b) => a - b);
    const rows = [first[1], second[1]].map(Math.round).sort((a, b) => a - b);
    this.#draft = null;
    await this.blackOutBox([columns[0] ?? 0, rows[0] ?? 0, (columns[1] ?? 0) + 1, (rows[1] ?? 0) + 1]);
  }

  async closeOutline(): Promise<void> {
    const points = this.#draft?.points ?? [];
    this.#draft = null;
    if (points.length >= 3) await this.#say({ blackouts: [...this.blackouts, points] });
  }

  async #say(change: Partial<Pick<TextWord, 'blackouts' | 'dismissed'>>): Promise<void> {
    const word = this.#word;
    if (word) await this.#apply({ text: { ...word, ...change } });
  }
}
