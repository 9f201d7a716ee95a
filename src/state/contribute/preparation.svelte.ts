import { success, type Result } from '../../core/result.ts';
import type { ChoiceRow } from '../../storage/rows/choices.ts';
import { resultOf } from '../../storage/outcome.ts';
import { monotonic, now } from '../clock.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { ChallengePort, ChoicesPort, ImagesPort, ProposalPort } from './ports.ts';
import type { Refusal } from './incoming.svelte.ts';
import type { OpenAct } from './queue.svelte.ts';

/** What a run through the queue did. */
export interface Prepared {
  /** Images that were looked at. */
  readonly images: number;
  readonly outlines: number;
  readonly centers: number;
  /** Images of which no outline is found. */
  readonly notFound: readonly ChoiceRow[];
  /** Open images that still lack a mask of their own. */
  readonly withoutMask: number;
  readonly refusals: readonly Refusal[];
}

interface Found {
  /** The row that was looked at. */
  readonly choice: ChoiceRow;
  readonly change: Partial<ChoiceRow>;
}

/** Changes that are stored at once. */
const STEP_MS = 400;

type Ports = ChallengePort & ChoicesPort & ImagesPort & ProposalPort;

/**
 * Prepares the open images of the queue: measures their pixels, proposes the ultrasound outline, and places the crop in the middle where
 * that is asked. It accepts nothing: what it proposed is marked until a person has had it on the desk. One act, which undo takes back whole.
 */
export class Preparation {
  readonly #contribute: Ports;
  /** Images worked on at the same time. */
  readonly #lanes: number;
  #running = $state(false);

  constructor(contribute: Ports, lanes: number) {
    this.#contribute = contribute;
    this.#lanes = lanes;
  }

  get running() {
    return this.#running;
  }

  /** The open images that there is something to prepare of. */
  due(centers: boolean): readonly ChoiceRow[] {
    return this.#contribute.choices.filter(
      (choice) =>
        choice.state === 'open' &&
        (!this.#contribute.pictures.isMeasured(choice) ||
          this.#lacksOutline(choice) ||
          this.#lacksCenter(choice, centers)),
    );
  }

  /** Stops at the job's signal; what was found until then is kept, and another run goes on with the rest. */
  async run(job: JobHandle, centers: boolean): Promise<Result<Prepared>> {
    const due = this.due(centers);
    job.setTotal(due.length);
    this.#running = true;
    const act: OpenAct = {};
    const found: Found[] = [];
    const notFound: ChoiceRow[] = [];
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
    // One after another: the first step makes the act that the others go on with.
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
    const { choices, definition } = this.#contribute;
    const usesMask = definition.labels.fields.some(({ kind }) => kind === 'mask');
    const withoutMask = usesMask
      ? choices.filter(({ state, mask }) => state === 'open' && mask === null).length
      : 0;
    return broken ?? success({ ...count, notFound, withoutMask, refusals });
  }

  async #proposalOf(choice: ChoiceRow, centers: boolean): Promise<Result<Partial<ChoiceRow> | 'no-outline'>> {
    if (!this.#contribute.pictures.isMeasured(choice)) {
      const measured = await resultOf(() => this.#contribute.pictures.measure(choice));
      if (!measured.ok) return measured;
    }
    const facts = this.#contribute.image(choice)?.facts;
    const center =
      facts && this.#lacksCenter(choice, centers)
        ? { center: [Math.round((facts.columns - 1) / 2), Math.round((facts.rows - 1) / 2)] as const }
        : {};
    if (!this.#lacksOutline(choice)) return success(center);
    const outline = await resultOf(() => this.#contribute.outlineOf(choice));
    if (!outline.ok) return outline;
    return success(outline.value === null ? 'no-outline' : { ...center, ...outline.value });
  }

  /** The rows as they are now, but for those that a person did something to meanwhile. */
  #current(found: readonly Found[]) {
    const rows = new Map(this.#contribute.choices.map((row) => [row.id, row]));
    return found.flatMap(({ choice, change }) => {
      const row = rows.get(choice.id);
      if (row?.state !== 'open' || row.imageId !== choice.imageId || row.frame !== choice.frame) return [];
      if ((change.sector && row.sector) || (change.center && row.center)) return [];
      return [{ row, change }];
    });
  }

  #lacksOutline({ sector }: ChoiceRow): boolean {
    return this.#contribute.definition.preprocessing.mask === 'sector' && sector === null;
  }

  #lacksCenter({ center }: ChoiceRow, asked: boolean): boolean {
    return asked && this.#contribute.definition.preprocessing.crop === 'click' && center === null;
  }
}
