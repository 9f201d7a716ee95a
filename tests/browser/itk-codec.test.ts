import { setPipelinesBaseUrl } from 'itk-wasm';
import { beforeAll, expect, test } from 'vitest';
import type { StoredFrame } from '../../src/core/dicom/stored-frame.ts';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import type { Result } from '../../src/core/result.ts';
import { itkCodec } from '../../workers/itk-codec.ts';
import { buildDicom, imageFields, withoutPixels } from '../fixtures/dicom.ts';
import golden from '../golden/codestreams.json' with { type: 'json' };

const { columns, rows } = golden;
const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

beforeAll(() => setPipelinesBaseUrl(new URL('/pipelines', location.href).href));

async function decode(syntax: string, stream: Uint8Array): Promise<Result<StoredFrame>> {
  const fields = imageFields(
    { columns, rows, pixels: Int16Array.of(0) },
    { RescaleSlope: '2', RescaleIntercept: '-1024' },
  );
  const rest = withoutPixels(fields);
  const part10 = readPart10(buildDicom({ fields: rest, syntax, fragments: [stream] }));
  if (!part10.ok) return part10;
  const facts = factsOf(part10.value);
  return facts.ok ? decodeFrame(part10.value, facts.value, 0, itkCodec) : facts;
}

test.each([
  ['JPEG 2000', '1.2.840.10008.1.2.4.90', golden.jpeg2000],
  ['HTJ2K', '1.2.840.10008.1.2.4.201', golden.htj2k],
])('%s gives the stored values, before the rescale', async (_, syntax, stream) => {
  const frame = await decode(syntax, fromHex(stream));
  expect(frame.ok ? [...frame.value.data] : frame.failure).toEqual(golden.values);
  expect(frame.ok && frame.value.data.buffer).toBeInstanceOf(ArrayBuffer);
});

test.each([
  ['JPEG 2000', '1.2.840.10008.1.2.4.90', golden.jpeg2000],
  ['HTJ2K', '1.2.840.10008.1.2.4.201', golden.htj2k],
])('damaged %s is a failure, and the decoder goes on working', async (_, syntax, stream) => {
  const damaged = await decode(syntax, fromHex(stream).slice(0, 60));
  expect(damaged).toMatchObject({ ok: false, failure: { code: expect.stringMatching(/^dicom\/decode/) } });
  const frame = await decode(syntax, fromHex(stream));
  expect(frame.ok ? [...frame.value.data] : frame.failure).toEqual(golden.values);
});
