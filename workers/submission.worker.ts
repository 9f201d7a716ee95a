import * as Comlink from 'comlink';
import type { RuleSet } from '../src/core/definition/definition.ts';
import type { Failure } from '../src/core/failure.ts';
import { sha256 } from '../src/core/bytes/digest.ts';
import { readDataset, type Dataset } from '../src/core/package/dataset.ts';
import { openPackage, type OpenedPackage } from '../src/core/package/open.ts';
import type { Signer } from '../src/core/package/signature.ts';
import type { PackageSource } from '../src/core/bytes/source.ts';
import {
  documentFaults,
  entryOf,
  predictionsAmong,
  submissionEntries,
  submissionHead,
  type SubmissionDocument,
} from '../src/core/package/submission.ts';
import { writePackage } from '../src/core/package/write.ts';
import { failed, success, type Result } from '../src/core/result.ts';
import { checkPredictions } from '../src/core/round/judge.ts';
import { predictionFiles, type PredictionFile } from '../src/core/scoring/prediction-files.ts';
import type { NamedFile } from './scoring.worker.ts';

/** A submission before the test part is known by its digest. */
export type SubmissionClaim = Omit<SubmissionDocument, 'challenge' | 'dataset'>;

export interface WrittenSubmission {
  readonly file: Blob;
  /** SHA-256 (hex) of the manifest, which names the package. */
  readonly digest: string;
  /** SHA-256 (hex) of the whole file. */
  readonly sha256: string;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
}

/** Predictions that the rules of the challenge take. */
export interface SoundPredictions {
  readonly cases: number;
  /** What the strict rules would refuse; these rules score it, to the team's cost. */
  readonly warnings: readonly Failure[];
}

interface Checked {
  readonly test: OpenedPackage;
  readonly dataset: Dataset;
  readonly files: readonly PredictionFile[];
  readonly predictions: Parameters<typeof submissionEntries>[1];
  readonly warnings: readonly Failure[];
}

const blobSource = (file: Blob): PackageSource => ({
  size: file.size,
  read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

/** The test part last opened, by the digest that the page knows it by. */
let last: { readonly id: string; readonly opened: OpenedPackage } | null = null;

async function openTest(file: Blob, id: string): Promise<Result<OpenedPackage, readonly Failure[]>> {
  if (last?.id === id) return success(last.opened);
  const opened = await openPackage(blobSource(file));
  if (opened.ok) last = { id, opened: opened.value };
  return opened;
}

/** By the very code of the round, on the files exactly as they will be packed. */
async function checked(
  test: Blob,
  id: string,
  chosen: readonly NamedFile[],
): Promise<Result<Checked, readonly Failure[]>> {
  const opened = await openTest(test, id);
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
  // The rules of 2018 let much pass that nobody means: it is told all the same.
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

const api = {
  /** Every fault of the predictions at once. @param id digest of the test part. */
  async check(
    test: Blob,
    id: string,
    chosen: readonly NamedFile[],
  ): Promise<Result<SoundPredictions, readonly Failure[]>> {
    const outcome = await checked(test, id, chosen);
    if (!outcome.ok) return outcome;
    const { dataset, warnings } = outcome.value;
    return success({ cases: dataset.images.length, warnings });
  },

  /** Checks, then packs; predictions with a fault make no package. */
  async pack(
    test: Blob,
    id: string,
    chosen: readonly NamedFile[],
    claim: SubmissionClaim,
    signer: Signer | null,
    tool: string,
  ): Promise<Result<WrittenSubmission, readonly Failure[]>> {
    const outcome = await checked(test, id, chosen);
    if (!outcome.ok) return outcome;
    const { test: opened, dataset, files, predictions } = outcome.value;
    const { definition } = dataset;
    const document: SubmissionDocument = { ...claim, challenge: definition.id, dataset: opened.digest };
    const faults = documentFaults(document);
    if (faults.length > 0) return failed(faults);
    const count = 1 + predictions.masks.length + (predictions.table === null ? 0 : 1);
    const createdAt = new Date(claim.preparedAt).toISOString();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const written = await writePackage(
      submissionHead(definition, count, tool, createdAt),
      submissionEntries(document, predictions, entryOf(files)),
      {
        write(chunk) {
          chunks.push(new Uint8Array(chunk));
          return Promise.resolve();
        },
      },
      { signer },
    );
    if (!written.ok) return failed([written.failure]);
    const file = new Blob(chunks, { type: 'application/zip' });
    const { digest, signer: signedBy } = written.value;
    return success({
      file,
      digest,
      sha256: await sha256(new Uint8Array(await file.arrayBuffer())),
      signer: signedBy,
    });
  },
};

export type SubmissionApi = typeof api;
Comlink.expose(api);
