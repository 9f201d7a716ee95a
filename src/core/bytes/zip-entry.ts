import { failure, type Failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import { crc32 } from './digest.ts';
import { inflateWithin } from './inflate.ts';
import { LIMITS } from './limits.ts';
import type { UnreadableEntry } from './unreadable-entry.ts';

export const STORED = 0;
export const DEFLATED = 8;

/** One entry of a zip, as declared in its directory. */
export interface ZipEntry {
  /** With forward slashes: some programs of Windows write backslashes. */
  readonly path: string;
  /** False for a folder that states content: what it holds is not lost without a word. */
  readonly isDirectory: boolean;
  readonly isSymlink: boolean;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** The unpacked bytes. Their length and CRC match the directory. */
  read(): Promise<Result<Uint8Array, Failure>>;
}

/** An entry before it is unpacked. */
export interface PackedEntry extends Omit<ZipEntry, 'read'> {
  readonly crc32: number;
  /** The packed bytes, or why there are none. */
  packed(): Promise<Uint8Array | UnreadableEntry>;
}

export const unreadable = (path: string, cause: UnreadableEntry): Result<never> =>
  failed(failure('package/unreadable-entry', { path, cause }));

/** tar writes `./` before each path. */
export const zipPath = (name: string): string => name.replaceAll('\\', '/').replace(/^(\.\/)+(?=.)/, '');

export function zipEntry(entry: PackedEntry): ZipEntry {
  return { ...entry, read: () => readEntry(entry) };
}

async function readEntry(entry: PackedEntry): Promise<Result<Uint8Array, Failure>> {
  const { path, method, bytes: size } = entry;
  if (entry.isDirectory || path.endsWith('/')) return unreadable(path, 'header');
  if (entry.isEncrypted) return failed(failure('package/encrypted', { path }));
  if (method !== STORED && method !== DEFLATED) {
    return failed(failure('package/unsupported-compression', { path, method }));
  }
  const packed = await entry.packed();
  if (typeof packed === 'string') return unreadable(path, packed);
  const bytes = method === STORED ? packed : inflateWithin(packed, () => size);
  if (bytes === 'damaged') return unreadable(path, 'deflate');
  if (bytes === 'too-long') return unreadable(path, 'size');
  if (bytes.length !== size) return unreadable(path, 'size');
  return crc32(bytes) === entry.crc32 ? success(bytes) : unreadable(path, 'checksum');
}

/** What a zip bomb declares of one of its entries. Failures: `package/bomb`. */
export function entryBombs({ path, bytes, packedBytes }: ZipEntry): Failure[] {
  const ratio = bytes > LIMITS.ratioFrom ? Math.round(bytes / Math.max(packedBytes, 1)) : 0;
  return [
    ...bomb(path, 'entry-bytes', Math.max(bytes, packedBytes), LIMITS.entryBytes),
    ...bomb(path, 'entry-ratio', ratio, LIMITS.entryRatio),
  ];
}

/** What a zip bomb declares as a whole. Failures: `package/bomb`. */
export function zipBombs(entries: readonly ZipEntry[]): Failure[] {
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...bomb(null, 'entries', entries.length, LIMITS.entries),
    ...bomb(null, 'total-bytes', total, LIMITS.totalBytes),
  ];
}

function bomb(
  path: string | null,
  limit: 'entries' | 'entry-bytes' | 'entry-ratio' | 'total-bytes',
  value: number,
  maximum: number,
): Failure[] {
  return value > maximum ? [failure('package/bomb', { path, limit, value, maximum })] : [];
}
