import type { PackageSource } from './source.ts';
import { zipPath, type PackedEntry } from './zip-entry.ts';

/*
 * Follows the local headers of a zip (APPNOTE.TXT 4.3.7 to 4.3.9), for a zip that lost the directory
 * at its end.
 */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
const HEADER_BYTES = 30;
const ENCRYPTED = 1;
const HAS_DESCRIPTOR = 8;
const ZIP64 = 1;
const IN_ZIP64 = 0xffffffff;
/** Bytes that are searched at a time. */
const PIECE = 2 ** 20;

interface Sizes {
  readonly crc32: number;
  readonly packed: number;
  readonly bytes: number;
}

interface Descriptor {
  readonly sizes: Sizes;
  /** Where the next header can start. */
  readonly end: number;
}

/** The entries up to the end of the file, or to the first one whose end can't be found: that one can't be read. */
export async function scannedEntries(source: PackageSource): Promise<readonly PackedEntry[]> {
  const entries: PackedEntry[] = [];
  let at = 0;
  for (;;) {
    const header = viewOf(await source.read(at, HEADER_BYTES));
    if (header.byteLength < HEADER_BYTES || header.getUint32(0, true) !== LOCAL) return entries;
    const [flags, method] = [header.getUint16(6, true), header.getUint16(8, true)];
    const [nameLength, extraLength] = [header.getUint16(26, true), header.getUint16(28, true)];
    const texts = await source.read(at + HEADER_BYTES, nameLength + extraLength);
    const data = at + HEADER_BYTES + nameLength + extraLength;
    const stated = statedSizes(header, viewOf(texts.subarray(nameLength)));
    const isOpen = (flags & HAS_DESCRIPTOR) !== 0 && stated.packed === 0;
    const found = isOpen ? await descriptorAfter(source, data) : { sizes: stated, end: data + stated.packed };
    const isWhole = found !== null && found.end <= source.size;
    const sizes = found?.sizes ?? { crc32: 0, packed: source.size - data, bytes: 0 };
    const path = zipPath(new TextDecoder().decode(texts.subarray(0, nameLength)));
    entries.push({
      path,
      isDirectory: path.endsWith('/') && sizes.bytes === 0,
      isSymlink: false,
      isEncrypted: (flags & ENCRYPTED) !== 0,
      method,
      packedBytes: sizes.packed,
      bytes: sizes.bytes,
      crc32: sizes.crc32,
      packed: async () => {
        if (!isWhole) return 'cut-off';
        try {
          return await source.read(data, sizes.packed);
        } catch {
          return 'unread';
        }
      },
    });
    if (!isWhole) return entries;
    at = found.end;
    // A descriptor follows even where the sizes are stated.
    if ((flags & HAS_DESCRIPTOR) !== 0 && !isOpen) at = await afterDescriptor(source, at);
  }
}

function statedSizes(header: DataView, extra: DataView): Sizes {
  const [crc32, packed, bytes] = [14, 18, 22].map((at) => header.getUint32(at, true));
  const wide: number[] = [];
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== ZIP64) continue;
    for (let n = at + 4; n + 8 <= Math.min(extra.byteLength, at + 4 + extra.getUint16(at + 2, true)); n += 8)
      wide.push(Number(extra.getBigUint64(n, true)));
  }
  // The sizes that are in the extra field stand there in this order.
  const unpacked = bytes === IN_ZIP64 ? (wide.shift() ?? 0) : (bytes ?? 0);
  return {
    crc32: crc32 ?? 0,
    packed: packed === IN_ZIP64 ? (wide.shift() ?? 0) : (packed ?? 0),
    bytes: unpacked,
  };
}

/** The data descriptor of the file that starts at `data`: the first that states the length that lies before it. */
async function descriptorAfter(source: PackageSource, data: number): Promise<Descriptor | null> {
  for (let from = data; from < source.size; from += PIECE) {
    // Long enough for a descriptor that starts in the last byte of the piece, and the next signature.
    const bytes = await source.read(from, PIECE + 28);
    const view = viewOf(bytes);
    for (let i = bytes.indexOf(0x50); i >= 0 && i < PIECE; i = bytes.indexOf(0x50, i + 1)) {
      if (i + 4 > bytes.length) break;
      const signature = view.getUint32(i, true);
      const length = from + i - data;
      if (signature === DESCRIPTOR) {
        const found = descriptorAt(viewOf(bytes.subarray(i)), length);
        if (found) return { sizes: found.sizes, end: from + i + found.length };
      } else if ((signature === LOCAL || signature === CENTRAL) && length >= 12) {
        // A descriptor without its signature lies before the next header.
        const found = await descriptorBefore(source, from + i, data);
        if (found) return found;
      }
    }
  }
  // The file can end with a descriptor without its signature.
  return descriptorBefore(source, source.size, data);
}

/** A descriptor of 12 bytes that ends at `end`; null where it states another length than lies before it. */
async function descriptorBefore(
  source: PackageSource,
  end: number,
  data: number,
): Promise<Descriptor | null> {
  const packed = end - data - 12;
  if (packed < 0) return null;
  const view = viewOf(await source.read(end - 12, 12));
  if (view.byteLength < 12 || view.getUint32(4, true) !== packed) return null;
  return { sizes: { crc32: view.getUint32(0, true), packed, bytes: view.getUint32(8, true) }, end };
}

/** The descriptor at the start of `view`, of 16 bytes or, in zip64, of 24; null where it states another length than `packed`. */
function descriptorAt(
  view: DataView,
  packed: number,
): { readonly sizes: Sizes; readonly length: number } | null {
  if (view.byteLength < 16 || view.getUint32(8, true) !== packed) return null;
  const crc32 = view.getUint32(4, true);
  const narrow = { sizes: { crc32, packed, bytes: view.getUint32(12, true) }, length: 16 };
  if (view.byteLength < 24 || isHeader(view, 16) || Number(view.getBigUint64(8, true)) !== packed)
    return narrow;
  const wide = { sizes: { crc32, packed, bytes: Number(view.getBigUint64(16, true)) }, length: 24 };
  return isHeader(view, 24) || narrow.sizes.bytes === 0 ? wide : narrow;
}

const isHeader = (view: DataView, at: number): boolean =>
  at + 4 <= view.byteLength && [LOCAL, CENTRAL].includes(view.getUint32(at, true));

async function afterDescriptor(source: PackageSource, at: number): Promise<number> {
  const view = viewOf(await source.read(at, 28));
  return at + ([0, 16, 12, 24, 20].find((length) => isHeader(view, length)) ?? 16);
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
