import type { Failure } from '../core/failure.ts';
import type { PackageFormat } from '../core/package/manifest.ts';
import type { Contribute } from './contribute/contribute.svelte.ts';
import { challenges } from './shell/challenges.svelte.ts';
import type { Recogniser } from './shell/drops.svelte.ts';
import type { PickedFile } from './shell/intake.ts';
import { jobs } from './shell/jobs.svelte.ts';
import type { Label } from './shell/locale.svelte.ts';
import { router } from './shell/router.svelte.ts';

/** Messages about a drop. `main.ts` supplies them in the language of the page. */
export interface DropMessages {
  readonly opening: Label;
  readonly importing: Label;
  signFirst(): void;
  importRunning(): void;
  imported(contribute: Contribute): void;
  failed(failure: Failure): void;
}

/** The roles are loaded when a drop first needs them, so that the first screen does not load them. */
const workspace = () => import('./workspace.ts');

/** Recognises files of a role: packages, DICOM, then predictions. All files of a folder with DICOM count as DICOM. */
export const roleRecognisers = (messages: () => Promise<DropMessages>): readonly Recogniser[] => [
  contributions(messages),
  datasets,
  dicom(messages),
  predictions,
];

const contributions = (messages: () => Promise<DropMessages>): Recogniser => ({
  id: 'contribution',
  async recognise(files) {
    const found = await packagesOf(files, ['negatoscope-contribution', 'negatoscope-withdrawal']);
    if (found.length === 0) return undefined;
    return {
      files: found,
      async open() {
        router.go('/curate');
        const [{ curateOf }, { opening }] = await Promise.all([workspace(), messages()]);
        const curate = await curateOf(challenges.current);
        const job = jobs.start({ title: opening });
        await curate.packages.open(found, job);
        job.done();
      },
    };
  },
});

const datasets: Recogniser = {
  id: 'dataset',
  async recognise(files) {
    const found = await packagesOf(files, ['negatoscope-dataset', 'negatoscope-answer-key']);
    if (found.length === 0) return undefined;
    return {
      files: found,
      async open() {
        router.go('/compete/explore');
        const { competeOf } = await workspace();
        const compete = await competeOf(challenges.current);
        for (const file of found) await compete.openDataset(file);
      },
    };
  },
};

const predictions: Recogniser = {
  id: 'predictions',
  async recognise(files) {
    const masked = challenges.current.labels.fields.some(({ kind }) => kind === 'mask');
    const masks = masked ? files.filter(({ path }) => MASK.test(path)) : [];
    const table = files.find(({ path }) => /\.csv$/i.test(path));
    const found = masks.length > 0 ? masks : table ? [table] : [];
    if (found.length === 0) return undefined;
    return {
      files: found,
      async open() {
        router.go('/compete/score');
        const { competeOf } = await workspace();
        const compete = await competeOf(challenges.current);
        compete.setPrediction(found);
      },
    };
  },
};

const dicom = (messages: () => Promise<DropMessages>): Recogniser => ({
  id: 'dicom',
  async recognise(files) {
    const found = await dicomOf(files);
    if (found.length === 0) return undefined;
    return {
      files: found,
      async open() {
        router.go('/contribute/import');
        const [{ contributeOf }, say] = await Promise.all([workspace(), messages()]);
        const contribute = await contributeOf(challenges.current);
        if (!contribute.signing.charter) say.signFirst();
        else if (contribute.incoming.importing) say.importRunning();
        // The rest of the drop does not wait for an import, which may take an hour.
        else void bringIn(contribute, found, say);
      },
    };
  },
});

async function bringIn(
  contribute: Contribute,
  files: readonly PickedFile[],
  say: DropMessages,
): Promise<void> {
  const job = jobs.start({ title: say.importing });
  const outcome = await contribute.incoming.import(once(files), job);
  job.done();
  if (outcome.ok) say.imported(contribute);
  else say.failed(outcome.failure);
}

async function* once(files: readonly PickedFile[]) {
  yield files;
}

const ZIP = /\.zip$/i;
const MASK = /\.(nii|nii\.gz|png)$/i;
/** Files with these endings are never DICOM, whatever their first bytes. */
const OTHER = /\.(csv|json|nii|nii\.gz)$/i;

/** Formats of the zips; null: the zip is not a package. */
const formats = new WeakMap<File, Promise<PackageFormat | null>>();

export function formatOf({ file }: PickedFile): Promise<PackageFormat | null> {
  const known = formats.get(file) ?? readFormat(file);
  formats.set(file, known);
  return known;
}

/** Reads the directory at the end of the zip and its manifest, nothing else. */
async function readFormat(file: File): Promise<PackageFormat | null> {
  const { BlobReader, TextWriter, ZipReader, configure } = await import('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const zip = new ZipReader(new BlobReader(file));
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      if (entry.directory || entry.filename !== 'manifest.json') continue;
      const manifest: unknown = JSON.parse(await entry.getData(new TextWriter()));
      const format = (manifest as { format?: unknown } | null)?.format;
      return typeof format === 'string' && format.startsWith('negatoscope-')
        ? (format as PackageFormat)
        : null;
    }
    return null;
  } catch {
    // Whoever opens the package shows what is wrong with it.
    return null;
  } finally {
    await zip.close();
  }
}

export async function packagesOf(
  files: readonly PickedFile[],
  wanted: readonly PackageFormat[],
): Promise<readonly PickedFile[]> {
  const found: PickedFile[] = [];
  for (const file of files) {
    if (!ZIP.test(file.path)) continue;
    const format = await formatOf(file);
    if (format && wanted.includes(format)) found.push(file);
  }
  return found;
}

/** DICOM files, zips that are not packages, and all files of folders with one of these. */
async function dicomOf(files: readonly PickedFile[]): Promise<readonly PickedFile[]> {
  const folders = new Set<string>();
  const loose = new Set<PickedFile>();
  for (const picked of files) {
    const folder = folderOf(picked);
    if (folder !== undefined && folders.has(folder)) continue;
    if (!(await looksLikeDicom(picked))) continue;
    if (folder === undefined) loose.add(picked);
    else folders.add(folder);
  }
  return files.filter((picked) => loose.has(picked) || folders.has(folderOf(picked) ?? ''));
}

/** The folder that was dropped; undefined for a file dropped by itself. */
const folderOf = ({ path }: PickedFile): string | undefined =>
  path.includes('/') ? path.slice(0, path.indexOf('/')) : undefined;

async function looksLikeDicom(picked: PickedFile): Promise<boolean> {
  if (ZIP.test(picked.path)) return (await formatOf(picked)) === null;
  if (OTHER.test(picked.path)) return false;
  const bytes = new Uint8Array(await picked.file.slice(0, 132).arrayBuffer());
  if (bytes.length === 132 && String.fromCharCode(...bytes.subarray(128)) === 'DICM') return true;
  return startsWithGroup8(bytes, picked.file.size);
}

/** A bare data set begins with an element of group 0008, in either byte order, with a VR or (little endian only) a sound length. */
function startsWithGroup8(bytes: Uint8Array, size: number): boolean {
  if (bytes.length < 8) return false;
  const view = new DataView(bytes.buffer);
  const explicit = /^[A-Z]{2}$/.test(String.fromCharCode(...bytes.subarray(4, 6)));
  if (view.getUint16(0, true) === 8) return explicit || view.getUint32(4, true) <= size - 8;
  return view.getUint16(0) === 8 && explicit;
}
