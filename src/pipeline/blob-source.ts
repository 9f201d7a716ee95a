import type { PackageSource } from '../core/bytes/source.ts';

/** A file chosen by a person, read by slices. */
export const blobSource = (file: Blob): PackageSource => ({
  size: file.size,
  read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

/** A small file, such as a table, read at once. */
export const bytesOf = async (file: Blob): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await file.arrayBuffer());
