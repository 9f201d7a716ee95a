import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { sha256 } from '../bytes/digest.ts';
import type { Manifest, ManifestFile, ManifestHead } from './manifest.ts';
import { MANIFEST_PATH, manifestBytes } from './manifest.ts';
import { pathKey, unsafePath } from './path.ts';
import { fingerprintOf, SIGNATURE_PATH, signManifest, type Signer } from './signature.ts';
import type { CancelSignal, PackageEntry, PackageSink } from '../bytes/source.ts';
import { zipInto } from '../bytes/zip.ts';

export interface WriteProgress {
  readonly files: number;
  /** Total bytes before packing. */
  readonly bytes: number;
}

export interface WriteOptions {
  /** The key that signs the manifest. Without it the package is unsigned. */
  readonly signer?: Signer | null;
  readonly onProgress?: (progress: WriteProgress) => void;
  readonly signal?: CancelSignal;
}

/** Summary of a written package, zipped or not. */
export interface WrittenFiles {
  readonly manifest: Manifest;
  /** SHA-256 (hex) of manifest.json, which names the package. */
  readonly digest: string;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
}

/** A completely written package. */
export interface WrittenPackage extends WrittenFiles {
  /** Size of the zip. */
  readonly bytes: number;
}

/**
 * Writes a package as a zip: the entries one at a time in the given order, then manifest.json and,
 * if signed, manifest.sig. The same head, entries and signer give the same bytes.
 *
 * Failures: `package/write-failed` and `machine/storage-full` of the sink, `package/unsafe-path`,
 * `package/duplicate-entry`, `machine/cancelled`; `machine/unexpected` when the entries reject or
 * the key can't sign.
 */
export async function writePackage(
  head: ManifestHead,
  entries: AsyncIterable<PackageEntry>,
  sink: PackageSink,
  options: WriteOptions = {},
): Promise<Result<WrittenPackage>> {
  let size = 0;
  const zip = zipInto(
    {
      write(chunk) {
        size += chunk.length;
        return sink.write(chunk);
      },
    },
    head.createdAt,
  );
  const written = await writeFiles(head, entries, (entry) => zip.add(entry), options);
  if (!written.ok) return written;
  try {
    await zip.close();
  } catch (error) {
    return failed(sinkFailure(error));
  }
  return success({ ...written.value, bytes: size });
}

/**
 * Writes the same files unpacked, each with `writeFile`, into a folder chosen by the user. Failures
 * as in `writePackage`.
 */
export async function writeFiles(
  head: ManifestHead,
  entries: AsyncIterable<PackageEntry>,
  writeFile: (entry: PackageEntry) => Promise<void>,
  { signer = null, onProgress, signal }: WriteOptions = {},
): Promise<Result<WrittenFiles>> {
  const files: ManifestFile[] = [];
  const seen = new Set([MANIFEST_PATH, SIGNATURE_PATH]);
  let bytes = 0;
  try {
    for await (const entry of entries) {
      if (signal?.aborted) return failed(failure('machine/cancelled', {}));
      const reason = unsafePath(entry.path);
      if (reason) return failed(failure('package/unsafe-path', { path: entry.path, reason }));
      if (seen.has(pathKey(entry.path)))
        return failed(failure('package/duplicate-entry', { path: entry.path }));
      seen.add(pathKey(entry.path));

      files.push({ path: entry.path, bytes: entry.bytes.length, sha256: await sha256(entry.bytes) });
      const failedWrite = await attempt(() => writeFile(entry));
      if (failedWrite) return failed(failedWrite);
      bytes += entry.bytes.length;
      onProgress?.({ files: files.length, bytes });
    }
  } catch (error) {
    return failed(failure('machine/unexpected', { cause: String(error) }));
  }
  if (signal?.aborted) return failed(failure('machine/cancelled', {}));
  const { format, challenge, tool, createdAt, counts } = head;
  const manifest: Manifest = { format, formatVersion: 1, challenge, tool, createdAt, counts, files };
  const signed = manifestBytes(manifest);
  const documents = [{ path: MANIFEST_PATH, bytes: signed }];
  if (signer) {
    const signature = await signManifest(signed, signer);
    if (!signature.ok) return signature;
    documents.push({ path: SIGNATURE_PATH, bytes: signature.value });
  }
  for (const document of documents) {
    const failedWrite = await attempt(() => writeFile(document));
    if (failedWrite) return failed(failedWrite);
  }
  return success({
    manifest,
    digest: await sha256(signed),
    signer: signer && (await fingerprintOf(signer.publicKey)),
  });
}

async function attempt(write: () => Promise<void>): Promise<Failure | null> {
  try {
    await write();
    return null;
  } catch (error) {
    return sinkFailure(error);
  }
}

function sinkFailure(error: unknown): Failure {
  const isFull = error instanceof Error && error.name === 'QuotaExceededError';
  return isFull
    ? failure('machine/storage-full', {})
    : failure('package/write-failed', { cause: String(error) });
}
