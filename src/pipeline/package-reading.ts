import type { ChallengeDefinition } from '../core/definition/definition.ts';
import { textOf } from '../core/dicom/element.ts';
import { readPart10 } from '../core/dicom/read.ts';
import { failure, type Failure } from '../core/failure.ts';
import { readContribution, type Contribution } from '../core/package/contribution.ts';
import { readDataset, type Dataset } from '../core/package/dataset.ts';
import { MANIFEST_PATH, type Manifest } from '../core/package/manifest.ts';
import { openPackage, type OpenedPackage, type OpenOptions } from '../core/package/open.ts';
import { readWithdrawal, type Withdrawal } from '../core/package/withdrawal.ts';
import { failed, success, type Result } from '../core/result.ts';
import { blobSource } from './blob-source.ts';

/** The content of a package, with its digest and its signer. */
export interface Opened<T> {
  readonly content: T;
  readonly manifest: Manifest;
  /** SHA-256 (hex) of the manifest. */
  readonly digest: string;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
  /** Folders and files that a desktop added when it zipped the package again. Empty for a package that was not zipped again. */
  readonly added: readonly string[];
}

type Reading<T> = Promise<Result<Opened<T>, readonly Failure[]>>;

/** Most packages that one worker keeps open. Beyond it, the package that was opened first is closed. */
const KEPT = 8;

/**
 * Packages that are open in one worker, by the digest of their manifest. The digest must come from a package that was opened with all
 * checks. It identifies the package, because the manifest holds the digest of every file.
 */
export class OpenPackages {
  readonly #checks: OpenOptions['checks'];
  readonly #byDigest = new Map<string, OpenedPackage>();

  /** @param checks `when-read` only if every package was opened `at-once` before */
  constructor(checks: 'at-once' | 'when-read') {
    this.#checks = checks;
  }

  /** Failures: those of `openPackage`; `package/wrong-hash` when the manifest has another digest than `digest`. */
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
  options: OpenOptions = {},
): Reading<T> {
  const opened = await openPackage(blobSource(file), options);
  if (!opened.ok) return opened;
  const content = await reader(opened.value);
  if (!content.ok) return content;
  const { manifest, digest, signer, added } = opened.value;
  return success({ content: content.value, manifest, digest, signer, added });
}

/** A package of a centre: a contribution, or a withdrawal of images of earlier contributions. */
export type HandedIn =
  | { readonly kind: 'contribution'; readonly contribution: Contribution }
  | { readonly kind: 'withdrawal'; readonly withdrawal: Withdrawal };

/** Opens a package of a centre with all checks. Failures: those of `openPackage` and of its reader. */
export function handedIn(file: Blob, definition: ChallengeDefinition): Reading<HandedIn> {
  const uids = new Map<string, string>();
  const onFile = (path: string, bytes: Uint8Array) => {
    const uid = path.endsWith('.dcm') ? sopUidIn(bytes) : null;
    if (uid !== null) uids.set(path, uid);
  };
  const reader = async (opened: OpenedPackage): Promise<Result<HandedIn, readonly Failure[]>> => {
    if (opened.manifest.format === 'negatoscope-withdrawal') {
      const withdrawal = await readWithdrawal(opened, definition);
      return withdrawal.ok ? success({ kind: 'withdrawal', withdrawal: withdrawal.value }) : withdrawal;
    }
    const read = await readContribution(opened, definition);
    if (!read.ok) return read;
    const sopUids = Object.fromEntries(
      read.value.images.flatMap(({ id, path }) => {
        const uid = uids.get(path);
        return uid === undefined ? [] : [[id, uid]];
      }),
    );
    return success({ kind: 'contribution', contribution: { ...read.value, sopUids } });
  };
  return read<HandedIn>(file, reader, { onFile });
}

/** The SOP Instance UID of a DICOM file; null when there is none. `mergeContributions` finds images that share one. */
function sopUidIn(bytes: Uint8Array): string | null {
  const part10 = readPart10(bytes);
  return part10.ok ? textOf(part10.value.dataset, '00080018') : null;
}

/** Opens a part of a dataset with all checks. */
export const dataset = (file: Blob): Reading<Dataset> => read(file, readDataset);

/**
 * The bytes of one file of a package, compared with its manifest.
 * @param digest of the manifest, as found when the package was opened with all checks
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
