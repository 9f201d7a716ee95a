import { wordOf, type ReadIdentifier, type Reading } from '../../core/deidentify/text-flags.ts';
import { success, type Result } from '../../core/result.ts';
import { newId, now } from '../clock.ts';
import type { Assessment } from './assessment.svelte.ts';
import type { Choice, ChoiceChange } from './choice.ts';
import { newChoice, proposals } from './intake.ts';
import type { Outlines } from './outlines.ts';
import type { ChallengePort, ImagesPort } from './ports.ts';
import type { Queue } from './queue.svelte.ts';

type Ports = ChallengePort &
  ImagesPort & {
    readonly queue: Pick<Queue, 'choices' | 'put' | 'remove'>;
    readonly assessment: Pick<Assessment, 'complete'>;
    readonly outlines: Pick<Outlines, 'keep'>;
  };

/** The acts that fill the queue and change its entries. */
export class Choosing {
  readonly #contribute: Ports;

  constructor(contribute: Ports) {
    this.#contribute = contribute;
  }

  /** Puts one image of each exam (or the number that the definition asks for) in the queue, for exams that have none yet. */
  async propose(): Promise<Result<void>> {
    const { definition, images, queue } = this.#contribute;
    const known = new Set(queue.choices.map((choice) => choice.exam));
    const at = now();
    const fresh: Choice[] = [];
    for (const [exam, own] of Map.groupBy(images.all.values(), (image) => image.exam)) {
      if (known.has(exam)) continue;
      fresh.push(...proposals(definition, own).map((proposal) => newChoice(proposal, newId(), at)));
    }
    return fresh.length > 0 ? queue.put(fresh, false) : success(undefined);
  }

  async change(choice: Choice, change: ChoiceChange): Promise<Result<void>> {
    // A person who changes an entry has it on the desk.
    const changed = { ...choice, ...change, ...(choice.unseen && { unseen: false }) };
    // Answers about the text of one frame do not apply to another frame.
    const text = wordOf(changed.text, changed.imageId, changed.frame);
    if (change.state === 'accepted') this.#contribute.outlines.keep([changed]);
    return this.#contribute.queue.put([{ ...changed, text, clearing: null, updatedAt: now() }], true);
  }

  /** Accepts all open images that are complete, in one act. */
  acceptComplete(): Promise<Result<void>> {
    const { assessment, outlines, queue } = this.#contribute;
    const at = now();
    outlines.keep(assessment.complete);
    return queue.put(
      assessment.complete.map((choice) => ({ ...choice, state: 'accepted', clearing: null, updatedAt: at })),
      true,
    );
  }

  /** Adds another image of the same exam to the queue. */
  async addImage(exam: string): Promise<Result<void>> {
    const { definition, images, queue } = this.#contribute;
    const [proposal] = proposals(definition, images.ofExam(exam));
    return proposal ? queue.put([newChoice(proposal, newId(), now())], false) : success(undefined);
  }

  /** Puts these entries in place of all open ones. Used by a table of rows: see `rows.ts`. */
  async replaceOpen(choices: readonly Choice[]): Promise<Result<void>> {
    const { queue } = this.#contribute;
    const others = queue.choices.filter(
      ({ id, state }) => state === 'open' && !choices.some((choice) => choice.id === id),
    );
    const removed = await queue.remove(others.map(({ id }) => id));
    return removed.ok ? queue.put(choices, false) : removed;
  }

  /**
   * Records the result of character recognition of an image as it leaves. If an identifier was found, the image is open again, with a
   * flag that only a black rectangle answers. A choice that was changed meanwhile keeps its other fields.
   */
  async recordReading(
    { id }: Choice,
    reading: Reading,
    found: readonly ReadIdentifier[],
  ): Promise<Result<void>> {
    const { queue } = this.#contribute;
    const choice = queue.choices.find((one) => one.id === id);
    if (!choice) return success(undefined);
    const { text } = choice;
    const known = new Set(text.read.map(({ box }) => box.join()));
    const read = [...text.read, ...found.filter(({ box }) => !known.has(box.join()))];
    const reopened = found.length > 0 ? { state: 'open' as const, clearing: null } : {};
    return queue.put([{ ...choice, ...reopened, text: { ...text, read, reading } }], false);
  }
}
