import { describe, expect, test } from 'vitest';
import { technicalText } from '../../../src/core/deidentify/technical.ts';
import type { DataSet } from '../../../src/core/dicom/dataset.ts';
import { vrOf } from '../../../src/core/dicom/dictionary.ts';
import { dataSetOf, element, itemsOf, textOf } from '../../../src/core/dicom/element.ts';
import { deidentified, exam } from '../../fixtures/exam.ts';

/** Words in technical attributes. "Garnier" stands in no name of the exam, so no search can find it. */

const cleanedOf = (tag: string, text: string, names: ReadonlySet<string> = new Set()): string => {
  const own = element(tag, vrOf(tag), text.split('\\'));
  return technicalText(own, dataSetOf([element('00080005', 'CS', 'ISO_IR 192'), own]), [], names);
};

/** A third person in every kind of technical attribute, and what is left. */
const third: readonly (readonly [string, string, string])[] = [
  ['00180015', 'COU DR GARNIER', 'COU'],
  ['00180015', 'GARNIER', ''],
  ['00080008', 'ORIGINAL\\PRIMARY\\AXIAL\\GARNIER LUCIE', 'ORIGINAL\\PRIMARY\\AXIAL'],
  ['00080008', 'ORIGINAL\\PRIMARY\\GARNIER\\NORM', 'ORIGINAL\\PRIMARY\\\\NORM'],
  ['00080008', 'GARNIER\\PRIMARY', '\\PRIMARY'],
  ['00281055', 'PRESET DR GARNIER', 'PRESET'],
  ['00281055', 'WINDOW1\\Garnier L.', 'WINDOW1'],
  ['00181160', 'GARNIER', ''],
  ['00181210', 'Garnier B30f', 'B30f'],
  ['00185010', 'Garnier', ''],
  ['00181020', 'VB10 CHU Tilleuls L. Garnier', 'VB10'],
  ['00181020', 'syngo MR D11\\Garnier', 'syngo MR D11'],
  ['00080070', 'GARNIER LUCIE', ''],
  ['00081090', 'Skyra Garnier', 'Skyra'],
  ['00180024', '*tfl3d1_Garnier', 'tfl3d1'],
  ['00181250', 'HEAD_GARNIER', 'HEAD'],
  ['00082127', 'PLAX Garnier', 'PLAX'],
  ['00281054', 'HU GARNIER', 'HU'],
  ['00283003', 'Lut de Garnier', 'Lut de'],
  ['00181801', 'NTP GARNIER', ''],
  ['00080060', 'GARNIER', ''],
  ['00181402', 'LEROY', ''],
  ['00181403', '35CMX43CM GARNIER', ''],
  ['00200060', 'LUCIE', ''],
  ['00541103', 'OSEM Garnier 3i21s', 'OSEM 3i21s'],
  ['00185020', 'OB_GARNIER', 'OB'],
  ['00181400', '[LOWER LEG DR GARNIER]', 'LOWER LEG'],
  // Initials, birth dates and numbers beside a name.
  ['00281055', 'L. GARNIER 04/12/1961', ''],
  ['00281055', 'window 04/12/1961', 'window'],
  ['00281055', 'window 06 12 34 56 78', 'window'],
  ['00181160', 'FILTER 123456789', 'FILTER'],
  ['00181160', 'FILTER 123-456-789', 'FILTER'],
  ['00181210', 'B30f 1961.12.04', 'B30f'],
  // Other scripts and other letters.
  ['00281055', 'window 王伟', 'window'],
  ['00281055', 'window 王', 'window'],
  ['00181210', '김희1 B30f', 'B30f'],
  ['00281055', 'fenêtre Müller', 'fenetre'],
  // A name of letters that a code string may have, in an attribute without defined terms.
  ['00189323', 'GARNIER_LUCIE', ''],
  // Titles before a word of imaging.
  ['00281055', 'Mme LONG window', ''],
  ['00281055', 'M. Long, window soft', 'soft'],
];

test.each(third)('%s %j leaves %j', (tag, text, left) => {
  const after = cleanedOf(tag, text);
  expect(after).toBe(left);
  expect(cleanedOf(tag, after)).toBe(after);
});

/** Values of real machines: of the corpus, and of the issue trackers named. */
const real: readonly (readonly [string, readonly string[]])[] = [
  [
    '00080008',
    [
      'ORIGINAL\\PRIMARY\\M\\ND\\NORM',
      'ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI',
      'DERIVED\\SECONDARY\\MPR\\CSA MPR\\CSAPARALLEL',
      'ORIGINAL\\PRIMARY\\M_FFE\\M\\FFE',
      'ORIGINAL\\PRIMARY\\EPICARDIAL\\0011',
      'DERIVED\\PRIMARY\\PERFUSION\\RCBF',
      'ORIGINAL\\PRIMARY\\SMALL PARTS\\0001',
      'ORIGINAL\\PRIMARY\\ADC\\DIFFUSION\\DIS2D',
      'DERIVED\\SECONDARY\\REFORMATTED\\AVERAGE',
    ],
  ],
  // Body parts in lower case are common: MHubAI/models, pull request 18.
  [
    '00180015',
    ['WHOLE BODY', 'HEADNECK', 'CHESTABDPELVIS', 'CSPINE', 'Thorax', 'GENOU', 'breast', 'PANCREAS'],
  ],
  ['00180022', ['HELICAL MODE', 'SAT2\\FC', 'PFP\\FS', 'NORMAL_CT']],
  ['00181160', ['BODY FILTER', 'LARGE BOWTIE FIL', 'FLAT', 'WEDGE_3', 'STRIP']],
  [
    '00181210',
    ['STANDARD', 'B30s', 'Br40d\\3', 'FC51', 'BONEPLUS', 'LUNG', '11', 'YA', 'I31f\\2', 'Qr40', 'UHR'],
  ],
  [
    '00081090',
    ['Skyra', 'SOMATOM Definition AS+', 'LOGIQ 700', 'EPIQ 5G', 'MRT50H1', 'HiSpeed CT/i', 'Vivid E95'],
  ],
  [
    '00080070',
    ['SIEMENS', 'GE MEDICAL SYSTEMS', 'Philips Medical Systems', 'TOSHIBA_MEC', 'G.E. Medical Systems'],
  ],
  [
    '00181020',
    ['syngo MR D11', 'V3.51*P25', '51.80.108.010', 'NT 7.1.1', 'syngo CT 2011A', 'R1.0.D', 'c25_1008'],
  ],
  ['00185010', ['C5-1', 'L12_5', 'S5_1', '50.80.103.002', 'UNUSED\\\\']],
  // The misspelt unit of innolitics/dicom-standard, issue 73, is not among them.
  ['00281054', ['HU', 'normalized', 'OD REL', 'US', 'Hounsfield Unit']],
  ['00281055', ['WINDOW1\\WINDOW2', 'BRAIN', 'Algo1', 'ABDOMEN\\LUNG', 'fenêtre os']],
  ['00180024', ['*tfl3d1_16ns', '*fl3d1', 'epfid2d1_64', '*se2d1']],
  ['00200020', ['L\\P', 'PF\\A', 'AR\\FP', 'LE\\CR']],
  ['00541103', ['OSEM3D 3i21s', 'FBP']],
];

describe.each(real)('%s keeps', (tag, texts) => {
  test.each(texts)('%j', (text) => expect(cleanedOf(tag, text)).toBe(text));
});

test('a vendor’s colour space, as imi-bigpicture/wsidicom, issue 209, asks for, is no defined term', () => {
  expect(cleanedOf('00282002', 'SRGB')).toBe('SRGB');
  expect(cleanedOf('00282002', 'SCANSCOPE V1')).not.toContain('SCANSCOPE');
});

test('a word that is a name of the source goes, a defined term stays', () => {
  const names = new Set(['head', 'standard']);
  expect(cleanedOf('00180015', 'HEAD', names)).toBe('HEAD');
  expect(cleanedOf('00281055', 'HEAD window', names)).toBe('window');
  expect(cleanedOf('00181210', 'STANDARD', names)).toBe('');
});

describe('a whole image', () => {
  const planted: readonly (readonly [string, string])[] = third
    .filter(([tag]) => tag !== '00080060')
    .map(([tag, text]) => [tag, text]);
  const elementsOf = (of: readonly (readonly [string, string])[]) =>
    of.map(([tag, text]) => element(tag, vrOf(tag), text.split('\\')));

  test('holds no word of the third person at any depth, and the report says so', async () => {
    const last = new Map(planted);
    const values = elementsOf([...last]);
    const deep = (inner: DataSet) =>
      element('52009229', 'SQ', [dataSetOf([element('00081140', 'SQ', [inner])])]);
    const { image, dataset } = await deidentified(exam([...values, deep(dataSetOf(values))]));
    const written = Buffer.from(image.dicom).toString('utf8');
    for (const word of ['GARNIER', 'LUCIE', 'TILLEULS', 'LEROY', '王', '김', 'MÜLLER', '1961', '123456789'])
      expect(written.toUpperCase()).not.toContain(word);
    for (const { tag } of values) {
      for (const path of [tag, `52009229[].00081140[].${tag}`]) {
        const record = image.deidentification.attributes?.find((each) => each.path === path);
        expect([path, record?.action]).toEqual([path, expect.stringMatching(/cleaned|emptied|removed/)]);
      }
    }
    expect(textOf(dataset, '00080008')).toBe('\\PRIMARY');
  });

  const code = (value: string, scheme: string, meaning: string, version = '1') =>
    dataSetOf([
      element('00080100', 'SH', value),
      element('00080102', 'SH', scheme),
      element('00080103', 'SH', version),
      element('00080104', 'LO', meaning),
    ]);

  test.each([
    [
      'a meaning in a public scheme',
      code('T-D1100', 'SRT', 'Head of Garnier'),
      ['T-D1100', 'SRT', '1', 'REMOVED'],
    ],
    ['a code that is a name', code('GARNIER', 'SRT', 'Head'), ['REMOVED', 'SRT', '1', 'Head']],
    ['a scheme that is a name', code('T-D1100', '99GARNIER', 'Head'), ['T-D1100', 'REMOVED', '1', 'Head']],
    ['a version that is a name', code('T-D1100', 'SRT', 'Head', 'Garnier'), ['T-D1100', 'SRT', '', 'Head']],
    ['none', code('113040', 'DCM', 'Lossy Compression', '01'), ['113040', 'DCM', '01', 'Lossy Compression']],
    ['none in a unit', code('mm', 'UCUM', 'millimeter', '1.4'), ['mm', 'UCUM', '1.4', 'millimeter']],
  ])('a code with %s', async (_, item, expected) => {
    const { dataset } = await deidentified(exam([element('00082218', 'SQ', [item])]));
    const [after] = itemsOf(dataset, '00082218');
    const tags = ['00080100', '00080102', '00080103', '00080104'];
    expect(after && tags.map((tag) => textOf(after, tag) ?? '')).toEqual(expected);
  });

  test('the sex that an option keeps is one of the standard’s', async () => {
    const sexOf = async (value: string) => {
      const { dataset } = await deidentified(exam([element('00100040', 'CS', value)]), ['retain-sex']);
      return textOf(dataset, '00100040');
    };
    expect(await sexOf('F')).toBe('F');
    expect(await sexOf('GARNIER')).toBeNull();
  });

  test('a safe private text is held against the vocabularies', async () => {
    const source = (value: string) =>
      exam([element('20010010', 'LO', 'Philips Imaging DD 001'), element('20011006', 'CS', value)]);
    const after = async (value: string) =>
      textOf((await deidentified(source(value), ['retain-safe-private'])).dataset, '20011006');
    expect(await after('N')).toBe('N');
    expect(await after('GARNIER')).toBeNull();
  });

  // A time or a date that an option keeps is not read by anybody else.
  test.each([
    ['00080031', 'TM', '101500 GARNIER', 'retain-modified-dates', null],
    ['00080031', 'TM', '101500.25', 'retain-modified-dates', '101500.25'],
    ['0008002A', 'DT', '20190517GARNIER', 'retain-modified-dates', null],
    ['00080021', 'DA', 'GARNIER', 'retain-full-dates', null],
    ['00080021', 'DA', '20190517', 'retain-full-dates', '20190517'],
    ['0008002A', 'DT', '20190517101500.1+0100', 'retain-full-dates', '20190517101500.1+0100'],
    ['00080031', 'TM', 'GARNIER', 'retain-full-dates', null],
  ] as const)('%s %s %j under %s is %j', async (tag, vr, value, option, expected) => {
    const { image, dataset } = await deidentified(exam([element(tag, vr, value)]), [option]);
    const left = textOf(dataset, tag);
    expect(left === '19000101' || left === '19000101000000' || left === '000000' ? null : left).toBe(
      expected,
    );
    expect(Buffer.from(image.dicom).toString('latin1')).not.toContain('GARNIER');
  });

  test.each([
    ['a name among local codes', 'LEE 4', '99LOCAL', 'REMOVED'],
    ['letters of a local code', 'TOU0065', '99LOCAL', 'REMOVED'],
    ['a number of a local code', '2222', '99LOCAL', '2222'],
    ['a code of RadLex', 'RID10321', 'RADLEX', 'RID10321'],
  ])('%s: %j', async (_, value, scheme, expected) => {
    const { dataset } = await deidentified(exam([element('00082218', 'SQ', [code(value, scheme, 'Head')])]));
    const [after] = itemsOf(dataset, '00082218');
    expect(after && textOf(after, '00080100')).toBe(expected);
  });
});
