import type { Failure } from '../../../core/failure.ts';
import { attachMasks, type Attached, type MaskPort } from '../mask-files.ts';
import type { PickedFile } from '../../shell/intake.ts';
import { jobs, type Job } from '../../shell/jobs.svelte.ts';

/** Attaches mask files by their names in a job, and holds the outcome of the last one. */
export class MaskAttaching {
  readonly #contribute: MaskPort;
  readonly #title: () => string;
  #job = $state.raw<Job | undefined>();
  #attached = $state.raw<Attached | undefined>();
  #problem = $state.raw<Failure | undefined>();

  /** @param title of the job, in the language of the interface */
  constructor(contribute: MaskPort, title: () => string) {
    this.#contribute = contribute;
    this.#title = title;
  }

  get job() {
    return this.#job;
  }
  get attached() {
    return this.#attached;
  }
  get problem() {
    return this.#problem;
  }

  async run(files: readonly PickedFile[]): Promise<void> {
    if (this.#job || files.length === 0) return;
    this.#attached = undefined;
    this.#problem = undefined;
    const handle = jobs.start({ title: this.#title });
    this.#job = jobs.running.at(-1);
    const outcome = await attachMasks(this.#contribute, files, handle);
    this.#job = undefined;
    handle.done();
    if (outcome.ok) this.#attached = outcome.value;
    else this.#problem = outcome.failure;
  }
}
