import { frameName, isBlackBy, textFlags, wordOf, type TextFlag } from '../../core/deidentify/text-flags.ts';
import { TEXT_DETECTOR, type TextBox } from '../../core/image/text-detector.ts';
import type { Failure } from '../../core/failure.ts';
import type { Result } from '../../core/result.ts';
import type { Choice } from './choice.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { putTexts, textsOf } from '../../storage/texts.ts';

type Detect = (imageId: string, frame: number) => Promise<Result<readonly TextBox[]>>;
type Chosen = Pick<Choice, 'imageId' | 'frame' | 'challengeId' | 'state'>;

/** Likely text in the chosen frames. Each frame is searched once, in the background, and the result is stored. */
export class WrittenText {
  readonly #challengeId: string;
  readonly #database: Database;
  readonly #detect: Detect;
  #boxes = $state.raw<ReadonlyMap<string, readonly TextBox[]>>(new Map());
  /** Flags by choice. A choice never changes in place. The whole queue is asked for its flags at each change. */
  readonly #flags = new WeakMap<object, { boxes: readonly TextBox[]; flags: readonly TextFlag[] }>();
  /** By name of the frame: the reason why it could not be searched. */
  #failures = $state.raw<ReadonlyMap<string, Failure>>(new Map());
  #waiting: Chosen[] = [];
  #working: Promise<void> | null = null;

  constructor(challengeId: string, database: Database, detect: Detect) {
    this.#challengeId = challengeId;
    this.#database = database;
    this.#detect = detect;
  }

  async load(): Promise<void> {
    const rows = await textsOf(this.#database, this.#challengeId);
    const current = rows.filter(({ detector }) => detector === TEXT_DETECTOR);
    this.#boxes = new Map(current.map(({ id, boxes }) => [id, boxes]));
  }

  /** The flags of a choice. null: its frame was not searched yet. */
  flags(choice: Choice): readonly TextFlag[] | null {
    const boxes = this.#boxes.get(frameName(choice.imageId, choice.frame));
    if (!boxes) return null;
    const known = this.#flags.get(choice);
    if (known?.boxes === boxes) return known.flags;
    const word = wordOf(choice.text, choice.imageId, choice.frame);
    const flags = textFlags(boxes, word, (box) => isBlackBy(box, word.blackouts, choice.sector));
    this.#flags.set(choice, { boxes, flags });
    return flags;
  }

  /** Number of open flags. null: not searched yet. */
  open(choice: Choice): number | null {
    return this.flags(choice)?.filter(({ state }) => state === 'open').length ?? null;
  }

  hasOpen(choice: Choice): boolean | null {
    const open = this.open(choice);
    return open === null ? null : open > 0;
  }

  /** The reason why the frame of a choice could not be searched. */
  failureOf({ imageId, frame }: Choice): Failure | undefined {
    return this.#failures.get(frameName(imageId, frame));
  }

  /** Searches the frames of these choices that were not searched yet. Resolves when no frame is left. */
  lookFor(choices: readonly Chosen[]): Promise<void> {
    const wished = new Map<string, Chosen>();
    // The last of the list is searched first, so the list is reversed to keep the order of the queue.
    for (const choice of choices.toReversed()) {
      const name = frameName(choice.imageId, choice.frame);
      if (choice.state !== 'excluded' && !this.#boxes.has(name)) wished.set(name, choice);
    }
    const others = this.#waiting.filter(({ imageId, frame }) => !wished.has(frameName(imageId, frame)));
    this.#waiting = [...others, ...wished.values()];
    this.#working ??= this.#work().finally(() => (this.#working = null));
    return this.#working;
  }

  /** One frame at a time, the newest request first, so that the image on the desk does not wait for a long queue. */
  async #work(): Promise<void> {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const { imageId, frame, challengeId } = next;
      const id = frameName(imageId, frame);
      const found = await this.#detect(imageId, frame);
      if (!found.ok) {
        this.#failures = new Map(this.#failures).set(id, found.failure);
        continue;
      }
      const boxes = found.value;
      this.#boxes = new Map(this.#boxes).set(id, boxes);
      // A cache: if it cannot be stored, the frame is searched again after a reload.
      await outcomeOf(() =>
        putTexts(this.#database, [{ id, challengeId, imageId, detector: TEXT_DETECTOR, boxes }]),
      );
    }
  }
}
