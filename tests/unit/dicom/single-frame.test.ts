import { expect, test } from 'vitest';
import type { Part10 } from '../../../src/core/dicom/dataset.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import {
  dataSetOf,
  element,
  itemsOf,
  numberOf,
  textOf,
  withElements,
} from '../../../src/core/dicom/element.ts';
import type { ImageFacts } from '../../../src/core/dicom/facts.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import {
  derivedImageType,
  extractFrame,
  originalOnly,
  replacePixels,
} from '../../../src/core/dicom/single-frame.ts';
import { writePart10, writtenSyntax } from '../../../src/core/dicom/write.ts';
import { buildDicom, imageFields, type Recipe, withoutPixels } from '../../fixtures/dicom.ts';

function read(bytes: Uint8Array): { part10: Part10; facts: ImageFacts } {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(JSON.stringify(part10.failure));
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(JSON.stringify(facts.failure));
  return { part10: part10.value, facts: facts.value };
}

const rewritten = (part10: Part10): ReturnType<typeof read> =>
  read(
    writePart10(part10.dataset, {
      transferSyntax: writtenSyntax(part10),
      sopClass: '1.2',
      sopInstance: '1.3',
    }),
  );

const cine = imageFields(
  { columns: 2, rows: 1, pixels: Uint16Array.of(1, 2, 3, 4, 5, 6) },
  {
    NumberOfFrames: '3',
    FrameIncrementPointer: ['00181065'],
    FrameTimeVector: ['0', '40', '40'],
    PerFrameFunctionalGroupsSequence: ['0', '5', '10'].map((z) => ({
      PlanePositionSequence: [{ ImagePositionPatient: ['0', '0', z] }],
    })),
  },
);

function extracted(recipe: Recipe, frame: number): Part10 {
  const { part10, facts } = read(buildDicom(recipe));
  const result = extractFrame(part10, facts, frame);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

test('a native frame keeps its bytes and its own functional groups, and nothing of the sequence of frames', () => {
  const { part10, facts } = rewritten(extracted({ fields: cine }, 1));
  const frame = decodeNative(part10.dataset, facts, 0);
  expect(frame.ok && [...frame.value.data]).toEqual([3, 4]);
  expect(facts).toMatchObject({ frames: 1, position: [0, 0, 5] });
  expect(itemsOf(part10.dataset, '52009230')).toHaveLength(1);
  expect(textOf(part10.dataset, '00181065')).toBeNull();
  // A multi-frame class asks for a pointer even of one frame.
  expect(textOf(part10.dataset, '00280009')).toBe('00181063');
  expect(numberOf(part10.dataset, '00181063')).toBe(0);
});

test('an encapsulated frame keeps its fragments byte for byte', () => {
  const fields = withoutPixels(cine);
  const fragments = [Uint8Array.of(1, 1), Uint8Array.of(2, 2), Uint8Array.of(3, 3)];
  const part10 = extracted({ fields, syntax: '1.2.840.10008.1.2.4.70', fragments, offsets: [0, 10, 20] }, 2);
  expect(part10.transferSyntax).toBe('1.2.840.10008.1.2.4.70');
  expect(part10.dataset.elements.get('7FE00010')?.value).toEqual({
    kind: 'fragments',
    offsetTable: new Uint8Array(),
    fragments: [fragments[2]],
  });
});

test('a frame that is not there is refused', () => {
  const { part10, facts } = read(buildDicom({ fields: cine }));
  expect(extractFrame(part10, facts, 3)).toMatchObject({ failure: { code: 'dicom/no-such-frame' } });
});

test('a single-frame file is given back as it is', () => {
  const { part10, facts } = read(
    buildDicom({ fields: imageFields({ columns: 2, rows: 1, pixels: Uint8Array.of(1, 2) }) }),
  );
  expect(extractFrame(part10, facts, 0)).toEqual({ ok: true, value: part10 });
});

test('replaced grey pixels come back equal, in the sign and bits of the header', () => {
  const fields = imageFields(
    { columns: 2, rows: 1, pixels: Int16Array.of(-5, 9) },
    { BitsStored: 12, HighBit: 11, SmallestImagePixelValue: -5 },
  );
  const { part10, facts } = read(buildDicom({ fields, syntax: '1.2.840.10008.1.2.2' }));
  const changed = rewritten(
    replacePixels(part10, facts, { columns: 2, rows: 1, components: 1, data: Int16Array.of(0, -2048) }),
  );
  const frame = decodeNative(changed.part10.dataset, changed.facts, 0);
  expect(frame.ok && [...frame.value.data]).toEqual([0, -2048]);
  expect(changed.facts).toMatchObject({
    bitsStored: 12,
    signed: true,
    transferSyntax: '1.2.840.10008.1.2.1',
  });
  expect(numberOf(changed.part10.dataset, '00280106')).toBeNull();
});

test('replaced palette pixels are RGB, without their palettes', () => {
  const descriptor = [2, 0, 16];
  const lut = new Uint8Array(4);
  const fields = imageFields(
    { columns: 2, rows: 1, pixels: Uint8Array.of(0, 1) },
    {
      PhotometricInterpretation: 'PALETTE COLOR',
      RedPaletteColorLookupTableDescriptor: descriptor,
      RedPaletteColorLookupTableData: lut,
    },
  );
  const { part10, facts } = read(buildDicom({ fields }));
  const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const changed = rewritten(replacePixels(part10, facts, { columns: 2, rows: 1, components: 3, data }));
  const frame = decodeNative(changed.part10.dataset, changed.facts, 0);
  expect(frame.ok && frame.value).toEqual({ columns: 2, rows: 1, components: 3, data });
  expect(changed.facts).toMatchObject({ photometric: 'RGB', samplesPerPixel: 3, bitsStored: 8 });
  expect(changed.part10.dataset.elements.has('00281201')).toBe(false);
});

test('a changed image is DERIVED, and keeps the rest of its type', () => {
  const { part10 } = read(buildDicom({ fields: { ...cine, ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'] } }));
  expect(derivedImageType(part10.dataset).value).toMatchObject({
    bytes: new TextEncoder().encode('DERIVED\\PRIMARY\\AXIAL'),
  });
});

test.each([
  ['1.2.840.10008.5.1.4.1.1.4.1', 'ORIGINAL', 18],
  ['1.2.840.10008.5.1.4.1.1.4.3', 'MIXED', 18],
  // What is DERIVED already says what it says; classic MR has these attributes of all its images.
  ['1.2.840.10008.5.1.4.1.1.4.1', 'DERIVED', 0],
  ['1.2.840.10008.5.1.4.1.1.4', 'ORIGINAL', 0],
])('a changed image of %s that was %s loses %i attributes of its pulse sequence', (sopClass, type, count) => {
  const dataset = dataSetOf([
    element('00080008', 'CS', [type, 'PRIMARY']),
    element('00080016', 'UI', sopClass),
    element('00189005', 'SH', 'T1TFE'),
  ]);
  const tags = originalOnly(dataset);
  expect(tags).toHaveLength(count);
  expect(withElements(dataset, { remove: tags }).elements.has('00189005')).toBe(count === 0);
});
