import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import type { Image } from '../../../src/core/dicom/image.ts';
import { maximumOf } from '../../../src/core/image/maximum.ts';
import { readNiftiHeader } from './nifti-header.ts';
import { decoded, type ImageTools } from '../../../src/pipeline/decoding.ts';
import { failure } from '../../../src/core/failure.ts';
import { failed } from '../../../src/core/result.ts';
import { maximum, quality, sector, text, view } from '../../../src/pipeline/looking.ts';
import { openPicture, type Picture } from '../../../src/pipeline/picture.ts';
import { product } from '../../../src/pipeline/product.ts';
import { corpusFiles, corpusFolder } from '../files.ts';
import { nodeCodec } from '../node-codec.ts';

const folder = corpusFolder();
const tools: ImageTools = {
  codec: nodeCodec,
  readNifti: () => Promise.resolve(failed(failure('image/nifti-not-read', { cause: 'none in this test' }))),
};
const opened = (dicom: Uint8Array): Picture => {
  const picture = openPicture(tools, dicom);
  if (!picture.ok) throw new Error(picture.failure.code);
  return picture.value;
};
const file = (ending: string): Uint8Array => {
  if (folder === null) throw new Error('no corpus');
  for (const { name, bytes } of corpusFiles(folder)) if (name.endsWith(ending)) return bytes;
  throw new Error(`${ending} is not in the corpus`);
};

describe.skipIf(folder === null)('the pipeline in Node, with the codec of the corpus', () => {
  test('shows one frame, and says the same of its quality alone', async () => {
    const dicom = file('CT2_J2KR');
    const shown = await view(opened(dicom), 0);
    const alone = await quality(opened(dicom), 0);
    if (!shown.ok || !alone.ok) throw new Error('not decoded');
    expect(shown.value.image.size).toEqual([512, 512]);
    expect(alone.value).toEqual(shown.value.quality);
  });

  test('takes the maximum of a loop over all of its frames', async () => {
    const dicom = file('examples_ybr_color.dcm');
    const told: number[] = [];
    const most = await maximum(opened(dicom), (done) => told.push(done));
    if (!most.ok) throw new Error(JSON.stringify(most.failure));
    const part10 = readPart10(dicom);
    if (!part10.ok) throw new Error('not read');
    let expected: Image | null = null;
    for (let frame = 0; frame <= told.length; frame++) {
      const one = await decoded(tools, dicom, frame);
      if (!one.ok) throw new Error(JSON.stringify(one.failure));
      expected = expected === null ? one.value.image : maximumOf(expected, one.value.image);
    }
    expect(told.length).toBeGreaterThan(1);
    expect(most.value.data).toEqual(expected?.data);
  });

  test('looks for text and the sector in an ultrasound loop', async () => {
    const dicom = file('examples_ybr_color.dcm');
    const picture = opened(dicom);
    const found = await sector(picture, 0);
    const boxes = await text(picture, 0);
    expect(found.ok && found.value !== null).toBe(true);
    expect(boxes.ok).toBe(true);
  });

  test('makes the image of a dataset with the size and pixel size of the definition', async () => {
    const made = await product(tools, file('CT2_J2KR'), null, [256, 256], thyroid.preprocessing, null);
    if (!made.ok) throw new Error(JSON.stringify(made.failure));
    expect(made.value.resampled).toBe(true);
    expect(readNiftiHeader(made.value.image)).toMatchObject({ size: [192, 192], pixel: [0.45, 0.45] });
  });

  test('writes no place in the scanner into the image of a dataset', async () => {
    const made = await product(tools, file('CT2_J2KR'), null, [256, 256], thyroid.preprocessing, null);
    if (!made.ok) throw new Error(JSON.stringify(made.failure));
    const header = gunzipSync(made.value.image).subarray(0, 348);
    const floats = (at: number, count: number) =>
      Array.from({ length: count }, (_, n) => header.readFloatLE(at + 4 * n));
    const [slice] = floats(88, 1);
    const offsets = [268, 272, 276, 292, 308, 324].map((at) => floats(at, 1)[0]! + 0);
    expect([slice, ...offsets]).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  test('gives a failure for a file that is no DICOM', () => {
    expect(openPicture(tools, new TextEncoder().encode('nothing')).ok).toBe(false);
  });
});

test.skipIf(folder !== null)('the corpus is absent: its files were skipped', () => undefined);
