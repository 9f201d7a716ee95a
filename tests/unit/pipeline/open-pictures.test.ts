import { expect, it, vi } from 'vitest';
import type { CodecFrame } from '../../../src/core/dicom/codec.ts';
import * as reading from '../../../src/core/dicom/read.ts';
import { failure } from '../../../src/core/failure.ts';
import { failed, success } from '../../../src/core/result.ts';
import type { ImageTools } from '../../../src/pipeline/decoding.ts';
import { FrameMemory } from '../../../src/pipeline/frame-memory.ts';
import { values } from '../../../src/pipeline/header-values.ts';
import { maximum, quality, sector, sectorKeyOf, text, view } from '../../../src/pipeline/looking.ts';
import { OpenPictures } from '../../../src/pipeline/open-pictures.ts';
import { thumbnailSource } from '../../../src/pipeline/thumbnail.ts';
import golden from '../../golden/codestreams.json' with { type: 'json' };
import { buildDicom, imageFields, withoutPixels } from '../../fixtures/dicom.ts';

vi.mock(import('../../../src/core/dicom/read.ts'), { spy: true });

const { columns, rows } = golden;
const stream = Uint8Array.from(golden.jpeg2000.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

function setUp({ frames = 1, rescale = '1', memory = new FrameMemory() } = {}) {
  vi.mocked(reading.readPart10).mockClear();
  let decodes = 0;
  const decoded: CodecFrame = { columns, rows, components: 1, data: Int16Array.from(golden.values) };
  const tools: ImageTools = {
    codec: {
      gdcm: () => {
        decodes++;
        return Promise.resolve(success(decoded));
      },
      htj2k: () => Promise.resolve(failed(failure('dicom/decode-failed', { cause: 'none here' }))),
    },
    readNifti: () => Promise.resolve(failed(failure('image/nifti-not-read', { cause: 'none here' }))),
  };
  const fields = imageFields(
    { columns, rows, pixels: Int16Array.of(0) },
    { RescaleSlope: rescale, RescaleIntercept: '0', ...(frames > 1 && { NumberOfFrames: String(frames) }) },
  );
  const dicom = buildDicom({
    fields: withoutPixels(fields),
    syntax: '1.2.840.10008.1.2.4.90',
    fragments: Array.from({ length: frames }, () => stream),
  });
  const pictures = new OpenPictures(tools, memory);
  expect(pictures.open('a', dicom)).toEqual(success(undefined));
  const ask = {
    ...{ view: pictures.asked(view), quality: pictures.asked(quality), text: pictures.asked(text) },
    ...{ sector: pictures.asked(sector), maximum: pictures.asked(maximum) },
    ...{ sectorKey: pictures.asked(sectorKeyOf), values: pictures.asked(values) },
    thumbnail: pictures.asked(thumbnailSource),
  };
  const parses = () => vi.mocked(reading.readPart10).mock.calls.length;
  return { pictures, dicom, ask, memory, parses, decodes: () => decodes };
}

it('parses once and decodes once for all that is asked of a frame', async () => {
  const { ask, parses, decodes } = setUp();
  const answers = [
    await ask.view('a', 0),
    await ask.quality('a', 0),
    await ask.text('a', 0),
    await ask.sector('a', 0),
    await ask.thumbnail('a', { frame: 0, measured: null }),
    await ask.maximum('a', () => undefined),
    await ask.sectorKey('a'),
    ask.values('a'),
  ];
  expect(answers.map(({ ok }) => ok)).toEqual(answers.map(() => true));
  expect(parses()).toBe(1);
  expect(decodes()).toBe(1);
});

it.each(['1', '2'])('gives pixels away that no later answer shares (slope %s)', async (rescale) => {
  const { ask } = setUp({ rescale });
  const first = await ask.view('a', 0);
  const most = await ask.maximum('a', () => undefined);
  if (!first.ok || !most.ok) throw new Error('not decoded');
  const before = first.value.image.data.slice();
  first.value.image.data.fill(0);
  most.value.data.fill(0);
  const again = await ask.view('a', 0);
  expect(again.ok && again.value.image.data).toEqual(before);
});

it('keeps the frames of a loop that were asked for, not those that are passed through', async () => {
  const { ask, memory, decodes } = setUp({ frames: 9 });
  await ask.maximum('a', () => undefined);
  expect(decodes()).toBe(9);
  expect(memory.bytes).toBe(0);
  await ask.sector('a', 4);
  expect(memory.bytes).toBe(columns * rows * 2);
});

it('decodes again what did not fit in its memory', async () => {
  const { ask, decodes } = setUp({ memory: new FrameMemory(columns * rows * 2 - 1) });
  await ask.view('a', 0);
  await ask.view('a', 0);
  expect(decodes()).toBe(2);
});

it('forgets what is closed, with its frames', async () => {
  const { pictures, ask, memory } = setUp();
  await ask.view('a', 0);
  pictures.close(['a', 'never opened']);
  expect(memory.bytes).toBe(0);
  expect(() => ask.values('a')).toThrow('not open');
});

it('forgets the file that another one takes the place of, also when that one is none', async () => {
  const { pictures, dicom, ask, memory } = setUp();
  await ask.view('a', 0);
  expect(pictures.open('a', dicom).ok).toBe(true);
  expect(memory.bytes).toBe(0);
  expect(pictures.open('a', new TextEncoder().encode('nothing'))).toMatchObject({
    failure: { code: 'dicom/not-dicom' },
  });
  expect(() => ask.values('a')).toThrow('not open');
});
