import type { Failure } from '../../../core/failure.ts';
import type { Contribute } from '../../../state/contribute/contribute.svelte.ts';
import { attachMasks, type Attached } from '../../../state/contribute/mask-files.ts';
import type { PickedFile } from '../../../state/shell/intake.ts';
import { jobs, type Job } from '../../../state/shell/jobs.svelte.ts';
import { t } from '../../i18n/mask-files.ts';

/** Mask files being attached by their names, and what became of the last ones. */
export class MaskAttaching {
  readonly #contribute: Contribute;
  #job = $state.raw<Job | undefined>();
  #attached = $state.raw<Attached | undefined>();
  #problem = $state.raw<Failure | undefined>();

  constructor(contribute: Contribute) {
    this.#contribute = contribute;
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
    const handle = jobs.start({ title: () => t().job });
    this.#job = jobs.running.at(-1);
    const outcome = await attachMasks(this.#contribute, files, handle);
    this.#job = undefined;
    handle.done();
    if (outcome.ok) this.#attached = outcome.value;
    else this.#problem = outcome.failure;
  }
}
