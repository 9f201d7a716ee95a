import { Digest } from '../core/bytes/digest.ts';
import type { PackageEntry } from '../core/bytes/source.ts';
import type { Manifest, ManifestHead } from '../core/package/manifest.ts';
import type { Signer } from '../core/package/signature.ts';
import { writePackage, type WriteProgress } from '../core/package/write.ts';
import { success, type Result } from '../core/result.ts';

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

/** From this size on, pieces are joined into a Blob. The worker then gives them up; the browser keeps the Blob. */
const SPILL_BYTES = 32 * 1024 * 1024;

/**
 * Writes a package into a Blob. The worker's memory holds one entry and at most 32 MiB of the zip; the browser's process holds the Blob,
 * in memory or on the disk as it likes. Failures: those of `writePackage`.
 *
 * @param signer whose key signs the package; null where the browser cannot sign
 */
export async function writeFile(
  head: ManifestHead,
  signer: Signer | null,
  entries: AsyncIterable<PackageEntry>,
  onProgress: (done: WriteProgress) => void = () => undefined,
): Promise<Result<WrittenFile>> {
  let file = new Blob([]);
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let pending = 0;
  const whole = new Digest();
  const spill = () => {
    file = new Blob([file, ...pieces], { type: 'application/zip' });
    pieces = [];
    pending = 0;
  };
  const sink = {
    write(chunk: Uint8Array) {
      whole.add(chunk);
      pieces.push(new Uint8Array(chunk));
      pending += chunk.length;
      if (pending > SPILL_BYTES) spill();
      return Promise.resolve();
    },
  };
  const written = await writePackage(head, entries, sink, { signer, onProgress });
  if (!written.ok) return written;
  spill();
  const { manifest, digest, signer: signedBy } = written.value;
  return success({ file, manifest, sha256: whole.end(), digest, signer: signedBy });
}
