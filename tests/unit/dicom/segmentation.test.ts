import { describe, expect, test } from 'vitest';
import type { Codec } from '../../../src/core/dicom/codec.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import {
  isSegmentation,
  segmentedUids,
  segmentsOf,
  type SegmentedImage,
} from '../../../src/core/dicom/segmentation.ts';
import golden from '../../golden/segmentation.json' with { type: 'json' };
import { buildDicom, imageFields, type Fields } from '../../fixtures/dicom.ts';
import { lengths } from '../../fixtures/measure.ts';

const none: Codec = {
  gdcm: () => Promise.reject(new Error('not asked')),
  htj2k: () => Promise.reject(new Error('not asked')),
};

function part10(bytes: Uint8Array) {
  const read = readPart10(bytes);
  if (!read.ok) throw new Error(read.failure.code);
  return read.value;
}

const slice = (index: number, further: Partial<SegmentedImage> = {}): SegmentedImage => ({
  sopUid: `new ${index}`,
  frame: 0,
  frames: 1,
  size: [5, 3],
  spacing: null,
  position: lengths(-10, -20, 2 * index),
  orientation: [1, 0, 0, 0, 1, 0],
  ...further,
});

const renamed = new Map(golden.uids.map((uid, index) => [uid, `new ${index}`]));

const drawn = (mask: Uint8Array): string[] =>
  [0, 1, 2].map((y) => Array.from(mask.subarray(y * 5, y * 5 + 5), (value) => (value ? '#' : '.')).join(''));

const onlySegment = (plane: readonly string[], segment: number): string[] =>
  plane.map((row) => row.replace(/./g, (value) => (value === String(segment) ? '#' : '.')));

describe.each(Object.entries(golden.files))('a %s segmentation of highdicom', (_, file) => {
  const source = part10(Uint8Array.from(Buffer.from(file, 'base64')));

  test('is recognised, with the images it refers to', () => {
    expect(isSegmentation(source)).toBe(true);
    expect([...segmentedUids(source)]).toEqual(expect.arrayContaining([golden.uids[0], golden.uids[2]]));
  });

  test.each([
    ['by the source image', renamed, { position: null, orientation: null }],
    ['by the plane', new Map<string, string>(), {}],
  ])('gives each segment of a slice, found %s', async (_how, uids, further) => {
    for (const index of [0, 2]) {
      const plane = golden.masks[index]!;
      const found = await segmentsOf(source, slice(index, further), uids, none);
      if (!found.ok) throw new Error(found.failure.code);
      const expected = [1, 2].filter((segment) => plane.join('').includes(String(segment)));
      expect(found.value.map(({ segment }) => segment)).toEqual(expected);
      for (const { segment, mask } of found.value)
        expect(drawn(mask.data)).toEqual(onlySegment(plane, segment));
    }
  });

  test('is refused for a slice elsewhere, of another size, or turned', async () => {
    const at = async (image: SegmentedImage) => {
      const found = await segmentsOf(source, image, renamed, none, 'seg.dcm');
      return found.ok ? null : [found.failure.code, found.failure.file];
    };
    expect(await at(slice(7))).toEqual(['dicom/no-segment-of-image', 'seg.dcm']);
    expect(await at(slice(0, { size: [5, 4] }))).toEqual(['image/mask-other-size', 'seg.dcm']);
    expect(await at(slice(0, { size: [3, 5] }))).toEqual(['image/mask-axes-swapped', 'seg.dcm']);
  });
});

function fractional(pixels: Uint8Array, fields: Fields = {}) {
  return part10(
    buildDicom({
      fields: imageFields(
        { columns: 5, rows: 3, pixels },
        {
          SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4',
          Modality: 'SEG',
          NumberOfFrames: 1,
          SegmentationType: 'FRACTIONAL',
          MaximumFractionalValue: 100,
          SharedFunctionalGroupsSequence: [
            {
              PlanePositionSequence: [{ ImagePositionPatient: ['-10', '-20', '0'] }],
              PlaneOrientationSequence: [{ ImageOrientationPatient: ['1', '0', '0', '0', '1', '0'] }],
            },
          ],
          ...fields,
        },
      ),
    }),
  );
}

const code = async (...[source, image]: [ReturnType<typeof part10>, SegmentedImage]) => {
  const found = await segmentsOf(source, image, new Map(), none);
  return found.ok ? found.value.map(({ segment }) => segment) : found.failure.code;
};

test('values between nothing and all are refused, not thresholded', async () => {
  expect(await code(fractional(new Uint8Array(15).fill(100, 3, 5)), slice(0))).toEqual([1]);
  expect(await code(fractional(new Uint8Array(15).fill(50, 3, 5)), slice(0))).toBe('image/mask-not-binary');
  expect(await code(fractional(new Uint8Array(15)), slice(0))).toBe('image/mask-empty');
});

test('another object is no segmentation', async () => {
  const image = fractional(new Uint8Array(15), { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2' });
  expect(await code(image, slice(0))).toBe('dicom/not-a-segmentation');
});

test('a source of several frames must be named with its frame', async () => {
  const source = (frames: Fields) =>
    fractional(new Uint8Array(15).fill(100, 3, 5), {
      SharedFunctionalGroupsSequence: [
        {
          DerivationImageSequence: [
            { SourceImageSequence: [{ ReferencedSOPInstanceUID: 'new 0', ...frames }] },
          ],
        },
      ],
    });
  const cine = slice(0, { frame: 2, frames: 8 });
  expect(await code(source({}), cine)).toBe('dicom/no-segment-of-image');
  expect(await code(source({ ReferencedFrameNumber: ['3'] }), cine)).toEqual([1]);
  expect(await code(source({ ReferencedFrameNumber: ['4'] }), cine)).toBe('dicom/no-segment-of-image');
});
