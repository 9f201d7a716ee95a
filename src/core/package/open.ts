import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { sha256 } from '../bytes/digest.ts';
import { LIMITS } from '../bytes/limits.ts';
import type { Manifest, ManifestFile, PackageFormat } from './manifest.ts';
import { MANIFEST_PATH, readManifest } from './manifest.ts';
import { pathKey, unsafePath } from './path.ts';
import { SIGNATURE_PATH, verifyManifest } from './signature.ts';
import type { CancelSignal, PackageSource } from '../bytes/source.ts';
import type { ZipEntry } from '../bytes/zip.ts';
import { readZip } from '../bytes/zip.ts';

/** A package whose manifest is sound and lists its files exactly. Each file is compared with the manifest whenever it is read. */
export interface OpenedPackage {
  readonly manifest: Manifest;
  /** SHA-256 (hex) of manifest.json. It names the package: the manifest holds the digest of every other file. */
  readonly digest: string;
  /** Fingerprint of the key that signed the manifest; null: the package is unsigned. */
  readonly signer: string | null;
  /** Paths of all files but the manifest and its signature, in the manifest's order. */
  readonly paths: readonly string[];
  /**
   * The bytes of one file, checked again against the manifest. Failures: `package/missing-file`, `package/wrong-size`,
   * `package/wrong-hash`, `package/unreadable-entry`.
   */
  entry(path: string): Promise<Result<Uint8Array>>;
}

/** One file of an unpacked package. `path` is relative to the package's own folder. */
export interface FolderFile {
  readonly path: string;
  readonly bytes: () => Promise<Uint8Array>;
}

export interface OpenOptions {
  readonly expectedFormat?: PackageFormat;
  readonly onProgress?: (progress: { readonly files: number; readonly of: number }) => void;
  readonly signal?: CancelSignal;
  /** Called with each file as it is checked, so that its bytes need not be read again. Not with `when-read`. */
  readonly onFile?: (path: string, bytes: Uint8Array) => void;
  /**
   * `at-once` (default): the package is refused unless every file is as the manifest says. `when-read`: files are compared only when
   * they are read, for a package that was opened `at-once` before.
   */
  readonly checks?: 'at-once' | 'when-read';
}

interface StoredFile {
  readonly path: string;
  read(): Promise<Result<Uint8Array>>;
}

/**
 * Opens a zipped package. Every file is read back and compared with the manifest before anything of it is used.
 *
 * Failures, all that can be told at once: see `failures.ts`; `machine/cancelled`.
 */
export async function openPackage(
  source: PackageSource,
  options: OpenOptions = {},
): Promise<Result<OpenedPackage, readonly Failure[]>> {
  const zip = await readZip(source);
  if (!zip.ok) return failed([zip.failure]);
  const faults = [...zip.value.flatMap(entryFaults), ...bombFaults(zip.value)];
  if (faults.length > 0) return failed(faults);
  return openFiles(
    zip.value.filter((entry) => !entry.isDirectory),
    options,
  );
}

/** Opens a package that someone unpacked, with the same checks. Reading never happens past the listed files. */
export async function openFolder(
  files: readonly FolderFile[],
  options: OpenOptions = {},
): Promise<Result<OpenedPackage, readonly Failure[]>> {
  const faults = files.flatMap(({ path }) => pathFaults(path));
  if (faults.length > 0) return failed(faults);
  const read = (file: FolderFile) => async (): Promise<Result<Uint8Array>> => {
    try {
      return success(await file.bytes());
    } catch {
      return failed(failure('package/unreadable-entry', { path: file.path }));
    }
  };
  return openFiles(
    files.map((file) => ({ path: file.path, read: read(file) })),
    options,
  );
}

function pathFaults(path: string): Failure[] {
  const reason = unsafePath(path);
  return reason ? [failure('package/unsafe-path', { path, reason })] : [];
}

function entryFaults(entry: ZipEntry): Failure[] {
  const { path } = entry;
  // A zip made from the unpacked folder by another program lists the folders too: they hold nothing.
  const faults = pathFaults(entry.isDirectory ? path.replace(/\/$/, '') : path);
  if (entry.isSymlink) faults.push(failure('package/symlink', { path }));
  if (entry.isEncrypted) faults.push(failure('package/encrypted', { path }));
  return faults;
}

function bombFaults(entries: readonly ZipEntry[]): Failure[] {
  const bomb = (
    path: string | null,
    limit: 'entries' | 'entry-bytes' | 'entry-ratio' | 'total-bytes',
    value: number,
    maximum: number,
  ) => (value > maximum ? [failure('package/bomb', { path, limit, value, maximum })] : []);
  return [
    ...bomb(null, 'entries', entries.length, LIMITS.entries),
    ...entries.flatMap(({ path, bytes, packedBytes }) => [
      ...bomb(path, 'entry-bytes', Math.max(bytes, packedBytes), LIMITS.entryBytes),
      ...(bytes > LIMITS.ratioFrom
        ? bomb(path, 'entry-ratio', Math.round(bytes / Math.max(packedBytes, 1)), LIMITS.entryRatio)
        : []),
    ]),
    ...bomb(
      null,
      'total-bytes',
      entries.reduce((sum, { bytes }) => sum + bytes, 0),
      LIMITS.totalBytes,
    ),
  ];
}

async function openFiles(
  stored: readonly StoredFile[],
  options: OpenOptions,
): Promise<Result<OpenedPackage, readonly Failure[]>> {
  const repeated = duplicates(stored.map(({ path }) => path));
  if (repeated.length > 0) return failed(repeated);
  const byPath = new Map(stored.map((file) => [file.path, file]));

  const manifestFile = byPath.get(MANIFEST_PATH);
  if (!manifestFile) return failed([failure('package/no-manifest', {})]);
  const bytes = await manifestFile.read();
  if (!bytes.ok) return failed([bytes.failure]);
  const read = readManifest(bytes.value);
  if (!read.ok) return read;
  const manifest = read.value;
  const signer = await signerOf(bytes.value, byPath.get(SIGNATURE_PATH));
  if (!signer.ok) return signer;
  const listed = listFaults(manifest, byPath, options.expectedFormat);
  if (listed.length > 0) return failed(listed);

  const declared = new Map(manifest.files.map((file) => [file.path, file]));
  const entry = async (path: string): Promise<Result<Uint8Array>> => {
    const file = declared.get(path);
    const from = byPath.get(path);
    return file && from ? readChecked(from, file) : failed(failure('package/missing-file', { path }));
  };
  const faults: Failure[] = [];
  const toCheck = options.checks === 'when-read' ? [] : manifest.files;
  for (const [index, { path }] of toCheck.entries()) {
    if (options.signal?.aborted) return failed([failure('machine/cancelled', {})]);
    const outcome = await entry(path);
    if (outcome.ok) options.onFile?.(path, outcome.value);
    else faults.push(outcome.failure);
    options.onProgress?.({ files: index + 1, of: manifest.files.length });
  }
  if (faults.length > 0) return failed(faults);
  return success({
    manifest,
    digest: await sha256(bytes.value),
    signer: signer.value,
    paths: manifest.files.map(({ path }) => path),
    entry,
  });
}

/** Null where there is no signature: anybody can take one away, so an unsigned package says nothing of its sender. */
async function signerOf(
  manifest: Uint8Array,
  stored: StoredFile | undefined,
): Promise<Result<string | null, readonly Failure[]>> {
  if (!stored) return success(null);
  const signature = await stored.read();
  return signature.ok ? verifyManifest(manifest, signature.value) : failed([signature.failure]);
}

function duplicates(paths: readonly string[]): Failure[] {
  const seen = new Set<string>();
  return paths.flatMap((path) => {
    const key = pathKey(path);
    if (seen.has(key)) return [failure('package/duplicate-entry', { path })];
    seen.add(key);
    return [];
  });
}

/** What can be said of the manifest and the list of files without reading any. */
function listFaults(
  manifest: Manifest,
  stored: ReadonlyMap<string, StoredFile>,
  expected: PackageFormat | undefined,
): Failure[] {
  const { format, files } = manifest;
  if (expected && format !== expected) return [failure('package/wrong-format', { expected, format })];
  const paths = files.map(({ path }) => path);
  const listed = new Set([...paths, MANIFEST_PATH, SIGNATURE_PATH]);
  return [
    ...paths.flatMap(pathFaults),
    ...duplicates([MANIFEST_PATH, SIGNATURE_PATH, ...paths]),
    ...paths.filter((path) => !stored.has(path)).map((path) => failure('package/missing-file', { path })),
    ...[...stored.keys()]
      .filter((path) => !listed.has(path))
      .map((path) => failure('package/extra-file', { path })),
  ];
}

async function readChecked(stored: StoredFile, declared: ManifestFile): Promise<Result<Uint8Array>> {
  const { path, bytes: expected } = declared;
  const read = await stored.read();
  if (!read.ok) return read;
  const got = read.value.length;
  if (got !== expected) return failed(failure('package/wrong-size', { path, expected, got }));
  if ((await sha256(read.value)) !== declared.sha256) return failed(failure('package/wrong-hash', { path }));
  return read;
}
