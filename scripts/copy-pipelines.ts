import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The pipelines that the workers run, by package. itk-wasm asks for `<name>.js` and `<name>.wasm.zst` in one flat folder. */
const PIPELINES = {
  '@itk-wasm/image-io': ['gdcm-read-image', 'nifti-read-image'],
  '@itk-wasm/htj2k': ['decode'],
};

/** The pipelines with which the browser tests compare the core's resampling and NIfTI files. */
const REFERENCES = { '@itk-wasm/downsample': ['resample'], '@itk-wasm/image-io': ['nifti-write-image'] };
/** The character recogniser and its data, by folder of the package. Served from the same folder; fetched when text is first read. */
const READER = {
  'tesseract.js-core': 'tesseract-core-simd-lstm.wasm',
  '@tesseract.js-data/eng/4.0.0_best_int': 'eng.traineddata.gz',
  '@tesseract.js-data/fra/4.0.0_best_int': 'fra.traineddata.gz',
};

/**
 * Copies the itk-wasm pipelines in use from `node_modules` to `target` and removes other files there. A file that has the same size
 * as its source and is not older is not copied again, so a second call takes a few milliseconds.
 */
export async function copyPipelines(target: string, { forTests }: { forTests: boolean }): Promise<void> {
  await mkdir(target, { recursive: true });
  const modules = join(import.meta.dirname, '../node_modules');
  const wanted = new Set<string>();
  const packages = [...Object.entries(PIPELINES), ...(forTests ? Object.entries(REFERENCES) : [])];
  for (const [name, pipelines] of packages) {
    for (const file of pipelines.flatMap((pipeline) => [`${pipeline}.js`, `${pipeline}.wasm.zst`])) {
      wanted.add(file);
      await refresh(join(modules, name, 'dist/pipelines', file), join(target, file));
    }
  }
  for (const [folder, file] of Object.entries(READER)) {
    wanted.add(file);
    await refresh(join(modules, folder, file), join(target, file));
  }
  for (const file of await readdir(target)) {
    if (!wanted.has(file)) await rm(join(target, file), { recursive: true });
  }
}

async function refresh(from: string, to: string): Promise<void> {
  const source = await stat(from);
  const copy = await stat(to).catch(() => null);
  if (copy?.size !== source.size || copy.mtimeMs < source.mtimeMs) await copyFile(from, to);
}
