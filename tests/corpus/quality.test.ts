import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { rescaleToImage } from '../../src/core/image/apply.ts';
import type { Image } from '../../src/core/dicom/image.ts';
import { hashDistance, isLessSharp, NEAR, perceptualHash, sharpness } from '../../src/core/image/quality.ts';
import { corpusFiles, corpusFolder } from './files.ts';
import { nodeCodec } from './node-codec.ts';

const folder = corpusFolder();

/** As a movement of the patient along the rows smears it. */
function smeared(image: Image, length: number): Image {
  const [columns, rows] = image.size;
  const data = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let i = 0; i < length; i++)
        sum += image.data[y * columns + Math.min(columns - 1, Math.max(0, x + i - (length >> 1)))] ?? 0;
      data[y * columns + x] = sum / length;
    }
  return { ...image, data };
}

describe.skipIf(folder === null)('quality hints on real files', () => {
  test('tell a smeared image from a sharp one, and know an image again', async () => {
    const images: { name: string; image: Image }[] = [];
    for (const { name, bytes } of corpusFiles(folder ?? '')) {
      // The pixels of dicom2nifti are noise.
      if (name.startsWith('dicom2nifti')) continue;
      const part10 = readPart10(bytes);
      const facts = part10.ok ? factsOf(part10.value) : part10;
      if (!part10.ok || !facts.ok) continue;
      if (!/^(CT|MR|DX|CR)$/.test(facts.value.modality) || facts.value.columns < 128) continue;
      const stored = await decodeFrame(part10.value, facts.value, 0, nodeCodec);
      const image = stored.ok ? rescaleToImage(stored.value, facts.value) : stored;
      if (image.ok && image.value.components === 1) images.push({ name, image: image.value });
    }
    expect(images.length).toBeGreaterThan(40);

    const drops = images.map(({ image }) => sharpness(smeared(image, 7)) / sharpness(image));
    console.log(`sharpness after a smear over 7 pixels: ${Math.max(...drops).toFixed(2)} of before at most`);
    expect(Math.max(...drops)).toBeLessThan(0.95);

    const hashes = images.map(({ image }) => perceptualHash(image));
    const again = images.map(({ image }, i) =>
      hashDistance(hashes[i] ?? '', perceptualHash(smeared(image, 3))),
    );
    console.log(`hash of the same image, slightly smeared: ${Math.max(...again)} bits at most`);
    expect(Math.max(...again)).toBeLessThanOrEqual(NEAR);
    const sourceOf = (name: string) => name.split('/')[0];
    const [knee, ct] = [images.find(({ name }) => sourceOf(name) === 'SAG-anon'), images.at(-1)];
    expect(hashDistance(perceptualHash(knee!.image), perceptualHash(ct!.image))).toBeGreaterThan(NEAR);
  });

  test('a smeared slice stands off its series', async () => {
    const series: Image[] = [];
    for (const { name, bytes } of corpusFiles(folder ?? '')) {
      if (!name.startsWith('SAG-anon')) continue;
      const part10 = readPart10(bytes);
      const facts = part10.ok ? factsOf(part10.value) : part10;
      if (!part10.ok || !facts.ok) continue;
      const stored = await decodeFrame(part10.value, facts.value, 0, nodeCodec);
      const image = stored.ok ? rescaleToImage(stored.value, facts.value) : stored;
      if (image.ok) series.push(image.value);
    }
    const sharp = series.map(sharpness);
    expect(sharp.filter((one) => isLessSharp(one, sharp))).toEqual([]);
    expect(isLessSharp(sharpness(smeared(series[5]!, 7)), sharp)).toBe(true);
  });
});
