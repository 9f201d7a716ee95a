import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Page } from 'playwright';
import type { Options } from '../../../../scripts/drive.ts';
import { CuratePage } from '../curate.ts';
import { ShellPage } from '../shell.ts';
import { one, optional, several } from './answers.ts';

/** `dataset --challenge ID --contributions ZIP… --ratios 60/20/20 --seed N --out FOLDER` */
export async function dataset(page: Page, options: Options) {
  const zips = several(options, 'contributions').map((path) => resolve(path));
  const absent = zips.find((path) => !existsSync(path));
  if (absent !== undefined) throw new Error(`--contributions ${absent} does not exist`);
  const out = resolve(one(options, 'out'));
  const ratios = (optional(options, 'ratios') ?? '60/20/20').split('/').map(Number);
  if (ratios.length !== 3 || ratios.some((ratio) => !Number.isFinite(ratio))) {
    throw new Error('--ratios are three percentages, as 60/20/20');
  }
  await new ShellPage(page).chooseChallenge(one(options, 'challenge'));
  const curate = new CuratePage(page);
  await curate.open();
  const { problems, message } = await curate.openPackages(zips);
  if (problems.length > 0) return { ok: false, parts: null, files: [], problems, message };
  await curate.split(ratios, optional(options, 'seed') ?? '1');
  mkdirSync(out, { recursive: true });
  const names = await curate.export((name) => join(out, name));
  const parts: Record<string, number> = {};
  for (const name of names) {
    // `<challenge>-<part>.zip` is unpacked into `<part>/` in the same folder.
    const part = /-(train|validation|test|answer-key)\.zip$/.exec(name)?.[1];
    if (part === undefined) continue;
    const counts = await unpack(join(out, name), join(out, part));
    if (part !== 'answer-key') parts[part] = counts;
  }
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(out, join(entry.parentPath, entry.name)))
    .sort();
  return { ok: true, parts, files };
}

/** Unpacks a package and returns the number of images in its manifest. */
async function unpack(zip: string, folder: string): Promise<number> {
  const reader = new ZipReader(new BlobReader(new Blob([readFileSync(zip)])), { useWebWorkers: false });
  let images = 0;
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const bytes = await entry.getData(new Uint8ArrayWriter());
    const path = join(folder, entry.filename);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    if (entry.filename === 'manifest.json') {
      images = (JSON.parse(new TextDecoder().decode(bytes)) as { counts: { images: number } }).counts.images;
    }
  }
  await reader.close();
  return images;
}
