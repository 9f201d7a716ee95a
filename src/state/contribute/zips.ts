import { BlobReader, BlobWriter, ZipReader, configure } from '@zip.js/zip.js';
import { failure, type Failure } from '../../core/failure.ts';
import type { PickedFile } from '../shell/intake.ts';

configure({ useWebWorkers: false });

export const isZip = (path: string): boolean => /\.zip$/i.test(path);

/**
 * Replaces each zip by the files in it, at any depth of folders, and unpacks one file at a time. Zips inside zips stay zips.
 *
 * @param count called with the number of files in each zip
 * @param refuse called for a zip that cannot be opened and for encrypted files
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
  const reader = new ZipReader(new BlobReader(file));
  try {
    const entries = (await reader.getEntries()).filter((entry) => !entry.directory);
    count(entries.length);
    for (const entry of entries) {
      const inside = `${path}/${entry.filename}`;
      if (entry.encrypted) {
        refuse(inside, failure('package/encrypted', { path: inside }, inside));
        continue;
      }
      const blob = await entry.getData(new BlobWriter());
      yield { path: inside, file: new File([blob], entry.filename.split('/').at(-1) ?? entry.filename) };
    }
  } catch {
    refuse(path, failure('package/not-a-zip', {}, path));
  } finally {
    await reader.close();
  }
}
