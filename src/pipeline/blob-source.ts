import { Digest } from '../core/bytes/digest.ts';
import type { PackageSource } from '../core/bytes/source.ts';

/** A file chosen by a person, read by slices. */
export const blobSource = (file: Blob): PackageSource => ({
  size: file.size,
  read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

/** A small file, such as a table, read at once. */
export const bytesOf = async (file: Blob): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await file.arrayBuffer());

/** SHA-256 (hex) of a whole file, read in pieces of 4 MiB. */
export async function digestOf(file: Blob): Promise<string> {
  const digest = new Digest();
  for (let at = 0; at < file.size; at += PIECE)
    digest.add(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
  return digest.end();
}

const PIECE = 4 * 1024 * 1024;
