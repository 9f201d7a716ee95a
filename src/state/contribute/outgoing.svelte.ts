import { type ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { isProofFailure } from '../../core/deidentify/failed-check.ts';
import type { DeidentificationReport } from '../../core/deidentify/report.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { failed, type Result } from '../../core/result.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { putReleased } from '../../storage/released.ts';
import { now } from '../clock.ts';
import type { PackageWriting } from '../package-writing.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { pixelsOf, type Choice } from './choice.ts';
import type { AssessmentPort, FilesPort, ObjectionsPort, SigningPort } from './ports.ts';
import { exportContribution, type Exported } from './export.ts';
import { leftOut, reportOf, type Reported } from './report.ts';

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly packages: PackageWriting;
}

type Ports = AssessmentPort & FilesPort & ObjectionsPort & Reported & SigningPort;

/** Shows images as they will leave, clears them, and writes the report and the package. */
export class Outgoing {
  readonly #contribute: Ports;
  readonly #parts: Parts;
  /** By id of the choice: the proof failure that stopped its last clearing. */
  #unclearable = $state.raw<ReadonlyMap<string, Failure>>(new Map());

  constructor(contribute: Ports, parts: Parts) {
    this.#contribute = contribute;
    this.#parts = parts;
  }

  get unclearable() {
    return this.#unclearable;
  }

  /** The image exactly as it will leave, and the digest that a clearing records. */
  async leaving(choice: Choice) {
    const prepared = await this.#contribute.images.fileOf(choice);
    if (!prepared.ok) return prepared;
    const { image, key } = prepared.value;
    const leaving = await this.#parts.images.run((api) =>
      api.leaving(image, pixelsOf(choice), this.#contribute.definition, key),
    );
    this.#noteClearing(choice, leaving);
    return leaving;
  }

  /** Records that a person saw these images as they will leave, and accepted them. */
  async clear(
    seen: readonly { choice: Choice; digest: string; pixelDigest: string }[],
  ): Promise<Result<void>> {
    const at = now();
    const by = this.#contribute.signing.centre?.by ?? '';
    const open = seen.filter(({ choice }) => this.#contribute.assessment.openPoints(choice).length > 0);
    const texts = open.reduce((sum, { choice }) => sum + (this.#contribute.text.open(choice) ?? 1), 0);
    if (texts > 0) return failed(failure('deidentify/open-text-flag', { count: texts }));
    return this.#contribute.queue.put(
      seen.map(({ choice, digest, pixelDigest }) => ({
        ...choice,
        clearing: { at, by, digest, pixelDigest },
        updatedAt: at,
      })),
      true,
    );
  }

  /** Removes clearings. */
  async revoke(choices: readonly Choice[]): Promise<Result<void>> {
    const at = now();
    return this.#contribute.queue.put(
      choices.map((choice) => ({ ...choice, clearing: null, updatedAt: at })),
      true,
    );
  }

  /** The contribution package of all cleared images. */
  async export(job: JobHandle): Promise<Result<Exported>> {
    const { assessment, definition, images, signing } = this.#contribute;
    const { centre, charter } = signing;
    if (!centre || !charter)
      return failed(failure('machine/unexpected', { cause: 'the charter is not signed' }));
    const leaving = await this.mayLeave();
    const exported = await exportContribution({
      definition,
      charter,
      choices: leaving,
      outcomes: (choice) => assessment.outcomes(choice),
      prepare: (choice) => images.fileOf(choice),
      workers: this.#parts.images,
      packages: this.#parts.packages,
      job,
      left: leftOut(this.#contribute),
      now: now(),
      version: import.meta.env.VERSION,
    });
    if (!exported.ok) return exported;
    const kept = await this.recordReleased(leaving);
    return kept.ok ? exported : kept;
  }

  /** The images that may leave: the cleared ones, except those of patients who object. Objections of other tabs count. */
  async mayLeave(): Promise<readonly Choice[]> {
    const objections = await this.#contribute.objections.read();
    return this.#contribute.queue.cleared.filter(
      (choice) => !objections.has(this.#contribute.images.of(choice)?.identity.patient ?? ''),
    );
  }

  /** Records the images that left, so that a later withdrawal can name them after they were deleted here. */
  recordReleased(choices: readonly Choice[]): Promise<Result<unknown>> {
    return outcomeOf(() => putReleased(this.#parts.database, this.#releasedOf(choices, now())));
  }

  #releasedOf(choices: readonly Choice[], at: string) {
    return choices.flatMap((choice) => {
      const { clearing, exam } = choice;
      const patient = this.#contribute.images.of(choice)?.identity.patient;
      if (!clearing || patient === undefined) return [];
      const { digest, pixelDigest } = clearing;
      const { id: challengeId, version: challengeVersion } = this.#contribute.definition;
      return [{ digest, pixelDigest, challengeId, challengeVersion, patient, exam, at }];
    });
  }

  /** The de-identification report of the cleared images, or of all images that are not excluded if none is cleared. Each clearing is proven again. */
  async report(job: JobHandle): Promise<Result<DeidentificationReport>> {
    return reportOf(this.#contribute, this.#parts.images, job);
  }

  #noteClearing(choice: Choice, outcome: Result<unknown>): void {
    const isBlocked = !outcome.ok && isProofFailure(outcome.failure);
    if (!isBlocked && !this.#unclearable.has(choice.id)) return;
    const noted = new Map(this.#unclearable);
    if (isBlocked) noted.set(choice.id, outcome.failure);
    else noted.delete(choice.id);
    this.#unclearable = noted;
  }
}
