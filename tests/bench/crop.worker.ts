import { setPipelinesBaseUrl } from 'itk-wasm';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { imageToCrop } from '../../src/core/image/apply.ts';
import { cropGrid } from '../../src/core/image/grid.ts';
import { writeNifti } from '../../src/core/image/nifti-write.ts';
import { resample } from '../../src/core/image/resample.ts';
import type { Result } from '../../src/core/result.ts';
import { itkCodec } from '../../workers/itk-codec.ts';
import { millimetres } from '../../src/core/measure.ts';

const PREPROCESSING = {
  pixelSize: millimetres(0.7),
  imageSize: [256, 256],
  crop: 'none',
  mask: 'none',
  interpolation: 'linear',
  paddingValue: -1024,
} as const;

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** One image as the worker of the application makes it; adds to the milliseconds of each step. */
async function one(dicom: Uint8Array, spent: Record<string, number>): Promise<number> {
  let at = performance.now();
  const lap = (step: string): void => {
    const now = performance.now();
    spent[step] = (spent[step] ?? 0) + now - at;
    at = now;
  };
  const part10 = must(readPart10(dicom));
  const facts = must(factsOf(part10));
  lap('read');
  const frame = must(await decodeFrame(part10, facts, 0, itkCodec));
  lap('decode');
  const { image, pending } = must(imageToCrop(frame, facts));
  const crop = resample(image, cropGrid(image, PREPROCESSING, null), pending);
  lap('crop');
  const file = must(writeNifti(crop));
  lap('write');
  return file.length;
}

type Order = { dicom: Uint8Array; pipelines: string } | { milliseconds: number };

/** Until the compilers have seen enough. */
const WARMING = 50;
let dicom = new Uint8Array();

onmessage = async ({ data }: MessageEvent<Order>) => {
  if ('dicom' in data) {
    setPipelinesBaseUrl(data.pipelines);
    dicom = data.dicom.slice();
    for (let i = 0; i < WARMING; i++) await one(dicom, {});
    postMessage('ready');
    return;
  }
  const spent: Record<string, number> = {};
  const start = performance.now();
  let count = 0;
  let bytes = 0;
  while (performance.now() - start < data.milliseconds) {
    bytes = await one(dicom, spent);
    count++;
  }
  postMessage({ rate: (count * 1000) / (performance.now() - start), spent, count, bytes });
};
