import { configure, Writer, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { deflateSync } from 'fflate';
import { crc32 } from './digest.ts';
import { LIMITS } from './limits.ts';
import { bytesSource, type PackageEntry, type PackageSink } from './source.ts';
import { DEFLATED, STORED } from './zip-entry.ts';
import { SourceReader } from './zip-source.ts';

/*
 * zip.js only reads and writes the container. fflate compresses, because the CompressionStream of
 * browsers gives different bytes in different browsers. A dataset of the same seed must be the same
 * file everywhere.
 */
configure({ useWebWorkers: false });

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
      await zip.add(path, new SourceReader(bytesSource(isSmaller ? packed : bytes)), {
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
