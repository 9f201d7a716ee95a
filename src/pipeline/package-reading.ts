import type { ChallengeDefinition } from '../core/definition/definition.ts';
import { failure, type Failure } from '../core/failure.ts';
import { readContribution, type Contribution } from '../core/package/contribution.ts';
import { readDataset, type Dataset } from '../core/package/dataset.ts';
import { MANIFEST_PATH, type Manifest } from '../core/package/manifest.ts';
import { openPackage, type OpenedPackage, type OpenOptions } from '../core/package/open.ts';
import { readWithdrawal, type Withdrawal } from '../core/package/withdrawal.ts';
import { failed, success, type Result } from '../core/result.ts';
import { blobSource } from './blob-source.ts';

/** What a package says, with what identifies it. */
export interface Opened<T> {
  readonly content: T;
  readonly manifest: Manifest;
  /** SHA-256 (hex) of the manifest. */
  readonly digest: string;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
  /** What a desktop added when it zipped the package again; empty for a package as it was written. */
  readonly added: readonly string[];
}

type Reading<T> = Promise<Result<Opened<T>, readonly Failure[]>>;

/** Packages kept open in one worker. Older ones are forgotten. */
const KEPT = 8;

/**
 * Packages that are open in one worker, by the digest of their manifest. The digest must come from a package that was opened with all
 * checks. A kept package is never taken for a file by its size or its last bytes: the manifest names every byte of it.
 */
export class OpenPackages {
  readonly #checks: OpenOptions['checks'];
  readonly #byDigest = new Map<string, OpenedPackage>();

  /** @param checks `when-read` where every package was opened `at-once` before */
  constructor(checks: 'at-once' | 'when-read') {
    this.#checks = checks;
  }

  /** Failures: those of `openPackage`; `package/wrong-hash` of the manifest where the file is another package than `digest` names. */
  async open(file: Blob, digest: string): Promise<Result<OpenedPackage, readonly Failure[]>> {
    const known = this.#byDigest.get(digest);
    if (known) return success(known);
    const opened = await openPackage(blobSource(file), { checks: this.#checks });
    if (!opened.ok) return opened;
    if (opened.value.digest !== digest)
      return failed([failure('package/wrong-hash', { path: MANIFEST_PATH })]);
    this.#byDigest.set(digest, opened.value);
    const [oldest] = this.#byDigest.keys();
    if (this.#byDigest.size > KEPT && oldest !== undefined) this.#byDigest.delete(oldest);
    return opened;
  }
}

async function read<T>(
  file: Blob,
  reader: (opened: OpenedPackage) => Promise<Result<T, readonly Failure[]>>,
): Reading<T> {
  const opened = await openPackage(blobSource(file));
  if (!opened.ok) return opened;
  const content = await reader(opened.value);
  if (!content.ok) return content;
  const { manifest, digest, signer, added } = opened.value;
  return success({ content: content.value, manifest, digest, signer, added });
}

/** What a centre hands in: a contribution, or a withdrawal of images of earlier ones. */
export type HandedIn =
  | { readonly kind: 'contribution'; readonly contribution: Contribution }
  | { readonly kind: 'withdrawal'; readonly withdrawal: Withdrawal };

/** Opens a package of a centre with all checks, each file read once. Failures: those of `openPackage` and of its reader. */
export const handedIn = (file: Blob, definition: ChallengeDefinition): Reading<HandedIn> =>
  read<HandedIn>(file, async (opened) => {
    if (opened.manifest.format === 'negatoscope-withdrawal') {
      const withdrawal = await readWithdrawal(opened, definition);
      return withdrawal.ok ? success({ kind: 'withdrawal', withdrawal: withdrawal.value }) : withdrawal;
    }
    const contribution = await readContribution(opened, definition);
    return contribution.ok
      ? success({ kind: 'contribution', contribution: contribution.value })
      : contribution;
  });

/** Opens a part of a dataset with all checks. */
export const dataset = (file: Blob): Reading<Dataset> => read(file, readDataset);

/**
 * The bytes of one file of a package, compared with its manifest.
 * @param digest of the manifest, from when the package was opened with all checks
 */
export async function entry(
  packages: OpenPackages,
  file: Blob,
  digest: string,
  path: string,
): Promise<Result<Uint8Array>> {
  const opened = await packages.open(file, digest);
  if (opened.ok) return opened.value.entry(path);
  const [first] = opened.failure;
  return failed(first ?? failure('machine/unexpected', { cause: 'the package no longer opens' }));
}
