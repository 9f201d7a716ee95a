import type { Entry, FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { configure, Writer, ZipReader } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { failure, type Failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { PackageSource } from './source.ts';
import type { UnreadableEntry } from './unreadable-entry.ts';
import { zipEntry, zipPath, type ZipEntry } from './zip-entry.ts';
import { scannedEntries } from './zip-scan.ts';
import { SourceReader } from './zip-source.ts';

configure({ useWebWorkers: false });

/** Length of a local header before its name. */
const LOCAL_HEADER = 30;
/** Length of a header of the directory before its name. */
const CENTRAL_HEADER = 46;

class MemoryWriter extends Writer<Uint8Array> {
  readonly #bytes: Uint8Array;
  #length = 0;
  constructor(size: number) {
    super();
    this.#bytes = new Uint8Array(size);
  }
  override writeUint8Array(chunk: Uint8Array): Promise<void> {
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
    return Promise.resolve();
  }
  override getData(): Promise<Uint8Array> {
    return Promise.resolve(this.#bytes.subarray(0, this.#length));
  }
}

/**
 * Lists a zip without unpacking it. Two programs must see the same package in it, so an ambiguous
 * zip is refused.
 *
 * Failures: `package/not-a-zip`, `package/truncated`, `package/inconsistent-zip`.
 */
export async function readZip(source: PackageSource): Promise<Result<readonly ZipEntry[], Failure>> {
  const magic = await magicOf(source);
  if (!magic.ok) return magic;
  if (!isZip(magic.value)) return failed(failure('package/not-a-zip', {}));
  try {
    // We check the names ourselves, with a specific failure for each fault.
    const zip = new ZipReader(new SourceReader(source), {
      strictness: 'strict',
      filenameValidation: 'tolerant',
    });
    return success((await zip.getEntries()).map((entry) => packedEntry(entry, source.size, false)));
  } catch (error) {
    const cause = messageOf(error);
    if (NO_DIRECTORY.test(cause)) return failed(failure('package/truncated', {}));
    return failed(failure('package/inconsistent-zip', { cause }));
  }
}

/** The files of a zip of which each stands for itself. */
export interface ZipListing {
  readonly entries: readonly ZipEntry[];
  /** True where the directory at the end is missing, damaged or too short, so that there may have been more. */
  readonly isCutOff: boolean;
}

/**
 * Lists a zip of any program, as far as it can be read. An entry that can't be read fails when it is
 * read, and no other. Where the directory at the end is missing, the headers before the files are
 * followed. Of entries that lie on each other, the one that reaches into the next is unreadable.
 *
 * Failures: `package/not-a-zip`; `package/inconsistent-zip` where two programs could see different
 * files.
 */
export async function listZip(source: PackageSource): Promise<Result<ZipListing, Failure>> {
  const magic = await magicOf(source);
  if (!magic.ok) return magic;
  try {
    const zip = new ZipReader(new SourceReader(source), {
      strictness: 'balanced',
      filenameValidation: 'tolerant',
    });
    const entries = await zip.getEntries();
    const isCutOff = await isCountedShort(source, zip, entries);
    const whole = isCutOff ? await scannedEntries(source) : [];
    if (whole.length > entries.length) return success({ entries: whole.map(zipEntry), isCutOff });
    const overlapping = await overlaps(source, entries);
    return success({
      entries: entries.map((entry) => packedEntry(entry, source.size, overlapping.has(entry))),
      isCutOff,
    });
  } catch (error) {
    const cause = messageOf(error);
    if (!NO_DIRECTORY.test(cause) && !BROKEN_DIRECTORY.test(cause))
      return failed(failure('package/inconsistent-zip', { cause }));
    const entries = await scannedEntries(source);
    return entries.length === 0
      ? failed(failure('package/not-a-zip', {}))
      : success({ entries: entries.map(zipEntry), isCutOff: true });
  }
}

/** True where the directory goes on after the number of entries that its end record states. */
async function isCountedShort(
  source: PackageSource,
  { directoryOffset = 0 }: ZipReader<PackageSource>,
  entries: readonly Entry[],
): Promise<boolean> {
  const lengths = entries.map(
    ({ rawFilename, rawExtraField, rawComment }) =>
      CENTRAL_HEADER + rawFilename.length + rawExtraField.length + rawComment.length,
  );
  const end = lengths.reduce((sum, length) => sum + length, directoryOffset);
  const [p, k, a, b] = await source.read(end, 4);
  return p === 0x50 && k === 0x4b && a === 1 && b === 2;
}

/** Messages of zip.js about a file whose end is missing. */
const NO_DIRECTORY = /End of central directory not found|not recognized/;
/** Messages of zip.js about a directory that can't be followed. */
const BROKEN_DIRECTORY = /Central directory header not found|Zip64|out of bounds/i;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function magicOf(source: PackageSource): Promise<Result<Uint8Array>> {
  try {
    return success(await source.read(0, 4));
  } catch (error) {
    return failed(failure('machine/unexpected', { cause: String(error) }));
  }
}

/** A local header, or the end record of an empty zip. */
function isZip(magic: Uint8Array): boolean {
  const [p, k, a, b] = magic;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6));
}

/**
 * Entries that reach into the next one, or that start where an earlier one of the directory does. An
 * entry without a local header at its place is no next one.
 */
async function overlaps(source: PackageSource, entries: readonly Entry[]): Promise<ReadonlySet<Entry>> {
  const found = new Set<Entry>();
  const files = entries.filter(({ directory, uncompressedSize }) => !directory || uncompressedSize > 0);
  const byOffset = files.toSorted((a, b) => a.offset - b.offset);
  for (const [i, entry] of byOffset.entries()) {
    if (byOffset[i - 1]?.offset === entry.offset) found.add(entry);
    const end = entry.offset + LOCAL_HEADER + entry.rawFilename.length + entry.compressedSize;
    for (let n = i + 1; n < byOffset.length && !found.has(entry); n++) {
      const { offset = end } = byOffset[n] ?? {};
      if (offset >= end) break;
      if (offset > entry.offset && isZip(await source.read(offset, 4))) found.add(entry);
    }
  }
  return found;
}

function packedEntry(entry: Entry, size: number, isOverlapping: boolean): ZipEntry {
  const path = zipPath(entry.filename);
  return zipEntry({
    path,
    isDirectory: (entry.directory || path.endsWith('/')) && entry.uncompressedSize === 0,
    isSymlink: entry.symlink,
    isEncrypted: entry.encrypted,
    method: entry.compressionMethod,
    packedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    crc32: entry.crc32 ?? 0,
    packed: async () => {
      if (isOverlapping) return 'overlap';
      if (entry.offset + LOCAL_HEADER + entry.compressedSize > size) return 'cut-off';
      try {
        // zip.js gives it for every entry. A file can have the attribute of a folder.
        return await (entry as FileEntry).getData<Uint8Array>(new MemoryWriter(entry.compressedSize), {
          passThrough: true,
        });
      } catch (error) {
        return causeOf(messageOf(error));
      }
    },
  });
}

function causeOf(message: string): UnreadableEntry {
  if (message.includes('Overlapping')) return 'overlap';
  if (message.includes('out of bounds')) return 'cut-off';
  return /header|Ambiguous/i.test(message) ? 'header' : 'unread';
}
