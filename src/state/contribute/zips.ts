import type { PackageSource } from '../../core/bytes/source.ts';
import { entryBombs, zipBombs, type ZipEntry } from '../../core/bytes/zip-entry.ts';
import { listZip } from '../../core/bytes/zip-read.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { failed, type Result } from '../../core/result.ts';
import type { PickedFile } from '../shell/intake.ts';

export const isZip = (path: string): boolean => /\.zip$/i.test(path);

/**
 * Replaces each zip by the files in it, at any depth of folders, and unpacks one file at a time. Zips inside zips stay zips. A file of a
 * zip that can't be unpacked is refused by its name, with the cause; the others are given.
 *
 * @param count called with the number of files in each zip
 * @param refuse called for a zip that cannot be opened and for each file that cannot be unpacked
 */
export async function* expandZips(
  files: readonly PickedFile[],
  count: (more: number) => void,
  refuse: (path: string, reason: Failure) => void,
): AsyncGenerator<PickedFile> {
  for (const file of files) {
    if (isZip(file.path)) yield* unzip(file, count, refuse);
    else yield file;
  }
}

async function* unzip(
  { path, file }: PickedFile,
  count: (more: number) => void,
  refuse: (path: string, reason: Failure) => void,
): AsyncGenerator<PickedFile> {
  const listing = await listZip(sourceOf(file));
  if (!listing.ok) return refuse(path, { ...listing.failure, file: path });
  const entries = listing.value.entries.filter((entry) => !entry.isDirectory);
  const [bomb] = zipBombs(entries);
  if (bomb) return refuse(path, { ...bomb, file: path });
  count(entries.length);
  let read = 0;
  for (const entry of entries) {
    const inside = `${path}/${entry.path}`;
    const bytes = await bytesOf(entry);
    if (bytes.ok) {
      read++;
      const name = entry.path.split('/').at(-1) ?? entry.path;
      yield { path: inside, file: new File([bytes.value as Uint8Array<ArrayBuffer>], name) };
    } else {
      count(-1);
      refuse(inside, { ...bytes.failure, file: inside });
    }
  }
  if (listing.value.isCutOff) refuse(path, failure('package/zip-cut-off', { files: read }, path));
}

async function bytesOf(entry: ZipEntry): Promise<Result<Uint8Array>> {
  const [bomb] = entryBombs(entry);
  return bomb ? failed(bomb) : entry.read();
}

const sourceOf = (file: Blob): PackageSource => ({
  size: file.size,
  read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});
