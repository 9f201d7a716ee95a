import { describe, expect, test } from 'vitest';
import type { Element } from '../../../src/core/dicom/dataset.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import { dataSetOf, element, itemsOf, textOf } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { clearImage } from '../../../src/core/deidentify/clear.ts';
import { deidentifyHeader, reopen } from '../../../src/core/deidentify/header.ts';
import type { HeaderDeidentified } from '../../../src/core/deidentify/images.ts';
import { sha256 } from '../../../src/core/bytes/digest.ts';
import { deidentified, exam, keyOf } from '../../fixtures/exam.ts';

const ACCEPTED = { at: '2026-11-23T10:00:00Z', by: 'radiologist' };

function opened(dicom: Uint8Array) {
  const part10 = readPart10(dicom);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const frame = (index: number) => {
    const decoded = decodeNative(part10.value.dataset, facts.value, index);
    if (!decoded.ok) throw new Error(decoded.failure.code);
    return decoded.value;
  };
  return { dataset: part10.value.dataset, facts: facts.value, frame };
}

async function cleared(
  image: HeaderDeidentified,
  frame: number,
  mask: Uint8Array | null,
  size: readonly [number, number] = [4, 4],
) {
  const decoded = opened(image.dicom).frame(frame);
  const chosen = { frame, mask: mask && { size, data: mask } };
  return clearImage(image, chosen, ACCEPTED, decoded, await keyOf(7));
}

test('without a mask the pixels stay and the file says that it is clean', async () => {
  const { image } = await deidentified(exam());
  const result = await cleared(image, 0, null);
  if (!result.ok) throw new Error(result.failure.code);
  const { dataset, frame } = opened(result.value.dicom);
  expect(frame(0).data).toEqual(opened(image.dicom).frame(0).data);
  expect(textOf(dataset, '00280301')).toBe('NO');
  expect(result.value.identity.sopUid).toBe(image.identity.sopUid);
  const codes = itemsOf(dataset, '00120064').map((item) => textOf(item, '00080100'));
  expect(codes).toEqual(['113100', '113105', '113101']);
  expect(result.value.deidentification.methods).toEqual(codes);
  expect(result.value.clearing).toMatchObject({ ...ACCEPTED, digest: await sha256(result.value.dicom) });
});

test('outside the mask every pixel is 0, inside it is the source', async () => {
  const { image } = await deidentified(exam());
  const mask = Uint8Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 1 : 0));
  const result = await cleared(image, 0, mask);
  if (!result.ok) throw new Error(result.failure.code);
  const { dataset, frame } = opened(result.value.dicom);
  expect([...frame(0).data]).toEqual([...mask].map((inside, i) => (inside ? i + 100 : 0)));
  expect(textOf(dataset, '00080008')).toBe('DERIVED\\PRIMARY\\AXIAL');
  expect(result.value.identity.sopUid).toBe(image.identity.sopUid);
  expect(textOf(dataset, '00080018')).toBe(image.identity.sopUid);
});

test('where UIDs are retained, a masked image has one of its own, and one that was not changed keeps the source’s', async () => {
  const { image } = await deidentified(exam(), ['retain-uids']);
  const source = textOf(exam(), '00080018');
  expect(image.identity.sopUid).toBe(source);
  const whole = await cleared(image, 0, null);
  const masked = await cleared(image, 0, new Uint8Array(16).fill(1).fill(0, 0, 4));
  if (!whole.ok || !masked.ok) throw new Error('refused');
  expect(whole.value.identity.sopUid).toBe(source);
  expect(masked.value.identity.sopUid).toMatch(/^2\.25\./);
  expect(textOf(opened(masked.value.dicom).dataset, '00080018')).toBe(masked.value.identity.sopUid);
});

test('one frame is taken of several', async () => {
  const pixels = new Uint8Array(Uint16Array.from({ length: 32 }, (_, i) => i).buffer);
  const { image } = await deidentified(
    exam([element('00280008', 'IS', '2'), element('7FE00010', 'OW', pixels)]),
  );
  const result = await cleared(image, 1, null);
  if (!result.ok) throw new Error(result.failure.code);
  const { facts, frame } = opened(result.value.dicom);
  expect(facts.frames).toBe(1);
  expect([...frame(0).data]).toEqual(Array.from({ length: 16 }, (_, i) => i + 16));
  expect((await cleared(image, 0, null)).ok).toBe(true);
});

test('equal pixels have equal digests whatever their patients', async () => {
  const first = await cleared((await deidentified(exam())).image, 0, null);
  const second = await cleared(
    (await deidentified(exam([element('00100020', 'LO', 'OTHER-1')]), [], 9)).image,
    0,
    null,
  );
  expect(
    first.ok && second.ok && first.value.clearing.pixelDigest === second.value.clearing.pixelDigest,
  ).toBe(true);
  expect(first.ok && second.ok && first.value.clearing.digest === second.value.clearing.digest).toBe(false);
});

test('a mask of another size is refused', async () => {
  const { image } = await deidentified(exam());
  const result = await cleared(image, 0, new Uint8Array(9), [3, 3]);
  expect(!result.ok && result.failure.code).toBe('image/mask-other-size');
});

test('a cleared file is still a file of ours', async () => {
  const { image } = await deidentified(exam());
  const result = await cleared(image, 0, null);
  expect(result.ok && reopen(result.value.dicom, result.value).ok).toBe(true);
});

describe('masked pixels that were compressed with losses', () => {
  const JPEG = '1.2.840.10008.1.2.4.50';
  const stream = Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 0xff, 0xd9);
  const value = { kind: 'fragments', offsetTable: new Uint8Array(), fragments: [stream] } as const;
  const eight = ['00280100', '00280101'].map((tag) => element(tag, 'US', 8));
  const decoded = {
    columns: 4,
    rows: 4,
    components: 1 as const,
    data: Uint8Array.from({ length: 16 }, (_, i) => i),
  };

  async function maskedFrom(...extra: Element[]) {
    const source = exam([
      ...eight,
      element('00280102', 'US', 7),
      { tag: '7FE00010', vr: 'OB', value },
      ...extra,
    ]);
    const part10 = { meta: dataSetOf([]), dataset: source, transferSyntax: JPEG, repairs: [] };
    const facts = factsOf(part10);
    if (!facts.ok) throw new Error(facts.failure.code);
    const key = await keyOf(7);
    const header = await deidentifyHeader(part10, facts.value, { key, options: [] });
    if (!header.ok) throw new Error(header.failure.code);
    const mask = { size: [4, 4] as const, data: Uint8Array.from({ length: 16 }, (_, i) => i % 2) };
    const result = await clearImage(header.value.image, { frame: 0, mask }, ACCEPTED, decoded, key);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return opened(result.value.dicom).dataset;
  }

  test('say so, with method and ratio', async () => {
    const dataset = await maskedFrom();
    expect(textOf(dataset, '00282110')).toBe('01');
    expect(textOf(dataset, '00282112')).toBe('1.60');
    expect(textOf(dataset, '00282114')).toBe('ISO_10918_1');
  });

  test('keep what the header told already', async () => {
    const dataset = await maskedFrom(
      element('00282110', 'CS', '01'),
      element('00282112', 'DS', '12'),
      element('00282114', 'CS', 'ISO_10918_1'),
    );
    expect(textOf(dataset, '00282112')).toBe('12');
  });
});

test('a masked enhanced image says DERIVED of its frames as well', async () => {
  const frameType = dataSetOf([element('00089007', 'CS', ['ORIGINAL', 'PRIMARY', 'VOLUME', 'NONE'])]);
  const groups = dataSetOf([element('00189226', 'SQ', [frameType])]);
  const { image } = await deidentified(exam([element('52009230', 'SQ', [groups])]));
  const result = await cleared(image, 0, new Uint8Array(16).fill(1));
  if (!result.ok) throw new Error(result.failure.code);
  const [item] = itemsOf(opened(result.value.dicom).dataset, '52009230');
  const [frame] = item ? itemsOf(item, '00189226') : [];
  expect(frame && textOf(frame, '00089007')).toBe('DERIVED\\PRIMARY\\VOLUME\\NONE');
});
