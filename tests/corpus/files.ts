import { unzipSync } from 'fflate';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** Folder of the real DICOM files; null where this machine has none. */
export function corpusFolder(): string | null {
  const root = process.env.NEGATOSCOPE_CORPUS ?? resolve(import.meta.dirname, '../../../shared/data');
  const folder = join(root, 'dicom');
  return existsSync(folder) ? folder : null;
}

export interface CorpusFile {
  /** Path under the corpus; entries of a zip follow its name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every file of the corpus, those inside zips as well, its notes and licences left out. */
export function* corpusFiles(folder: string): Generator<CorpusFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    const name = relative(folder, path).replaceAll('\\', '/');
    if (name === 'README.md' || name.startsWith('LICENSES/')) continue;
    const bytes = new Uint8Array(readFileSync(path));
    if (!name.endsWith('.zip')) {
      yield { name, bytes };
      continue;
    }
    for (const [entry, content] of Object.entries(unzipSync(bytes))) {
      if (!entry.endsWith('/')) yield { name: `${name}/${entry}`, bytes: content };
    }
  }
}
