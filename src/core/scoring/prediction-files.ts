import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { LARGEST_IMAGE } from '../bytes/gzip.ts';
import { LIMITS } from '../bytes/limits.ts';
import type { PackageSource } from '../bytes/source.ts';
import type { ZipEntry } from '../bytes/zip-entry.ts';
import { readZip } from '../bytes/zip-read.ts';
import { failed, success, type Result } from '../result.ts';
import { caseIdOf, isMaskFile, isVisible } from './case-id.ts';
import type { MaskFile } from './mask-cases.ts';
import { readSegmentation } from './segmentation-file.ts';

/**
 * A file of predictions or references that a person chose, or that is in a zip. It is read only
 * when needed.
 */
export interface PredictionFile {
  readonly path: string;
  bytes(): Promise<Result<Uint8Array>>;
}

/** A file chosen by a person. */
export interface ChosenFile {
  readonly path: string;
  readonly source: PackageSource;
}

/**
 * The chosen files. Each zip (detected by its name) is replaced by the files in it, in the order of
 * their paths.
 *
 * Failures: `package/not-a-zip`, `package/truncated`, `package/inconsistent-zip`, `package/bomb`. A
 * single file that can't be unpacked fails only when it is read.
 */
export async function predictionFiles(
  chosen: readonly ChosenFile[],
): Promise<Result<readonly PredictionFile[], readonly Failure[]>> {
  const files: PredictionFile[] = [];
  const failures: Failure[] = [];
  for (const { path, source } of chosen) {
    if (!/\.zip$/i.test(path)) {
      files.push({ path, bytes: () => wholeOf(source) });
      continue;
    }
    const zip = await readZip(source);
    if (!zip.ok) failures.push({ ...zip.failure, file: path });
    else if (zip.value.length > LIMITS.entries) {
      const details = {
        path: null,
        limit: 'entries',
        value: zip.value.length,
        maximum: LIMITS.entries,
      } as const;
      failures.push(failure('package/bomb', details, path));
    } else {
      const entries = zip.value.filter((entry) => !entry.isDirectory);
      for (const entry of entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)))
        files.push({ path: entry.path, bytes: () => unpacked(entry) });
    }
  }
  return failures.length > 0 ? failed(failures) : success(files);
}

async function wholeOf(source: PackageSource): Promise<Result<Uint8Array>> {
  try {
    return success(await source.read(0, source.size));
  } catch (error) {
    return failed(failure('machine/unexpected', { cause: String(error) }));
  }
}

async function unpacked(entry: ZipEntry): Promise<Result<Uint8Array>> {
  const { path, bytes: value } = entry;
  if (value > LARGEST_IMAGE)
    return failed(failure('package/bomb', { path, limit: 'entry-bytes', value, maximum: LARGEST_IMAGE }));
  return entry.read();
}

/**
 * The masks among the given files, by the case in their names. A header (`.hdr`) and its voxels
 * (`.img`) are one mask.
 */
export const masksAmong = (files: readonly PredictionFile[]): readonly MaskFile[] => {
  const single = files
    .filter(({ path }) => isMaskFile(path))
    .map(({ path, bytes }) => ({
      id: caseIdOf(path),
      path,
      read: async () => {
        const read = await bytes();
        return read.ok ? readSegmentation(read.value) : read;
      },
    }));
  return [...single, ...pairsAmong(files)];
};

const IMAGE = /\.img(\.gz)?$/i;
const HEADER = /\.hdr(\.gz)?$/i;

function pairsAmong(files: readonly PredictionFile[]): readonly MaskFile[] {
  const stemOf = (path: string, ending: RegExp) => path.replace(ending, '').toLowerCase();
  const headers = new Map(
    files.filter(({ path }) => HEADER.test(path)).map((file) => [stemOf(file.path, HEADER), file]),
  );
  return files.flatMap(({ path, bytes }) => {
    const header = IMAGE.test(path) ? headers.get(stemOf(path, IMAGE)) : undefined;
    if (!header || !isVisible(path)) return [];
    const read = async () => {
      const [head, voxels] = [await header.bytes(), await bytes()];
      if (!head.ok) return head;
      return voxels.ok ? readSegmentation(head.value, voxels.value) : voxels;
    };
    return [{ id: caseIdOf(path.replace(IMAGE, '.nii')), path, read }];
  });
}

/** Formats in which masks are drawn or handed on, and which we do not read. */
const OTHER_FORMAT =
  /\.(nrrd|nhdr|mha|mhd|mgz|mgh|mnc|gipl|vtk|dcm|hdr|img|tiff?|npy|npz|mat|jpe?g|bmp|gif|nii\.(?:bz2|zst|xz|z))(?:\.gz)?$/i;

/** Files that may be masks in a format that is not read. Reading one says so. */
export const otherFormatsAmong = (files: readonly PredictionFile[]): readonly MaskFile[] =>
  files.flatMap(({ path }) => {
    const format = OTHER_FORMAT.exec(path)?.[1]?.toLowerCase();
    if (format === undefined || !isVisible(path)) return [];
    const id = caseIdOf(path.replace(OTHER_FORMAT, '.nii'));
    return [
      { id, path, read: () => Promise.resolve(failed(failure('scoring/mask-format', { id, format }))) },
    ];
  });

/**
 * The table among the given files: the only CSV, or the only file. Failures: `scoring/no-cases`,
 * `scoring/several-tables`.
 */
export function tableAmong(files: readonly PredictionFile[]): Result<PredictionFile> {
  const visible = files.filter(({ path }) => !/(^|\/)\./.test(path));
  const tables = visible.filter(({ path }) => /\.(csv|tsv|txt)$/i.test(path));
  const [table, ...others] = tables.length > 0 ? tables : visible;
  if (!table) return failed(failure('scoring/no-cases', {}));
  if (others.length > 0) {
    const paths = [table, ...others].map(({ path }) => path);
    return failed(failure('scoring/several-tables', { paths }));
  }
  return success(table);
}
