import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { CriterionOutcome } from '../../core/challenge/criteria.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { LeftOut } from '../../core/deidentify/report.ts';
import { failure } from '../../core/failure.ts';
import {
  contributionEntries,
  contributionHead,
  type ContributionImage,
} from '../../core/package/contribution-entries.ts';
import { failed, success, type Result } from '../../core/result.ts';
import { resultOf } from '../../storage/outcome.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { madeAhead } from '../made-ahead.ts';
import type { PackageWriting } from '../package-writing.ts';
import type { Charter } from './signing.svelte.ts';
import type { FileToClear } from './stored-images.svelte.ts';
import { pixelsOf, type Choice } from './choice.ts';

export interface Exported {
  readonly name: string;
  readonly file: Blob;
  /** SHA-256 (hex) of the zip. */
  readonly sha256: string;
  /** Fingerprint of the key that signed it. null: unsigned. */
  readonly signer: string | null;
  readonly images: number;
}

interface ExportInput {
  readonly definition: ChallengeDefinition;
  readonly charter: Charter;
  /** Cleared choices only. */
  readonly choices: readonly Choice[];
  readonly outcomes: (choice: Choice) => readonly CriterionOutcome[];
  readonly prepare: (choice: Choice) => Promise<Result<FileToClear>>;
  readonly workers: WorkerPool<ImageApi>;
  readonly packages: PackageWriting;
  readonly job: JobHandle;
  /** Images that are not in the package, and the reasons. */
  readonly left: LeftOut;
  readonly now: string;
  readonly version: string;
}

/**
 * Writes the contribution package. Each image is cleared again from the stored file and must have the digest that the radiologist
 * accepted. Another digest stops the export.
 */
export async function exportContribution(input: ExportInput): Promise<Result<Exported>> {
  const { definition, charter, choices, job } = input;
  if (choices.length === 0) return failed(failure('package/nothing-cleared', {}));
  job.setTotal(choices.length);
  const made = async (choice: Choice) => {
    const image = await imageOf(choice, input);
    if (image.ok) job.advance();
    return image;
  };
  const entries = contributionEntries({
    definition,
    charter,
    images: madeAhead(choices, made, input.workers.size),
    now: input.now,
    tool: input.version,
    left: input.left,
  });
  const head = contributionHead(definition, input.version, input.now, choices.length);
  const written = await input.packages.write(head, entries, job.signal);
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

async function imageOf(choice: Choice, input: ExportInput): Promise<Result<ContributionImage>> {
  const { clearing } = choice;
  const prepared = await resultOf(() => input.prepare(choice));
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
