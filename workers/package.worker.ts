import * as Comlink from 'comlink';
import type { ChallengeDefinition } from '../src/core/definition/definition.ts';
import type { Failure } from '../src/core/failure.ts';
import { readContribution, type Contribution } from '../src/core/package/contribution.ts';
import { readDataset, type Dataset } from '../src/core/package/dataset.ts';
import type { Manifest, ManifestHead } from '../src/core/package/manifest.ts';
import { openPackage, type OpenedPackage } from '../src/core/package/open.ts';
import type { Signer } from '../src/core/package/signature.ts';
import type { PackageEntry, PackageSource } from '../src/core/bytes/source.ts';
import { readWithdrawal, type Withdrawal } from '../src/core/package/withdrawal.ts';
import { writePackage, type WriteProgress } from '../src/core/package/write.ts';
import { failed, success, type Result } from '../src/core/result.ts';
import { sha256 } from '../src/core/bytes/digest.ts';

export interface WrittenFile {
  readonly file: Blob;
  readonly manifest: Manifest;
  /** SHA-256 (hex) of the whole zip. */
  readonly sha256: string;
  /** SHA-256 (hex) of the manifest, which names the package. */
  readonly digest: string;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
}

export interface Opened<T> {
  readonly content: T;
  readonly manifest: Manifest;
  readonly digest: string;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
}

/** Chunks are handed to the browser from this size on, which may keep a Blob on the disk. */
const SPILL_BYTES = 32 * 1024 * 1024;

const blobSource = (file: Blob): PackageSource => ({
  size: file.size,
  read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

/** The package last opened, so that its entries are read without checking the whole anew. */
let last: { file: Blob; opened: OpenedPackage } | null = null;

async function open(file: Blob): Promise<Result<OpenedPackage, readonly Failure[]>> {
  if (last !== null && last.file.size === file.size && (await sameHead(last.file, file)))
    return success(last.opened);
  const opened = await openPackage(blobSource(file));
  if (opened.ok) last = { file, opened: opened.value };
  return opened;
}

/** Blobs that crossed from the page are new objects: the zip's directory, at its end, tells them apart. */
async function sameHead(one: Blob, other: Blob): Promise<boolean> {
  const [a, b] = await Promise.all(
    [one, other].map(async (blob) => sha256(new Uint8Array(await blob.slice(-65536).arrayBuffer()))),
  );
  return a === b;
}

async function read<T>(
  file: Blob,
  reader: (opened: OpenedPackage) => Promise<Result<T, readonly Failure[]>>,
): Promise<Result<Opened<T>, readonly Failure[]>> {
  const opened = await open(file);
  if (!opened.ok) return opened;
  const content = await reader(opened.value);
  if (!content.ok) return content;
  const { manifest, digest, signer } = opened.value;
  return success({ content: content.value, manifest, digest, signer });
}

const api = {
  /** @param signer whose key signs the package; null where the browser cannot sign. */
  async write(
    head: ManifestHead,
    signer: Signer | null,
    next: () => Promise<PackageEntry | null>,
    progress: (done: WriteProgress) => void,
  ): Promise<Result<WrittenFile>> {
    let blob = new Blob([]);
    let chunks: Uint8Array<ArrayBuffer>[] = [];
    let pending = 0;
    const spill = () => {
      blob = new Blob([blob, ...chunks], { type: 'application/zip' });
      chunks = [];
      pending = 0;
    };
    async function* entries() {
      for (let entry = await next(); entry !== null; entry = await next()) yield entry;
    }
    const written = await writePackage(
      head,
      entries(),
      {
        write(chunk) {
          chunks.push(new Uint8Array(chunk));
          pending += chunk.length;
          if (pending > SPILL_BYTES) spill();
          return Promise.resolve();
        },
      },
      { signer, onProgress: progress },
    );
    if (!written.ok) return written;
    spill();
    const { manifest, digest, signer: signedBy } = written.value;
    const ofZip = await sha256(new Uint8Array(await blob.arrayBuffer()));
    return success({ file: blob, manifest, sha256: ofZip, digest, signer: signedBy });
  },

  /** The manifest of any package, with every file checked. */
  check: (file: Blob) => read<null>(file, () => Promise.resolve(success(null))),
  contribution: (
    file: Blob,
    definition: ChallengeDefinition,
  ): Promise<Result<Opened<Contribution>, readonly Failure[]>> =>
    read(file, (opened) => readContribution(opened, definition)),
  withdrawal: (
    file: Blob,
    definition: ChallengeDefinition,
  ): Promise<Result<Opened<Withdrawal>, readonly Failure[]>> =>
    read(file, (opened) => readWithdrawal(opened, definition)),
  dataset: (file: Blob): Promise<Result<Opened<Dataset>, readonly Failure[]>> => read(file, readDataset),

  async entry(file: Blob, path: string): Promise<Result<Uint8Array>> {
    const opened = await open(file);
    if (!opened.ok) {
      const [first] = opened.failure;
      return failed(
        first ?? { code: 'machine/unexpected', details: { cause: 'the package no longer opens' } },
      );
    }
    return opened.value.entry(path);
  },
};

export type PackageApi = typeof api;
Comlink.expose(api);
