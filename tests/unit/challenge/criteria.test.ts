import { describe, expect, test } from 'vitest';
import { checkCriteria, type CriteriaContext } from '../../../src/core/challenge/criteria.ts';
import { presetById } from '../../../src/core/challenge/presets.ts';
import type { ImageFacts } from '../../../src/core/dicom/facts.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

type Orientation = ImageFacts['orientation'];

const AXIAL: Orientation = [1, 0, 0, 0, 1, 0];
const CORONAL: Orientation = [1, 0, 0, 0, 0, -1];
const SAGITTAL: Orientation = [0, 1, 0, 0, 0, -1];

const FACTS: ImageFacts = {
  modality: 'MR',
  sopClass: '1.2.840.10008.5.1.4.1.1.4',
  transferSyntax: '1.2.840.10008.1.2.1',
  columns: 448,
  rows: 448,
  frames: 1,
  samplesPerPixel: 1,
  bitsAllocated: 16,
  bitsStored: 12,
  signed: false,
  photometric: 'MONOCHROME2',
  spacing: { x: millimetres(0.36), y: millimetres(0.36), source: 'pixel-spacing' },
  sliceThickness: millimetres(3),
  orientation: SAGITTAL,
  position: lengths(0, 0, 0),
  rescale: { slope: 1, intercept: 0 },
  windows: [],
  magneticFieldStrength: 1.5,
  echoTime: 30,
  repetitionTime: 2800,
  contrastAgent: false,
  dynamic: false,
  fatSaturation: true,
  laterality: 'L',
  secondaryCapture: false,
  instanceNumber: 1,
  ultrasoundRegions: [],
};

const CONTEXT: CriteriaContext = {
  imagesChosenOfExam: 1,
  textFlagOpen: false,
  sectorFound: true,
  frameChosen: true,
};

function check(
  id: string,
  criterion: string,
  facts: Partial<ImageFacts>,
  context: Partial<CriteriaContext> = {},
) {
  const outcomes = checkCriteria(presetById(id)!, { ...FACTS, ...facts }, { ...CONTEXT, ...context });
  return outcomes.find((one) => one.criterion.id === criterion)!;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** A coronal image turned about the patient's long axis, with cosines as a header writes them. */
const obliqueCoronal = (degrees: number): Orientation => [
  Number(Math.cos(radians(degrees)).toFixed(6)),
  Number(Math.sin(radians(degrees)).toFixed(6)),
  0,
  0,
  0,
  -1,
];

test('every criterion of the definition has an outcome, in its order', () => {
  const meniscus = presetById('meniscus')!;
  const outcomes = checkCriteria(meniscus, FACTS, { ...CONTEXT, imagesChosenOfExam: 2 });
  expect(outcomes.map(({ criterion }) => criterion)).toEqual(meniscus.criteria.automatic);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([...Array<string>(11).fill('met'), 'shown']);
});

test('all but the modality and written text can be overridden', () => {
  const outcomes = checkCriteria(presetById('thyroid')!, FACTS, CONTEXT);
  expect(outcomes.filter(({ overridable }) => !overridable).map(({ criterion }) => criterion.kind)).toEqual([
    'modality',
    'no-open-text-flag',
  ]);
  expect(outcomes[0]).toMatchObject({ outcome: 'unmet', found: { kind: 'modality', value: 'MR' } });
});

describe('plane', () => {
  test.each([
    [0, 'met'],
    [44, 'met'],
    [45, 'met'],
    [46, 'unmet'],
    [90, 'unmet'],
    [136, 'met'],
    [134, 'unmet'],
    [180, 'met'],
  ])('a coronal image turned by %d° is %s', (degrees, outcome) => {
    const result = check('renal-cortex', 'coronal', { orientation: obliqueCoronal(degrees) });
    expect(result.outcome).toBe(outcome);
    const angle = degrees > 90 ? 180 - degrees : degrees;
    expect(result.found).toEqual({ kind: 'degrees', value: expect.closeTo(angle, 3) });
  });

  test.each([
    ['meniscus', 'sagittal', SAGITTAL, 'met'],
    ['meniscus', 'sagittal', CORONAL, 'unmet'],
    ['meniscus', 'sagittal', AXIAL, 'unmet'],
    ['thyroid', 'axial', AXIAL, 'met'],
    ['thyroid', 'axial', SAGITTAL, 'unmet'],
    ['thyroid', 'axial', [1, 0, 0, 0, Math.cos(radians(29)), Math.sin(radians(29))], 'met'],
    ['thyroid', 'axial', [1, 0, 0, 0, Math.cos(radians(31)), Math.sin(radians(31))], 'unmet'],
    ['thyroid', 'axial', null, 'unknown'],
    ['thyroid', 'axial', [0, 0, 0, 0, 0, 0], 'unknown'],
    ['thyroid', 'axial', [1, 0, 0, 1, 0, 0], 'unknown'],
  ] as const)('%s %s of %j is %s', (id, criterion, orientation, outcome) => {
    expect(check(id, criterion, { orientation }).outcome).toBe(outcome);
  });
});

describe('scanner', () => {
  test.each([
    [1.5, 'met', 1.5],
    [1.4, 'met', 1.4],
    [1.6, 'met', 1.6],
    [1.61, 'unmet', 1.61],
    [1, 'unmet', 1],
    [2.9, 'met', 2.9],
    [3.1, 'met', 3.1],
    [7, 'unmet', 7],
    [15000, 'met', 1.5],
    [30000, 'met', 3],
    [10000, 'unmet', 1],
  ])('a field of %d is %s', (magneticFieldStrength, outcome, tesla) => {
    expect(check('meniscus', 'field-strength', { magneticFieldStrength })).toMatchObject({
      outcome,
      found: { kind: 'tesla', value: tesla },
    });
  });

  test.each([
    [9.9, 'unmet'],
    [10, 'met'],
    [60, 'met'],
    [60.1, 'unmet'],
    [null, 'unknown'],
  ])('an echo time of %s ms is %s', (echoTime, outcome) => {
    expect(check('meniscus', 'echo-time', { echoTime }).outcome).toBe(outcome);
  });

  test.each([
    [1000, 'unmet'],
    [1000.5, 'met'],
    [null, 'unknown'],
  ])('a repetition time of %s ms is %s', (repetitionTime, outcome) => {
    expect(check('meniscus', 'repetition-time', { repetitionTime }).outcome).toBe(outcome);
  });

  test.each([
    [true, 'met'],
    [false, 'unmet'],
    [null, 'unknown'],
  ])('fat saturation %s is %s', (fatSaturation, outcome) => {
    expect(check('meniscus', 'fat-saturation', { fatSaturation }).outcome).toBe(outcome);
  });

  test.each([
    [0.9, 'unmet'],
    [1, 'met'],
    [5, 'met'],
    [null, 'unknown'],
  ])('a slice of %s mm for thyroid is %s', (thickness, outcome) => {
    const sliceThickness = thickness === null ? null : millimetres(thickness);
    expect(check('thyroid', 'slice-thickness', { sliceThickness }).outcome).toBe(outcome);
  });

  test.each([
    [false, false, 'unmet'],
    [true, false, 'met'],
    [false, true, 'met'],
  ])('contrast agent %s and dynamic series %s for breast is %s', (contrastAgent, dynamic, outcome) => {
    expect(check('breast', 'contrast-or-dynamic', { contrastAgent, dynamic })).toMatchObject({
      outcome,
      found: { kind: 'contrast', agent: contrastAgent, dynamic },
    });
  });
});

describe('image', () => {
  test.each([
    [128, 128, 'met'],
    [127, 512, 'unmet'],
    [512, 127, 'unmet'],
  ])('%d columns and %d rows are %s', (columns, rows, outcome) => {
    expect(check('thyroid', 'minimum-size', { columns, rows })).toMatchObject({
      outcome,
      found: { kind: 'size', columns, rows },
    });
  });

  test('a missing pixel size is told, but stops nobody', () => {
    expect(check('thyroid', 'pixel-spacing', { spacing: null })).toMatchObject({
      outcome: 'unknown',
      found: null,
    });
    expect(check('thyroid', 'pixel-spacing', {})).toMatchObject({
      outcome: 'met',
      found: { x: 0.36, y: 0.36 },
    });
  });

  test('a spacing measured on the image is told as such, and never instead of the header’s', () => {
    expect(
      check('thyroid', 'pixel-spacing', { spacing: null }, { measuredSpacing: lengths(0.4, 0.5) }),
    ).toMatchObject({
      outcome: 'met',
      found: { kind: 'measured-spacing', value: [0.4, 0.5] },
    });
    expect(check('thyroid', 'pixel-spacing', {}, { measuredSpacing: lengths(0.4, 0.5) }).found).toMatchObject(
      {
        kind: 'spacing',
        x: 0.36,
      },
    );
  });

  test('a secondary capture is unmet', () => {
    expect(check('thyroid', 'not-secondary-capture', { secondaryCapture: true }).outcome).toBe('unmet');
  });

  test('an open text flag is unmet', () => {
    expect(check('liver', 'no-open-text-flag', {}, { textFlagOpen: true }).outcome).toBe('unmet');
  });

  test.each([
    [true, 'met'],
    [false, 'unmet'],
    [null, 'unknown'],
  ])('sector found: %s is %s', (sectorFound, outcome) => {
    expect(check('liver', 'sector-found', {}, { sectorFound }).outcome).toBe(outcome);
  });

  test.each([
    [1, false, 'met'],
    [30, false, 'unmet'],
    [30, true, 'met'],
  ])('of %d frames, one chosen: %s is %s', (frames, frameChosen, outcome) => {
    expect(check('liver', 'single-frame-chosen', { frames }, { frameChosen }).outcome).toBe(outcome);
  });

  test.each([
    ['liver', 1, 'met'],
    ['liver', 2, 'unmet'],
    ['meniscus', 1, 'unknown'],
    ['meniscus', 2, 'met'],
    ['meniscus', 3, 'unmet'],
  ])('%s with %d images of the exam is %s', (id, imagesChosenOfExam, outcome) => {
    expect(check(id, 'images-per-exam', {}, { imagesChosenOfExam }).outcome).toBe(outcome);
  });

  test('contrast and side are shown, never refused', () => {
    expect(check('renal-cortex', 'contrast', { contrastAgent: true })).toMatchObject({
      outcome: 'shown',
      found: { kind: 'contrast', agent: true },
    });
    expect(check('meniscus', 'laterality', { laterality: 'R' })).toMatchObject({
      outcome: 'shown',
      found: { side: 'R' },
    });
    expect(check('meniscus', 'laterality', { laterality: null })).toMatchObject({
      outcome: 'shown',
      found: null,
    });
  });
});
