import { describe, expect, test } from 'vitest';
import type { ImageFacts } from '../../../src/core/dicom/facts.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import type { Result } from '../../../src/core/result.ts';
import { buildDicom, imageFields, type Fields } from '../../fixtures/dicom.ts';

const image = { columns: 2, rows: 3, pixels: Uint16Array.of(1, 2, 3, 4, 5, 6) };

function outcome(fields: Fields): Result<ImageFacts> {
  const part10 = readPart10(buildDicom({ fields }));
  if (!part10.ok) throw new Error(JSON.stringify(part10.failure));
  return factsOf(part10.value);
}

function facts(fields: Fields = {}): ImageFacts {
  const result = outcome(imageFields(image, fields));
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function without(...keywords: string[]): Fields {
  return Object.fromEntries(
    Object.entries(imageFields(image)).filter(([keyword]) => !keywords.includes(keyword)),
  );
}

test('size, bits and classes are as the header says', () => {
  expect(facts()).toMatchObject({
    modality: 'CT',
    columns: 2,
    rows: 3,
    frames: 1,
    samplesPerPixel: 1,
    bitsAllocated: 16,
    signed: false,
    photometric: 'MONOCHROME2',
    rescale: { slope: 1, intercept: 0 },
    orientation: null,
    position: null,
    laterality: null,
    fatSaturation: null,
    dynamic: false,
    contrastAgent: false,
  });
});

describe('spacing', () => {
  test('PixelSpacing is the distance of rows, then of columns', () => {
    expect(facts({ PixelSpacing: ['4', '6.4'] }).spacing).toEqual({ x: 6.4, y: 4, source: 'pixel-spacing' });
  });

  test('functional groups come next, shared before those of the first frame', () => {
    const fields = {
      ...without('PixelSpacing'),
      ImagerPixelSpacing: ['9', '9'],
      SharedFunctionalGroupsSequence: [
        { PixelMeasuresSequence: [{ PixelSpacing: ['2', '3'], SliceThickness: '5' }] },
      ],
      PerFrameFunctionalGroupsSequence: [
        {
          PlanePositionSequence: [{ ImagePositionPatient: ['1', '2', '3'] }],
          PlaneOrientationSequence: [{ ImageOrientationPatient: ['1', '0', '0', '0', '1', '0'] }],
          PixelValueTransformationSequence: [{ RescaleSlope: '2', RescaleIntercept: '-1024' }],
        },
      ],
    };
    const result = outcome(fields);
    expect(result.ok && result.value).toMatchObject({
      spacing: { x: 3, y: 2, source: 'functional-groups' },
      sliceThickness: 5,
      position: [1, 2, 3],
      orientation: [1, 0, 0, 0, 1, 0],
      rescale: { slope: 2, intercept: -1024 },
    });
  });

  test('the shape of pixels is told where there is no spacing, and they are not square', () => {
    const told = (ratio: string[], rest: Fields = {}) => {
      const result = outcome({ ...without('PixelSpacing'), PixelAspectRatio: ratio, ...rest });
      return result.ok && result.value.pixelAspect;
    };
    expect(told(['4', '3'])).toBe(4 / 3);
    expect(told(['1', '1'])).toBeUndefined();
    expect(told(['0', '3'])).toBeUndefined();
    expect(told(['4', '3'], { PixelSpacing: ['1', '2'] })).toBeUndefined();
  });

  test('nominal and imager spacing are named as such', () => {
    const plain = without('PixelSpacing');
    expect(outcome({ ...plain, ImagerPixelSpacing: ['0.1', '0.2'] })).toMatchObject({
      value: { spacing: { x: 0.2, y: 0.1, source: 'imager' } },
    });
    expect(outcome({ ...plain, NominalScannedPixelSpacing: ['0.1', '0.2'] })).toMatchObject({
      value: { spacing: { source: 'nominal' } },
    });
  });

  test.each([[['0', '0']], [['0.5']], [['a', 'b']], [['-1', '1']]])('%s is no spacing', (value) => {
    expect(facts({ PixelSpacing: value }).spacing).toBeNull();
  });

  test('ultrasound comes from the largest 2D region in centimetres, as mm', () => {
    const region = (x1: number, units: number, delta: number): Fields => ({
      RegionSpatialFormat: 1,
      RegionDataType: 1,
      'RegionLocationMinX0 UL': 0,
      'RegionLocationMinY0 UL': 0,
      'RegionLocationMaxX1 UL': x1,
      'RegionLocationMaxY1 UL': 10,
      PhysicalUnitsXDirection: units,
      PhysicalUnitsYDirection: units,
      PhysicalDeltaX: delta,
      PhysicalDeltaY: -delta,
    });
    const fields = {
      ...without('PixelSpacing'),
      SequenceOfUltrasoundRegions: [region(5, 3, 0.1), region(50, 3, 0.25), region(99, 4, 1)],
    };
    const result = outcome(fields);
    expect(result.ok && result.value.spacing).toEqual({ x: 2.5, y: 2.5, source: 'ultrasound-region' });
    expect(result.ok && result.value.ultrasoundRegions.map((each) => each.spacing)).toEqual([
      { x: 1, y: 1 },
      { x: 2.5, y: 2.5 },
      null,
    ]);
  });
});

test.each([
  ['1.5', 1.5],
  ['15000', 1.5],
  ['30000', 3],
  ['0', null],
])('a field strength of %s is %s T', (field, tesla) => {
  expect(facts({ MagneticFieldStrength: field }).magneticFieldStrength).toBe(tesla);
});

test.each<[Fields, boolean | null]>([
  [{ ScanOptions: ['PFP', 'FS'] }, true],
  [{ ScanOptions: ['FAT_SAT_GEMS'] }, true],
  [{ ScanOptions: 'PFP' }, false],
  [{ SeriesDescription: 'PD_TSE_FS SAG' }, true],
  [{ SeriesDescription: 'SAG PD FAT SAT' }, true],
  [{ SeriesDescription: 'T2 SPAIR' }, true],
  [{ SequenceName: '*tse2d1_7fs' }, true],
  [{ SeriesDescription: 'T1 sans fat sat', ScanOptions: 'FS' }, false],
  [{ SeriesDescription: 'OFFSET SAG' }, null],
  [{}, null],
])('fat saturation of %j is %s', (fields, expected) => {
  expect(facts(fields).fatSaturation).toBe(expected);
});

test('contrast and dynamic series are told by agent, acquisitions and times', () => {
  expect(facts({ ContrastBolusAgent: 'Dotarem' }).contrastAgent).toBe(true);
  expect(facts({ ContrastBolusAgent: 'NONE' }).contrastAgent).toBe(false);
  expect(facts({ TemporalPositionIdentifier: '3' }).dynamic).toBe(true);
  expect(facts({ AcquisitionNumber: '1' }).dynamic).toBe(false);
});

test('windows pair centres with widths', () => {
  expect(facts({ WindowCenter: ['40', '-600'], WindowWidth: ['400', '1500'] }).windows).toEqual([
    { center: 40, width: 400 },
    { center: -600, width: 1500 },
  ]);
});

describe('headers that contradict themselves', () => {
  test('no pixels', () => {
    expect(outcome(without('PixelData'))).toMatchObject({ failure: { code: 'dicom/no-pixels' } });
  });

  test.each<[string, Fields]>([
    ['no rows', { Rows: 0 }],
    ['12 bits allocated', { BitsAllocated: 12 }],
    ['more bits stored than allocated', { BitsStored: 17 }],
    ['a photometric interpretation nobody knows', { PhotometricInterpretation: 'DOE^JOHN' }],
  ])('%s', (_, fields) => {
    expect(outcome(imageFields(image, fields))).toMatchObject({ failure: { code: 'dicom/bad-header' } });
  });

  test('fewer pixels than rows and columns ask for', () => {
    expect(outcome(imageFields(image, { Rows: 4 }))).toMatchObject({
      failure: { code: 'dicom/truncated-pixels', details: { expected: 16, actual: 12 } },
    });
  });
});

test('a modality that is no code word is not repeated', () => {
  expect(facts({ Modality: 'Doe^John' }).modality).toBe('');
});
