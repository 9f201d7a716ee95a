import { expect, test } from 'vitest';
import { decodeNative } from '../../../src/core/dicom/decode.ts';
import { element, itemsOf, textOf } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { clearImage } from '../../../src/core/deidentify/clear.ts';
import { reopen } from '../../../src/core/deidentify/header.ts';
import type { HeaderDeidentified } from '../../../src/core/deidentify/images.ts';
import { sha256 } from '../../../src/core/package/digest.ts';
import { deidentified, exam, keyOf } from './exam.ts';

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
