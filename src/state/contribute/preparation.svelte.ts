import { success, type Result } from '../../core/result.ts';
import type { Choice } from './choice.ts';
import { resultOf } from '../../storage/outcome.ts';
import { monotonic, now } from '../clock.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { ChallengePort, ImagesPort, ProposalPort, QueuePort } from './ports.ts';
import type { Refusal } from './incoming.svelte.ts';
import type { OpenAct } from './queue.svelte.ts';

/** Result of one run. */
export interface Prepared {
  /** Images that were processed. */
  readonly images: number;
  readonly outlines: number;
  readonly centers: number;
  /** Images without a visible outline. */
  readonly notFound: readonly Choice[];
  /** Open images without a mask. */
  readonly withoutMask: number;
  readonly refusals: readonly Refusal[];
}

interface Found {
  /** The entry when it was processed. */
  readonly choice: Choice;
  readonly change: Partial<Choice>;
}

/** Milliseconds between writes. */
const STEP_MS = 400;

type Ports = ChallengePort & ImagesPort & ProposalPort & QueuePort;

/**
 * Prepares the open images of the queue: measures their pixels, proposes the ultrasound outline and, on request, places the crop in the
 * middle. It accepts nothing: its proposals are marked until a person reviews them at the desk. A whole run is one act for undo.
 */
export class Preparation {
  readonly #contribute: Ports;
  /** Images processed at the same time. */
  readonly #lanes: number;
  #running = $state(false);

  constructor(contribute: Ports, lanes: number) {
    this.#contribute = contribute;
    this.#lanes = lanes;
  }

  get running() {
    return this.#running;
  }

  /** The open images that lack a measurement or a proposal. */
  due(centers: boolean): readonly Choice[] {
    return this.#contribute.queue.choices.filter(
      (choice) =>
        choice.state === 'open' &&
        (!this.#contribute.pictures.isMeasured(choice) ||
          this.#lacksOutline(choice) ||
          this.#lacksCenter(choice, centers)),
    );
  }

  /** Stops at the job's signal. Results until then are kept, and another run continues with the rest. */
  async run(job: JobHandle, centers: boolean): Promise<Result<Prepared>> {
    const due = this.due(centers);
    job.setTotal(due.length);
    this.#running = true;
    const act: OpenAct = {};
    const found: Found[] = [];
    const notFound: Choice[] = [];
    const refusals: Refusal[] = [];
    const count = { images: 0, outlines: 0, centers: 0 };
    let broken: Result<never> | undefined;
    let stored = monotonic();
    const store = async () => {
      const rows = this.#current(found.splice(0));
      if (rows.length === 0) return;
      count.outlines += rows.filter(({ change }) => change.sector).length;
      count.centers += rows.filter(({ change }) => change.center).length;
      const at = now();
      const put = await this.#contribute.queue.put(
        rows.map(({ row, change }) => ({ ...row, ...change, unseen: true, clearing: null, updatedAt: at })),
        true,
        act,
      );
      if (!put.ok) broken = put;
    };
    // Writes follow each other: the first one makes the act that the others continue.
    let storing = Promise.resolve();
    const flush = () => {
      stored = monotonic();
      storing = storing.then(store);
      return storing;
    };
    const rest = due.values();
    const lane = async () => {
      for (const choice of rest) {
        if (job.signal.aborted || broken) return;
        const change = await this.#proposalOf(choice, centers);
        if (!change.ok) refusals.push({ path: choice.exam, failure: change.failure });
        else if (change.value === 'no-outline') notFound.push(choice);
        else if (Object.keys(change.value).length > 0) found.push({ choice, change: change.value });
        count.images++;
        job.advance();
        if (monotonic() - stored > STEP_MS) await flush();
      }
    };
    await Promise.all(Array.from({ length: this.#lanes }, lane));
    await flush();
    this.#running = false;
    const { definition, queue } = this.#contribute;
    const usesMask = definition.labels.fields.some(({ kind }) => kind === 'mask');
    const withoutMask = usesMask
      ? queue.choices.filter(({ state, mask }) => state === 'open' && mask === null).length
      : 0;
    return broken ?? success({ ...count, notFound, withoutMask, refusals });
  }

  async #proposalOf(choice: Choice, centers: boolean): Promise<Result<Partial<Choice> | 'no-outline'>> {
    if (!this.#contribute.pictures.isMeasured(choice)) {
      const measured = await resultOf(() => this.#contribute.pictures.measure(choice));
      if (!measured.ok) return measured;
    }
    const facts = this.#contribute.images.of(choice)?.facts;
    const center =
      facts && this.#lacksCenter(choice, centers)
        ? { center: [Math.round((facts.columns - 1) / 2), Math.round((facts.rows - 1) / 2)] as const }
        : {};
    if (!this.#lacksOutline(choice)) return success(center);
    const outline = await resultOf(() => this.#contribute.outlines.proposalOf(choice));
    if (!outline.ok) return outline;
    return success(outline.value === null ? 'no-outline' : { ...center, ...outline.value });
  }

  /** The entries as they are now, without those that a person changed meanwhile. */
  #current(found: readonly Found[]) {
    const rows = new Map(this.#contribute.queue.choices.map((row) => [row.id, row]));
    return found.flatMap(({ choice, change }) => {
      const row = rows.get(choice.id);
      if (row?.state !== 'open' || row.imageId !== choice.imageId || row.frame !== choice.frame) return [];
      if ((change.sector && row.sector) || (change.center && row.center)) return [];
      return [{ row, change }];
    });
  }

  #lacksOutline({ sector }: Choice): boolean {
    return this.#contribute.definition.preprocessing.mask === 'sector' && sector === null;
  }

  #lacksCenter({ center }: Choice, asked: boolean): boolean {
    return asked && this.#contribute.definition.preprocessing.crop === 'click' && center === null;
  }
}
