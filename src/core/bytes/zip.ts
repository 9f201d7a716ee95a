import type { Entry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { configure, Reader, Writer, ZipReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { deflateSync, inflateSync } from 'fflate';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { crc32 } from './digest.ts';
import { LIMITS } from './limits.ts';
import type { PackageEntry, PackageSink, PackageSource } from './source.ts';

/*
 * zip.js only reads and writes the container. fflate compresses, because the CompressionStream of
 * browsers gives different bytes in different browsers. A dataset of the same seed must be the same
 * file everywhere.
 */
configure({ useWebWorkers: false });

const STORED = 0;
const DEFLATED = 8;
/** Files that gzip, JPEG or zip has already compressed: deflate does not make them smaller. */
const PACKED_ALREADY = /\.(gz|zip|age|png|jpe?g|jp2)$/i;

class SinkWriter extends Writer<undefined> {
  readonly #sink: PackageSink;
  constructor(sink: PackageSink) {
    super();
    this.#sink = sink;
  }
  override writeUint8Array(chunk: Uint8Array): Promise<void> {
    return this.#sink.write(chunk);
  }
  override getData(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

class SourceReader extends Reader<PackageSource> {
  readonly #source: PackageSource;
  constructor(source: PackageSource) {
    super(source);
    this.#source = source;
    this.size = source.size;
  }
  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    return this.#source.read(offset, length);
  }
}

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

const bytesReader = (bytes: Uint8Array) =>
  new SourceReader({
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  });

/**
 * A zip that is being written. The same entries in the same order with the same time give the same
 * bytes. Rejects when the sink rejects.
 */
export interface ZipOutput {
  add(entry: PackageEntry): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param createdAt ISO 8601: the time of every entry, in UTC, rounded down to the two seconds of
 * the zip format.
 */
export function zipInto(sink: PackageSink, createdAt: string): ZipOutput {
  const zip = new ZipWriter(new SinkWriter(sink), { extendedTimestamp: false });
  const time = dosTime(new Date(createdAt));
  return {
    async add({ path, bytes }) {
      const packed = PACKED_ALREADY.test(path) ? bytes : deflateSync(bytes, { level: 6 });
      const isBomb = bytes.length > LIMITS.ratioFrom && bytes.length > LIMITS.entryRatio * packed.length;
      const isSmaller = packed.length < bytes.length && !isBomb;
      await zip.add(path, bytesReader(isSmaller ? packed : bytes), {
        passThrough: true,
        compressionMethod: isSmaller ? DEFLATED : STORED,
        uncompressedSize: bytes.length,
        crc32: crc32(bytes),
        rawLastModDate: time,
        dataDescriptor: false,
      });
    },
    async close() {
      await zip.close();
    },
  };
}

/** MS-DOS date (high half) and time (low half). zip.js would use the local time zone. */
function dosTime(date: Date): number {
  const year = Math.min(Math.max(date.getUTCFullYear(), 1980), 2107);
  const day = ((year - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}

/** One entry of a zip, as declared in its directory. */
export interface ZipEntry {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly isSymlink: boolean;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** The unpacked bytes. Their length and CRC match the directory. */
  read(): Promise<Result<Uint8Array, Failure>>;
}

/**
 * Lists a zip without unpacking it. Two programs must see the same package in it, so an ambiguous
 * zip is refused.
 *
 * Failures: `package/not-a-zip`, `package/truncated`, `package/inconsistent-zip`.
 */
export async function readZip(source: PackageSource): Promise<Result<readonly ZipEntry[], Failure>> {
  let magic: Uint8Array;
  try {
    magic = await source.read(0, 4);
  } catch (error) {
    return failed(failure('machine/unexpected', { cause: String(error) }));
  }
  if (!isZip(magic)) return failed(failure('package/not-a-zip', {}));
  try {
    // We check the names ourselves, with a specific failure for each fault.
    const zip = new ZipReader(new SourceReader(source), {
      strictness: 'strict',
      filenameValidation: 'tolerant',
    });
    return success((await zip.getEntries()).map(zipEntry));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    if (/End of central directory not found|not recognized/.test(cause))
      return failed(failure('package/truncated', {}));
    return failed(failure('package/inconsistent-zip', { cause }));
  }
}

/** A local header, or the end record of an empty zip. */
function isZip(magic: Uint8Array): boolean {
  const [p, k, a, b] = magic;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6));
}

function zipEntry(entry: Entry): ZipEntry {
  return {
    path: entry.filename,
    isDirectory: entry.directory,
    isSymlink: entry.symlink,
    isEncrypted: entry.encrypted,
    method: entry.compressionMethod,
    packedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    read: () => readEntry(entry),
  };
}

async function readEntry(entry: Entry): Promise<Result<Uint8Array, Failure>> {
  const unreadable = failed(failure('package/unreadable-entry', { path: entry.filename }));
  if (entry.directory) return unreadable;
  const { compressionMethod: method, uncompressedSize: size } = entry;
  if (method !== STORED && method !== DEFLATED) {
    return failed(failure('package/unsupported-compression', { path: entry.filename, method }));
  }
  try {
    const packed = await entry.getData<Uint8Array>(new MemoryWriter(entry.compressedSize), {
      passThrough: true,
    });
    // One extra byte reveals an entry that unpacks to more than declared: fflate never writes past
    // the array.
    const bytes = method === STORED ? packed : inflateSync(packed, { out: new Uint8Array(size + 1) });
    return bytes.length === size && crc32(bytes) === entry.crc32 ? success(bytes) : unreadable;
  } catch {
    return unreadable;
  }
}
