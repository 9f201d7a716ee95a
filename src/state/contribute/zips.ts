import { BlobReader, BlobWriter, ZipReader, configure } from '@zip.js/zip.js';
import { failure, type Failure } from '../../core/failure.ts';
import type { PickedFile, PickedFiles } from '../shell/intake.ts';

configure({ useWebWorkers: false });

/** Files of a batch are handed on in groups of this many, so that few unpacked files are in memory. */
const GROUP = 16;

/** Replaces each zip by the files in it, at any depth of folders (not zips in zips). A zip that does not open is told. */
export async function* expandZips(
  files: PickedFiles,
  refuse: (path: string, reason: Failure) => void,
): PickedFiles {
  for await (const batch of files) {
    const plain = batch.filter(({ path }) => !/\.zip$/i.test(path));
    if (plain.length > 0) yield plain;
    for (const zip of batch.filter(({ path }) => /\.zip$/i.test(path))) yield* unzip(zip, refuse);
  }
}

async function* unzip(
  { path, file }: PickedFile,
  refuse: (path: string, reason: Failure) => void,
): PickedFiles {
  const reader = new ZipReader(new BlobReader(file));
  try {
    let group: PickedFile[] = [];
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory) continue;
      const inside = `${path}/${entry.filename}`;
      if (entry.encrypted) {
        refuse(inside, failure('package/encrypted', { path: inside }, inside));
        continue;
      }
      const blob = await entry.getData(new BlobWriter());
      group.push({
        path: inside,
        file: new File([blob], entry.filename.split('/').at(-1) ?? entry.filename),
      });
      if (group.length === GROUP) {
        yield group;
        group = [];
      }
    }
    if (group.length > 0) yield group;
  } catch {
    refuse(path, failure('package/not-a-zip', {}, path));
  } finally {
    await reader.close();
  }
}
