import type { RuleSet } from '../core/definition/definition.ts';
import type { Failure } from '../core/failure.ts';
import { readDataset, type Dataset } from '../core/package/dataset.ts';
import type { OpenedPackage } from '../core/package/open.ts';
import type { Signer } from '../core/package/signature.ts';
import {
  documentFaults,
  entryOf,
  predictionsAmong,
  submissionEntries,
  submissionHead,
  type SubmissionDocument,
} from '../core/package/submission.ts';
import { failed, success, type Result } from '../core/result.ts';
import { checkPredictions } from '../core/round/judge.ts';
import { predictionFiles, type PredictionFile } from '../core/scoring/prediction-files.ts';
import { blobSource } from './blob-source.ts';
import type { OpenPackages } from './package-reading.ts';
import { writeFile, type WrittenFile } from './package-writing.ts';
import type { NamedFile } from './scoring.ts';

/** What a team says about its submission. The test part is added after it was opened. */
export type SubmissionClaim = Omit<SubmissionDocument, 'challenge' | 'dataset'>;

/** Predictions that the rules of the challenge accept. */
export interface SoundPredictions {
  readonly cases: number;
  /** Faults that only the strict rules refuse. The rules of this challenge score them, with a lower score. */
  readonly warnings: readonly Failure[];
}

interface Checked {
  readonly test: OpenedPackage;
  readonly dataset: Dataset;
  readonly files: readonly PredictionFile[];
  readonly predictions: Parameters<typeof submissionEntries>[1];
  readonly warnings: readonly Failure[];
}

/** Checks the files exactly as they will be packed, with the code that the round uses. */
async function checked(
  packages: OpenPackages,
  test: Blob,
  id: string,
  chosen: readonly NamedFile[],
): Promise<Result<Checked, readonly Failure[]>> {
  const opened = await packages.open(test, id);
  if (!opened.ok) return opened;
  const dataset = await readDataset(opened.value);
  if (!dataset.ok) return dataset;
  const { definition } = dataset.value;
  const files = await predictionFiles(
    chosen.map(({ name, file }) => ({ path: name, source: blobSource(file) })),
  );
  if (!files.ok) return files;
  const predictions = predictionsAmong(definition, files.value);
  if (!predictions.ok) return failed([predictions.failure]);
  const faultsBy = async (ruleSet: RuleSet): Promise<readonly Failure[]> => {
    const entry = entryOf(files.value);
    const outcome = await checkPredictions(opened.value, dataset.value, predictions.value, entry, ruleSet);
    return outcome.ok ? [] : outcome.failure;
  };
  const { ruleSet } = definition.score;
  const faults = await faultsBy(ruleSet);
  // The rules of 2018 accept many mistakes. They are shown as warnings.
  const strict = ruleSet === 'strict' ? [] : await faultsBy('strict');
  const known = new Set(faults.map((fault) => JSON.stringify(fault)));
  const warnings = strict.filter((fault) => !known.has(JSON.stringify(fault)));
  if (faults.length > 0) return failed([...faults, ...warnings]);
  return success({
    test: opened.value,
    dataset: dataset.value,
    files: files.value,
    predictions: predictions.value,
    warnings,
  });
}

/** Checks predictions. Failure: all their faults. @param id digest of the test part */
export async function check(
  packages: OpenPackages,
  test: Blob,
  id: string,
  chosen: readonly NamedFile[],
): Promise<Result<SoundPredictions, readonly Failure[]>> {
  const outcome = await checked(packages, test, id, chosen);
  if (!outcome.ok) return outcome;
  const { dataset, warnings } = outcome.value;
  return success({ cases: dataset.images.length, warnings });
}

/** Checks predictions and packs them. Predictions with a fault are not packed. */
export async function pack(
  packages: OpenPackages,
  test: Blob,
  id: string,
  chosen: readonly NamedFile[],
  claim: SubmissionClaim,
  signer: Signer | null,
  tool: string,
): Promise<Result<WrittenFile, readonly Failure[]>> {
  const outcome = await checked(packages, test, id, chosen);
  if (!outcome.ok) return outcome;
  const { test: opened, dataset, files, predictions } = outcome.value;
  const { definition } = dataset;
  const document: SubmissionDocument = { ...claim, challenge: definition.id, dataset: opened.digest };
  const faults = documentFaults(document);
  if (faults.length > 0) return failed(faults);
  const count = 1 + predictions.masks.length + (predictions.table === null ? 0 : 1);
  const createdAt = new Date(claim.preparedAt).toISOString();
  const written = await writeFile(
    submissionHead(definition, count, tool, createdAt),
    signer,
    submissionEntries(document, predictions, entryOf(files)),
  );
  return written.ok ? written : failed([written.failure]);
}
