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

describe('the plane that a frame states', () => {
  const [DRAWN, PIXELS] = [
    ['#....', '##...', '...#.'],
    Uint8Array.from('10000' + '11000' + '00010', (value) => (value === '1' ? 100 : 0)),
  ];
  const at = (x: number, y: number) => PIXELS[y * 5 + x] ?? 0;
  const rows = Uint8Array.from(PIXELS, (_, n) => at(n % 5, 2 - Math.floor(n / 5)));
  const columns = Uint8Array.from(PIXELS, (_, n) => at(4 - (n % 5), Math.floor(n / 5)));
  const both = Uint8Array.from(PIXELS, (_, n) => at(4 - (n % 5), 2 - Math.floor(n / 5)));
  const exchanged = Uint8Array.from(PIXELS, (_, n) => at(Math.floor(n / 3), n % 3));
  const named = {
    DerivationImageSequence: [{ SourceImageSequence: [{ ReferencedSOPInstanceUID: 'new 0' }] }],
  };
  const plane = (position: string, orientation: string, spacing = '1\\2') => ({
    ...named,
    PlanePositionSequence: [{ ImagePositionPatient: position.split('\\') }],
    PlaneOrientationSequence: [{ ImageOrientationPatient: orientation.split('\\') }],
    PixelMeasuresSequence: [{ PixelSpacing: spacing.split('\\') }],
  });
  // Columns are 2 mm apart, rows 1 mm.
  const image = slice(0, { spacing: lengths(2, 1) });
  const found = async (pixels: Uint8Array, group: Fields, of = image, fields: Fields = {}) => {
    const source = fractional(pixels, { SharedFunctionalGroupsSequence: [group], ...fields });
    const read = await segmentsOf(source, of, new Map(), none);
    return read.ok ? read.value.map(({ mask }) => drawn(mask.data)) : read.failure.code;
  };

  test.each<[string, Uint8Array, Fields]>([
    ['that of the image', PIXELS, plane('-10\\-20\\0', '1\\0\\0\\0\\1\\0')],
    ['rows bottom-up', rows, plane('-10\\-18\\0', '1\\0\\0\\0\\-1\\0')],
    ['columns mirrored', columns, plane('-2\\-20\\0', '-1\\0\\0\\0\\1\\0')],
    ['both (QuantitativeReporting 273)', both, plane('-2\\-18\\0', '-1\\0\\0\\0\\-1\\0')],
    ['none', PIXELS, named],
    [
      'directions without a place',
      PIXELS,
      { ...named, PlaneOrientationSequence: [{ ImageOrientationPatient: ['1', '0', '0', '0', '-1', '0'] }] },
    ],
    ['no pixel size', rows, { ...plane('-10\\-18\\0', '1\\0\\0\\0\\-1\\0'), PixelMeasuresSequence: [] }],
    ['with decimal commas', rows, plane('-10,0\\-18,0\\0,0', '1,0\\0,0\\0,0\\0,0\\-1,0\\0,0')],
  ])('%s: on the image', async (_, pixels, group) => {
    expect(await found(pixels, group)).toEqual([DRAWN]);
  });

  test('rows and columns exchanged: on the image', async () => {
    const group = plane('-10\\-20\\0', '0\\1\\0\\1\\0\\0', '2\\1');
    expect(await found(exchanged, group, image, { Rows: 5, Columns: 3 })).toEqual([DRAWN]);
  });

  test.each<[string, Fields, string]>([
    ['another place', plane('-10\\-20\\5', '1\\0\\0\\0\\1\\0'), 'image/mask-elsewhere'],
    ['the opposite corner, not turned', plane('-2\\-18\\0', '1\\0\\0\\0\\1\\0'), 'image/mask-elsewhere'],
    ['another pixel size', plane('-10\\-20\\0', '1\\0\\0\\0\\1\\0', '1\\1'), 'image/mask-elsewhere'],
    ['another plane', plane('-10\\-20\\0', '1\\0\\0\\0\\0\\-1'), 'image/mask-elsewhere'],
    ['an unreadable place', plane('-10\\-20', '1\\0\\0\\0\\1\\0'), 'dicom/unreadable-number'],
    ['unreadable directions', plane('-10\\-20\\0', '1\\0\\0\\0\\x\\0'), 'dicom/unreadable-number'],
  ])('%s: refused', async (_, group, code) => {
    expect(await found(PIXELS, group)).toBe(code);
  });

  test('of an image without a plane: in the order of the file, when it is named', async () => {
    const unknown = { ...image, spacing: null, position: null, orientation: null };
    expect(await found(PIXELS, named, unknown)).toEqual([DRAWN]);
    const unnamed = { ...plane('-10\\-20\\0', '1\\0\\0\\0\\1\\0'), DerivationImageSequence: [] };
    expect(await found(PIXELS, unnamed, unknown)).toBe('dicom/no-segment-of-image');
  });

  test.each([
    ['named', named],
    ['unnamed', { DerivationImageSequence: [] }],
  ])('a frame at the origin of space is not on every image: %s', async (_, source) => {
    const frames = ['0\\0\\0', '-10\\-20\\0'].map((position) => ({
      ...plane(position, '1\\0\\0\\0\\1\\0'),
      ...source,
    }));
    const twice = fractional(Uint8Array.from([...both, ...PIXELS]), {
      NumberOfFrames: 2,
      SharedFunctionalGroupsSequence: [{}],
      PerFrameFunctionalGroupsSequence: frames,
    });
    const read = await segmentsOf(twice, image, new Map(), none);
    expect(read.ok && read.value.map(({ mask }) => drawn(mask.data))).toEqual([DRAWN]);
  });

  test('a frame at the origin of space alone: on the image that it names, on no other', async () => {
    const origin = plane('0\\0\\0', '1\\0\\0\\0\\1\\0');
    expect(await found(PIXELS, origin)).toEqual([DRAWN]);
    expect(await found(PIXELS, { ...origin, DerivationImageSequence: [] })).toBe('dicom/no-segment-of-image');
  });

  test('a frame of several images is of the one that it lies on', async () => {
    const twice = Uint8Array.from([...PIXELS, ...both]);
    const source = fractional(twice, {
      NumberOfFrames: 2,
      SharedFunctionalGroupsSequence: [{}],
      PerFrameFunctionalGroupsSequence: [
        plane('-10\\-20\\0', '1\\0\\0\\0\\1\\0'),
        plane('-10\\-20\\2', '1\\0\\0\\0\\1\\0'),
      ],
    });
    const read = await segmentsOf(source, image, new Map(), none);
    expect(read.ok && read.value.map(({ mask }) => drawn(mask.data))).toEqual([DRAWN]);
  });
});
