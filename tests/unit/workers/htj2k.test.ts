import { expect, test } from 'vitest';
import { decodeFrame } from '../../../src/core/dicom/decode.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { decodeHtj2k } from '../../../workers/htj2k.ts';
import { buildDicom, imageFields, withoutPixels } from '../../fixtures/dicom.ts';
import { htj2kModule } from '../../fixtures/htj2k-module.ts';
import golden from '../../golden/codestreams.json' with { type: 'json' };

const codestream = Uint8Array.from(Buffer.from(golden.htj2k, 'hex'));

test('a codestream has the values that OpenJPEG reads, again and again', async () => {
  const module = await htj2kModule();
  for (let time = 0; time < 3; time++) {
    const frame = decodeHtj2k(module, codestream);
    expect(frame).toMatchObject({
      ok: true,
      value: { columns: golden.columns, rows: golden.rows, components: 1 },
    });
    expect(frame.ok && [...frame.value.data]).toEqual(golden.values);
  }
});

test('a damaged codestream is a failure, and the next one is decoded', async () => {
  const module = await htj2kModule();
  const broken = decodeHtj2k(module, codestream.slice(0, 40));
  expect(broken).toMatchObject({ ok: false, failure: { code: 'dicom/decode-failed' } });
  const frame = decodeHtj2k(module, codestream);
  expect(frame.ok && [...frame.value.data]).toEqual(golden.values);
});

test('a DICOM file of HTJ2K is decoded', async () => {
  const { columns, rows } = golden;
  const fields = withoutPixels(imageFields({ columns, rows, pixels: Int16Array.of(0) }));
  const part10 = readPart10(
    buildDicom({ fields, syntax: '1.2.840.10008.1.2.4.201', fragments: [codestream] }),
  );
  const facts = part10.ok ? factsOf(part10.value) : part10;
  if (!part10.ok || !facts.ok) throw new Error('unreadable');
  const module = await htj2kModule();
  const codec = {
    gdcm: () => Promise.reject(new Error('not asked for')),
    htj2k: (stream: Uint8Array) => Promise.resolve(decodeHtj2k(module, stream)),
  };
  const frame = await decodeFrame(part10.value, facts.value, 0, codec);
  expect(frame.ok && [...frame.value.data]).toEqual(golden.values);
});
