import type { ImageApi, PackageApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { CriterionOutcome } from '../../core/challenge/criteria.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { DeidentifiedFile } from '../../core/deidentify/images.ts';
import type { LeftOut } from '../../core/deidentify/report.ts';
import { failure } from '../../core/failure.ts';
import {
  contributionEntries,
  contributionHead,
  type ContributionImage,
} from '../../core/package/contribution-entries.ts';
import type { Signer } from '../../core/package/signature.ts';
import { failed, success, type Result } from '../../core/result.ts';
import type { CharterRow } from '../../storage/centres.ts';
import type { ChoiceRow } from '../../storage/choices.ts';
import type { ImageRow } from '../../storage/images.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { pixelsOf } from './choice.ts';

export interface Exported {
  readonly name: string;
  readonly file: Blob;
  /** SHA-256 (hex) of the zip. */
  readonly sha256: string;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
  readonly images: number;
}

interface ExportInput {
  readonly definition: ChallengeDefinition;
  readonly charter: CharterRow;
  /** Cleared choices alone. */
  readonly choices: readonly ChoiceRow[];
  readonly images: ReadonlyMap<string, ImageRow>;
  readonly outcomes: (choice: ChoiceRow) => readonly CriterionOutcome[];
  readonly prepare: (choice: ChoiceRow) => Promise<Result<{ image: DeidentifiedFile; key: CryptoKey }>>;
  readonly workers: WorkerPool<ImageApi>;
  readonly packages: WorkerHandle<PackageApi>;
  readonly callback: <T extends object>(value: T) => T;
  readonly signer: Signer | null;
  readonly job: JobHandle;
  /** What stays behind, and why. */
  readonly left: LeftOut;
  readonly now: string;
  readonly version: string;
}

/**
 * Writes the contribution package. Each image is cleared anew from what is stored and must have the digest that the radiologist
 * accepted; one that has not stops the export.
 */
export async function exportContribution(input: ExportInput): Promise<Result<Exported>> {
  const { definition, charter, choices, job } = input;
  if (choices.length === 0) return failed(failure('package/nothing-cleared', {}));
  job.setTotal(choices.length);
  let broken: Result<never> | undefined;

  async function* images(): AsyncGenerator<ContributionImage> {
    for (const choice of choices) {
      const image = await imageOf(choice, input);
      if (!image.ok) {
        broken = image;
        return;
      }
      yield image.value;
      job.advance();
    }
  }

  const entries = contributionEntries({
    definition,
    charter,
    images: images(),
    now: input.now,
    tool: input.version,
    left: input.left,
  });
  const next = async () => {
    const step = await entries.next();
    return step.done ? null : step.value;
  };
  const head = contributionHead(definition, input.version, input.now, choices.length);
  const written = await input.packages.run(
    (api) =>
      api.write(
        head,
        input.signer,
        input.callback(next),
        input.callback(() => undefined),
      ),
    { signal: job.signal },
  );
  if (broken) return broken;
  if (!written.ok) return written;
  const { file, sha256, signer } = written.value;
  const centre = charter.centre
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
  const name = `${definition.id}-${centre || 'centre'}-${input.now.slice(0, 10)}.zip`;
  return success({ name, file, sha256, signer, images: choices.length });
}

async function imageOf(choice: ChoiceRow, input: ExportInput): Promise<Result<ContributionImage>> {
  const { clearing } = choice;
  const prepared = await input.prepare(choice);
  if (!prepared.ok) return prepared;
  if (!clearing) return failed(failure('package/not-as-cleared', { id: choice.id }));
  const { image, key } = prepared.value;
  const acceptance = { at: clearing.at, by: clearing.by };
  const cleared = await input.workers.run((api) => api.clear(image, pixelsOf(choice), acceptance, key));
  if (!cleared.ok) return cleared;
  const final = cleared.value;
  if (final.clearing.digest !== clearing.digest)
    return failed(failure('package/not-as-cleared', { id: choice.id }));
  let mask: Uint8Array | null = null;
  if (choice.mask) {
    const data = choice.mask;
    const file = await input.workers.run((api) => api.maskFile(final.dicom, data));
    if (!file.ok) return file;
    mask = file.value;
  }
  return success({
    image: final,
    frame: choice.frame,
    center: choice.center,
    calibration: choice.calibration?.of === choice.imageId ? choice.calibration : null,
    mask,
    labels: choice.labels,
    declared: choice.declared,
    overrides: choice.overrides,
    criteria: input.outcomes(choice).map(({ criterion, outcome }) => ({ id: criterion.id, outcome })),
  });
}
