import { describe, expect, test } from 'vitest';
import { withMendedNumbers } from '../../../src/core/dicom/header-numbers.ts';
import { textOf } from '../../../src/core/dicom/element.ts';
import { numbersOfTexts } from '../../../src/core/dicom/number-text.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { openPoints } from '../../../src/core/challenge/open-points.ts';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import { buildDicom, imageFields, type Fields } from '../../fixtures/dicom.ts';

const image = { columns: 2, rows: 1, pixels: Uint16Array.of(1, 2) };
const read = (fields: Fields) => {
  const part10 = readPart10(buildDicom({ fields: imageFields(image, fields) }));
  if (!part10.ok) throw new Error(JSON.stringify(part10.failure));
  return part10.value;
};
const facts = (fields: Fields) => factsOf(read(fields));

/** Values of one attribute as they stand between backslashes, and what is read. Sources: issues of public trackers. */
test.each<[string, string, number | null, object]>([
  ['a decimal comma', '-1024,0', 1, { state: 'repaired', values: [-1024], repair: 'decimal-comma' }],
  ['decimal commas (dcmjs 287)', '0,143\\0,143', 2, { values: [0.143, 0.143], repair: 'decimal-comma' }],
  ['commas for backslashes', '0.45,0.45', 2, { values: [0.45, 0.45], repair: 'comma-for-backslash' }],
  [
    'commas for backslashes (pydicom 173)',
    '0.005865432,0.001955034',
    2,
    { values: [0.005865432, 0.001955034], repair: 'comma-for-backslash' },
  ],
  ['blanks after them', '0.45, 0.45', 2, { values: [0.45, 0.45], repair: 'comma-for-backslash' }],
  ['both at once', '0,45,0,45', 2, { values: [0.45, 0.45], repair: 'comma-for-backslash' }],
  ['a position', '-80,20,70', 3, { values: [-80, 20, 70], repair: 'comma-for-backslash' }],
  ['some with a comma', '-80,5\\20\\70', 3, { values: [-80.5, 20, 70], repair: 'decimal-comma' }],
  ['one sure comma tells of all', '1,500\\0,5', 2, { values: [1.5, 0.5], repair: 'decimal-comma' }],
  ['an exponent with a comma', '1,5e2', 1, { values: [150], repair: 'decimal-comma' }],
  ['an exponent', '1.5E+2', 1, { state: 'read', values: [150] }],
  ['no digit before the point (pydicom 1632)', '.002006091181818\\.002006091181818', 2, { state: 'read' }],
  ['more than 16 characters', '-122.74999999999999', 1, { state: 'read', values: [-122.74999999999999] }],
  ['a sign and a bare point', '+5.', 1, { state: 'read', values: [5] }],
  ['nothing', '', 1, { state: 'absent' }],
  ['nothing, twice', '\\', 2, { state: 'absent' }],
  ['the same value twice', '1\\1', 1, { state: 'read', values: [1, 1] }],
  ['thousands or decimals', '1,024', 1, { state: 'unreadable', fault: 'ambiguous-comma' }],
  ['one number or two', '0,45', 2, { state: 'unreadable', fault: 'ambiguous-comma' }],
  ['one number for two', '0.45', 2, { state: 'unreadable', fault: 'other-count' }],
  ['three for two', '0.45\\0.45\\3', 2, { state: 'unreadable', fault: 'other-count' }],
  ['a blank one', '0.45\\', 2, { state: 'unreadable', fault: 'not-a-number' }],
  ['NaN', 'NaN', 1, { state: 'unreadable', fault: 'not-a-number' }],
  ['infinity', 'Infinity', 1, { state: 'unreadable' }],
  ['an overflow', '1e999', 1, { state: 'unreadable', fault: 'not-a-number' }],
  ['hexadecimal', '0x10', 1, { state: 'unreadable', fault: 'not-a-number' }],
  ['an exponent of Fortran', '1.0D+02', 1, { state: 'unreadable' }],
  ['a unit', '0.45 mm', 1, { state: 'unreadable' }],
  ['a blank inside', '- 1024', 1, { state: 'unreadable' }],
  ['a word', 'UNKNOWN', 1, { state: 'unreadable' }],
])('%s', (_, text, count, expected) => {
  expect(
    numbersOfTexts(
      text.split('\\').map((one) => one.trim()),
      count,
    ),
  ).toMatchObject(expected);
});

describe('in a header', () => {
  test.each<[string, Fields, object]>([
    [
      'RescaleIntercept -1024,0',
      { RescaleIntercept: '-1024,0' },
      { rescale: { slope: 1, intercept: -1024 } },
    ],
    ['RescaleSlope under FD', { '00281053 FD': [0.5] }, { rescale: { slope: 0.5, intercept: 0 } }],
    ['RescaleIntercept under SS', { '00281052 SS': [-1024] }, { rescale: { slope: 1, intercept: -1024 } }],
    [
      'PixelSpacing under UT (pydicom 828)',
      { '00280030 UT': '2.5000\\2.5000' },
      { spacing: { x: 2.5, y: 2.5 } },
    ],
    ['PixelSpacing under LO', { '00280030 LO': ['0.4', '0.5'] }, { spacing: { x: 0.5, y: 0.4 } }],
    [
      'PixelSpacing under OB',
      { '00280030 OB': new TextEncoder().encode('0.4\\0.5 ') },
      { spacing: { x: 0.5, y: 0.4 } },
    ],
    ['PixelSpacing under FD', { '00280030 FD': [0.4, 0.5] }, { spacing: { x: 0.5, y: 0.4 } }],
    [
      'text of DS under US',
      { '00280030 US': new TextEncoder().encode('0.4\\0.5 ') },
      { spacing: { x: 0.5, y: 0.4 } },
    ],
    [
      'ImagerPixelSpacing (dcmjs 287)',
      { '00280030 DS': '', ImagerPixelSpacing: '0,143\\0,143' },
      { spacing: { x: 0.143, source: 'imager' } },
    ],
    ['Rows under IS', { '00280010 IS': '1' }, { rows: 1 }],
    ['NumberOfFrames under US', { '00280008 US': [1] }, { frames: 1 }],
    [
      'a window with commas',
      { WindowCenter: '40,5', WindowWidth: '400' },
      { windows: [{ center: 40.5, width: 400 }] },
    ],
    [
      'in functional groups',
      {
        '00280030 DS': '',
        SharedFunctionalGroupsSequence: [
          {
            PixelMeasuresSequence: [{ PixelSpacing: '0.5,0.5' }],
            PixelValueTransformationSequence: [{ RescaleSlope: '2,0' }],
          },
        ],
      },
      { spacing: { x: 0.5, y: 0.5 }, rescale: { slope: 2 } },
    ],
  ])('%s is repaired and listed', (_, fields, expected) => {
    const found = facts(fields);
    if (!found.ok) throw new Error(JSON.stringify(found.failure));
    expect(found.value).toMatchObject(expected);
    expect(found.value.numbers?.map(({ state }) => state)).toContain('repaired');
    const mended = factsOf({ ...read(fields), dataset: withMendedNumbers(read(fields).dataset) });
    if (!mended.ok) throw new Error(JSON.stringify(mended.failure));
    expect(mended.value).toMatchObject(expected);
    expect(mended.value.numbers).toBeUndefined();
  });

  test.each<[string, Fields, string]>([
    ['RescaleIntercept', { RescaleIntercept: '-1,024' }, 'ambiguous-comma'],
    ['RescaleIntercept', { RescaleIntercept: 'HU' }, 'not-a-number'],
    ['RescaleSlope', { RescaleSlope: '0' }, 'impossible'],
    // Beyond a float32, in which the values are written: all would be 0, or infinite.
    ['RescaleSlope', { RescaleSlope: '1e-320' }, 'impossible'],
    ['RescaleSlope', { RescaleSlope: '1e300' }, 'impossible'],
    ['RescaleIntercept', { RescaleIntercept: '-1e300' }, 'impossible'],
    ['RescaleSlope', { '00281053 FD': [Number.NaN] }, 'not-a-number'],
    ['RescaleSlope', { '00281053 SQ': [{ Modality: 'CT' }] }, 'not-a-number'],
    ['NumberOfFrames', { NumberOfFrames: 'two' }, 'not-a-number'],
    ['BitsStored', { '00280101 CS': 'SIXTEEN' }, 'not-a-number'],
    ['PixelRepresentation', { '00280103 CS': 'SIGNED' }, 'not-a-number'],
    [
      'RescaleSlope',
      { SharedFunctionalGroupsSequence: [{ PixelValueTransformationSequence: [{ RescaleSlope: 'x' }] }] },
      'not-a-number',
    ],
  ])('%s of pixels that can’t be read stops the file: %j', (attribute, fields, fault) => {
    expect(facts(fields)).toMatchObject({
      failure: { code: 'dicom/unreadable-number', details: { attribute, fault } },
    });
  });

  test.each<[string, Fields, string, object]>([
    ['PixelSpacing', { PixelSpacing: '0.45' }, 'other-count', { spacing: null }],
    ['PixelSpacing', { PixelSpacing: '0,45' }, 'ambiguous-comma', { spacing: null }],
    ['PixelSpacing', { PixelSpacing: ['-0.4', '0.4'] }, 'impossible', {}],
    ['PixelSpacing', { PixelSpacing: ['1e-320', '0.4'] }, 'impossible', { spacing: null }],
    ['PixelSpacing', { PixelSpacing: ['0.4', '1e300'] }, 'impossible', { spacing: null }],
    ['SliceThickness', { SliceThickness: '1e300' }, 'impossible', { sliceThickness: null }],
    ['ImagePositionPatient', { ImagePositionPatient: ['1', '2'] }, 'other-count', { position: null }],
    [
      'ImageOrientationPatient',
      { ImageOrientationPatient: ['1', '0', '0', '1', '0', '0'] },
      'impossible',
      { orientation: null },
    ],
    ['SliceThickness', { SliceThickness: '5 mm' }, 'not-a-number', { sliceThickness: null }],
    ['WindowWidth', { WindowCenter: '40', WindowWidth: 'wide' }, 'not-a-number', { windows: [] }],
    ['EchoTime', { EchoTime: '1,024' }, 'ambiguous-comma', { echoTime: null }],
    ['MagneticFieldStrength', { MagneticFieldStrength: '1.5T' }, 'not-a-number', {}],
    ['InstanceNumber', { InstanceNumber: 'A1' }, 'not-a-number', { instanceNumber: null }],
    [
      'PhysicalDeltaX',
      { SequenceOfUltrasoundRegions: [{ '0018602C LO': '0,1,2' }] },
      'not-a-number',
      { spacing: expect.anything() as object },
    ],
  ])('%s that can’t be read is asked about: %j', (attribute, fields, fault, expected) => {
    const found = facts(fields);
    if (!found.ok) throw new Error(JSON.stringify(found.failure));
    expect(found.value).toMatchObject(expected);
    expect(found.value.numbers).toContainEqual({ attribute, state: 'unreadable', fault });
    const statement = {
      ...{ center: [1, 1] as const, hasMask: true, hasSector: true, openTexts: 0, isPatientInDoubt: false },
      ...{ labels: {}, declared: [], numbers: found.value.numbers ?? [] },
    };
    const open = (overrides: Record<string, string>) =>
      openPoints(thyroid, { ...statement, overrides }, []).filter(({ kind }) => kind === 'number');
    expect(open({})).toEqual([{ kind: 'number', attribute, fault }]);
    expect(open({ [`number:${attribute}`]: 'measured on the console' })).toEqual([]);
  });

  test('nothing is said of what is well written, blank or 0', () => {
    const plain = facts({
      ...{ PixelSpacing: ['0.4', '0.4'], RescaleSlope: '1', RescaleIntercept: '-1024', SliceThickness: '' },
      ...{ ImagerPixelSpacing: ['0', '0'], WindowCenter: ['40', '400'], WindowWidth: ['400', '2000'] },
    });
    expect(plain.ok && plain.value.numbers).toBeUndefined();
  });

  test('a mended number is written as the standard asks', () => {
    const { dataset } = read({ RescaleIntercept: '-1024,0', '00280030 FD': [0.1 + 0.2, 1 / 3] });
    const mended = withMendedNumbers(dataset);
    expect(textOf(mended, '00281052')).toBe('-1024');
    expect(textOf(mended, '00280030')).toBe('0.30000000000000\\0.33333333333333');
    expect(mended.elements.get('00280030')?.vr).toBe('DS');
  });
});
