import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { applyMask, rescaleToImage } from '../../src/core/image/apply.ts';
import type { Image } from '../../src/core/dicom/image.ts';
import { polygonMask } from '../../src/core/image/mask.ts';
import { proposeSector } from '../../src/core/image/sector.ts';
import { corpusFiles, corpusFolder } from './files.ts';
import { nodeCodec } from './node-codec.ts';

type Outline = readonly (readonly [number, number])[];

/** Drawn by hand on enlarged pictures of the frames, in pixels: the field as an eye sees it, through its dark parts. */
const GE: Outline = [
  [12.5, 107.5],
  [622.5, 107.5],
  [622.5, 336.5],
  [12.5, 336.5],
];
const PHILIPS: Outline = [
  [361, 67],
  [400, 86],
  [440, 96],
  [460, 97],
  [480, 96],
  [520, 86],
  [557, 67],
  [795, 413],
  [720, 458],
  [640, 492],
  [550, 512],
  [460, 517],
  [370, 512],
  [280, 492],
  [200, 458],
  [124, 413],
];
const DRAWN: Readonly<Record<string, Outline>> = {
  'dcm4che/US-PAL-8-10x-echo': [
    [300, 0],
    [510, 262],
    [495, 295],
    [440, 330],
    [380, 352],
    [310, 360],
    [250, 355],
    [180, 330],
    [130, 290],
    [108, 238],
  ],
  'deid-data/ultrasounds/GREYSCALE_CINE.zip/GREYSCALE_CINE.dcm': [
    [98.5, 69.5],
    [700.5, 69.5],
    [700.5, 554.5],
    [98.5, 554.5],
  ],
  'deid-data/ultrasounds/GREYSCALE_IMAGE.dcm': [
    [126, 89.5],
    [896.5, 89.5],
    [896.5, 708.5],
    [126, 708.5],
  ],
  'pydicom-data/JPGLosslessP14SV1_1s_1f_8b.dcm': [
    [436, 163],
    [470, 172],
    [515, 178],
    [560, 172],
    [602, 163],
    [920, 480],
    [840, 556],
    [740, 612],
    [640, 645],
    [520, 652],
    [400, 640],
    [300, 610],
    [210, 560],
    [128, 500],
  ],
  'pydicom-data/OBXXXX1A.dcm': PHILIPS,
  'pydicom-data/OBXXXX1A_rle_2frame.dcm': PHILIPS,
  'pydicom-data/US1_J2KI.dcm': GE,
  'pydicom-data/US1_UNCR.dcm': GE,
  'pydicom/test_files/examples_palette.dcm': [
    [361, 67],
    [400, 86],
    [440, 96],
    [460, 97],
    [480, 96],
    [520, 86],
    [557, 67],
    [750, 348],
    [750, 349.5],
    [168, 349.5],
    [168, 348],
  ],
  'pydicom/test_files/examples_rgb_color.dcm': [
    [6, 53.5],
    [311, 53.5],
    [311, 168],
    [6, 168],
  ],
  'pydicom/test_files/examples_ybr_color.dcm': [
    [158, 17],
    [164, 15],
    [178, 15],
    [184, 17],
    [298, 152],
    [262, 180],
    [220, 198],
    [170, 205],
    [120, 198],
    [80, 182],
    [40, 150],
  ],
};

const folder = corpusFolder();

describe.skipIf(folder === null)(
  'the first proposal on real ultrasound, against outlines drawn by hand',
  () => {
    const values: number[] = [];
    const rows: string[] = [];
    const files = folder === null ? [] : [...corpusFiles(folder)].filter(({ name }) => name in DRAWN);

    test.each(files)('$name', async ({ name, bytes }) => {
      const frames = await framesOf(bytes);
      const [first, ...further] = frames.images;
      const proposal = proposeSector(first!, frames.regions, further);
      const truth = polygonMask(DRAWN[name]!, first!.size).data;
      const value = dice(proposal!.mask.data, truth);
      values.push(value);
      rows.push(`${value.toFixed(3)} ${proposal!.shape.padEnd(9)} ${name}`);
      expect(value).toBeGreaterThanOrEqual(0.9);
      // Accepted, nothing outside is left: palettes and YBR are RGB by now, whose pixels share nothing with their neighbours.
      for (const image of frames.images) {
        const masked = applyMask(image, proposal!.mask);
        const isLeak = (pixel: number, at: number) =>
          pixel !== 0 && proposal!.mask.data[Math.floor(at / image.components)] === 0;
        expect(masked.data.filter(isLeak).length).toBe(0);
      }
    });

    test('median', () => {
      console.log(rows.join('\n'));
      values.sort((a, b) => a - b);
      expect(values.length).toBe(Object.keys(DRAWN).length);
      expect(values[Math.floor(values.length / 2)]).toBeGreaterThanOrEqual(0.97);
    });
  },
);

/** At most eight frames, over the whole loop. */
async function framesOf(bytes: Uint8Array) {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const { frames, ultrasoundRegions } = facts.value;
  const images: Image[] = [];
  const count = Math.min(8, frames);
  for (let i = 0; i < count; i++) {
    const index = count === 1 ? 0 : Math.floor((i * (frames - 1)) / (count - 1));
    const frame = await decodeFrame(part10.value, facts.value, index, nodeCodec);
    if (!frame.ok) throw new Error(frame.failure.code);
    const image = rescaleToImage(frame.value, facts.value);
    if (!image.ok) throw new Error(image.failure.code);
    images.push(image.value);
  }
  return { images, regions: ultrasoundRegions };
}

function dice(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let sum = 0;
  a.forEach((value, at) => {
    both += value & (b[at] ?? 0);
    sum += value + (b[at] ?? 0);
  });
  return (2 * both) / sum;
}
