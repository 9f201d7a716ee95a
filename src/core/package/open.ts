import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { sha256 } from '../bytes/digest.ts';
import { isDesktopFile, withoutDesktop } from './desktop.ts';
import type { Manifest, ManifestFile, PackageFormat } from './manifest.ts';
import { MANIFEST_PATH, readManifest } from './manifest.ts';
import { pathKey, unsafePath } from './path.ts';
import { SIGNATURE_PATH, verifyManifest } from './signature.ts';
import type { CancelSignal, PackageSource } from '../bytes/source.ts';
import { entryBombs, zipBombs, type ZipEntry } from '../bytes/zip-entry.ts';
import { readZip } from '../bytes/zip-read.ts';

/** A package whose manifest is sound and lists its files exactly. Each file is compared with the manifest whenever it is read. */
export interface OpenedPackage {
  readonly manifest: Manifest;
  /** SHA-256 (hex) of manifest.json. It names the package: the manifest holds the digest of every other file. */
  readonly digest: string;
  /** Fingerprint of the key that signed the manifest; null: the package is unsigned. */
  readonly signer: string | null;
  /** Paths of all files but the manifest and its signature, in the manifest's order. */
  readonly paths: readonly string[];
  /** What a desktop added when it zipped the package again: the folder around it, then files. Nothing of it was read. */
  readonly added: readonly string[];
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
 * Opens a zipped package, also one that a desktop zipped again. Every file is read back and compared with the manifest before anything of it is used.
 *
 * Failures, all that can be told at once: see `failures.ts`; `machine/cancelled`.
 */
export async function openPackage(
  source: PackageSource,
  options: OpenOptions = {},
): Promise<Result<OpenedPackage, readonly Failure[]>> {
  const zip = await readZip(source);
  if (!zip.ok) return failed([zip.failure]);
  // A zip made by another program lists the folders too: they hold nothing.
  const files = zip.value.filter((entry) => !entry.isDirectory);
  const own = files.filter(({ path }) => !isDesktopFile(path));
  const faults = [
    // tar lists the folder that it stands in as `./`.
    ...zip.value.flatMap(({ path }) => (path === './' ? [] : placeFaults(path.replace(/\/$/, '')))),
    ...own.flatMap(entryFaults),
    ...zip.value.flatMap(entryBombs),
    ...zipBombs(zip.value),
  ];
  if (faults.length > 0) return failed(faults);
  return openFiles(files, options);
}

/** Opens a package that someone unpacked, with the same checks. Reading never happens past the listed files. */
export async function openFolder(
  files: readonly FolderFile[],
  options: OpenOptions = {},
): Promise<Result<OpenedPackage, readonly Failure[]>> {
  const faults = files.flatMap(({ path }) => placeFaults(path));
  if (faults.length > 0) return failed(faults);
  const read = (file: FolderFile) => async (): Promise<Result<Uint8Array>> => {
    try {
      return success(await file.bytes());
    } catch {
      return failed(failure('package/unreadable-entry', { path: file.path, cause: 'unread' }));
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

/** Like {@link pathFaults}, for a path that may have a folder before it and a desktop's name in it. */
function placeFaults(path: string): Failure[] {
  const reason = unsafePath(path);
  const isHarmless = reason === 'too-long' || (reason === 'control-character' && isDesktopFile(path));
  return reason && !isHarmless ? [failure('package/unsafe-path', { path, reason })] : [];
}

function entryFaults({ path, isSymlink, isEncrypted }: ZipEntry): Failure[] {
  return [
    ...(isSymlink ? [failure('package/symlink', { path })] : []),
    ...(isEncrypted ? [failure('package/encrypted', { path })] : []),
  ];
}

async function openFiles(
  all: readonly StoredFile[],
  options: OpenOptions,
): Promise<Result<OpenedPackage, readonly Failure[]>> {
  const plain = withoutDesktop(all.map(({ path, read }) => ({ path, read })));
  if (!plain) return failed([failure('package/several-packages', {})]);
  const { files: stored, added } = plain;
  const faults = [
    ...stored.flatMap(({ path }) => pathFaults(path)),
    ...duplicates(stored.map(({ path }) => path)),
  ];
  if (faults.length > 0) return failed(faults);
  // macOS decomposes accents in the names that it unpacks.
  const byPath = new Map(stored.map((file) => [file.path.normalize('NFC'), file]));

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
    const from = byPath.get(path.normalize('NFC'));
    return file && from ? readChecked(from, file) : failed(failure('package/missing-file', { path }));
  };
  const unlike: Failure[] = [];
  const toCheck = options.checks === 'when-read' ? [] : manifest.files;
  for (const [index, { path }] of toCheck.entries()) {
    if (options.signal?.aborted) return failed([failure('machine/cancelled', {})]);
    const outcome = await entry(path);
    if (outcome.ok) options.onFile?.(path, outcome.value);
    else unlike.push(outcome.failure);
    options.onProgress?.({ files: index + 1, of: manifest.files.length });
  }
  if (unlike.length > 0) return failed(unlike);
  return success({
    manifest,
    digest: await sha256(bytes.value),
    signer: signer.value,
    paths: manifest.files.map(({ path }) => path),
    added,
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
  const unsafe = [...paths.flatMap(pathFaults), ...duplicates([MANIFEST_PATH, SIGNATURE_PATH, ...paths])];
  if (unsafe.length > 0) return unsafe;
  const listed = new Set([...paths.map((path) => path.normalize('NFC')), MANIFEST_PATH, SIGNATURE_PATH]);
  return [
    ...paths
      .filter((path) => !stored.has(path.normalize('NFC')))
      .map((path) => failure('package/missing-file', { path })),
    ...[...stored]
      .filter(([key]) => !listed.has(key))
      .map(([, { path }]) => failure('package/extra-file', { path })),
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
