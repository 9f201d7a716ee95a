import { describe, expect, test } from 'vitest';
import type { DataSet } from '../../../src/core/dicom/dataset.ts';
import { dataSetOf, element, itemsOf, textOf, withElements } from '../../../src/core/dicom/element.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { reopen } from '../../../src/core/deidentify/header.ts';
import { violationOf } from '../../../src/core/deidentify/proof.ts';
import { deidentified, exam } from '../../fixtures/exam.ts';

const LATIN1 = new TextDecoder('latin1');

describe('a planted patient', () => {
  const secrets = [
    ...[
      'uézelbrand',
      'QUEZELBRAND',
      'loïse',
      'Heloise',
      'PID-004711',
      'ACC7745521',
      'Glycines',
      'Malevoy',
      'Vandermolen',
    ],
    ...[
      'STNQX99',
      '20190517',
      '19310204',
      'OLD-88123',
      'Kerbriant',
      'SECRET',
      '1.2.276.99.',
      'ST-5589',
      'Zoé',
    ],
  ];

  test('is nowhere in the written bytes, at any depth', async () => {
    const { image } = await deidentified(exam());
    const text = new TextDecoder().decode(image.dicom) + LATIN1.decode(image.dicom);
    for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
  });

  test('leaves a record without any of its values', async () => {
    const { image } = await deidentified(exam());
    const record = JSON.stringify(image.deidentification);
    for (const secret of secrets) expect(record.includes(secret), secret).toBe(false);
    const paths = image.deidentification.actions.map(({ path }) => path);
    expect(paths).toContain('00100020');
    expect(paths).toContain('00081140[0].00100010');
    expect(paths).toContain('00082112[0].00081140[0].0040A170[0].00081155');
  });

  test('is told to the correspondence table', async () => {
    const { identity } = await deidentified(exam());
    expect(identity).toMatchObject({
      patientId: 'PID-004711-K',
      birthDate: '19310204',
      patientSource: 'patient-id',
    });
  });
});

test('the markers of de-identification are written', async () => {
  const { dataset, image } = await deidentified(exam([element('00280301', 'CS', 'NO')]));
  expect(textOf(dataset, '00120062')).toBe('YES');
  expect(textOf(dataset, '00280303')).toBe('REMOVED');
  expect(textOf(dataset, '00280301')).toBe('YES');
  expect(textOf(dataset, '00100010')).toBe(image.identity.patient);
  expect(itemsOf(dataset, '00120064').map((item) => textOf(item, '00080100'))).toEqual(['113100', '113105']);
  expect(dataset.elements.has('00280301')).toBe(true);
  expect((await deidentified(exam())).dataset.elements.has('00280301')).toBe(false);
});

test('descriptions keep their words of imaging', async () => {
  const { dataset } = await deidentified(exam());
  expect(textOf(dataset, '00081030')).toBe('IRM genou droit');
  expect(textOf(dataset, '00181030')).toBe('GENOU T2 SAG');
});

test.each([
  ['ISOVUE300/100', 'CONTRAST'],
  ['Dotarem Quézelbrand', 'Dotarem'],
  ['NONE', null],
])('the contrast agent %j is written as %j', async (agent, written) => {
  const { dataset } = await deidentified(exam([element('00180010', 'LO', agent)]));
  expect(textOf(dataset, '00180010')).toBe(written);
});

test('what describes the pixels is kept', async () => {
  const { dataset } = await deidentified(exam());
  expect(textOf(dataset, '00280030')).toBe('0.5\\0.5');
  expect(textOf(dataset, '00080070')).toBe('Acme');
  expect(textOf(dataset, '00080008')).toBe('ORIGINAL\\PRIMARY\\AXIAL');
  expect(textOf(dataset, '00080016')).toBe('1.2.840.10008.5.1.4.1.1.2');
});

test('private, unknown, curve and overlay attributes go, names and text in unlisted ones too', async () => {
  const { dataset } = await deidentified(
    exam([
      element('50000005', 'US', 1),
      element('60000010', 'US', 4),
      element('60003000', 'OW', new Uint8Array(2)),
      element('00089999', 'LO', 'Unheard of'),
      element('04000561', 'SQ', [dataSetOf([element('00100010', 'PN', 'Original^Name')])]),
      element('FFFAFFFA', 'SQ', [dataSetOf([element('04000100', 'UI', '1.2.3.4.5.6')])]),
      element('00880200', 'SQ', [dataSetOf([element('00280010', 'US', 8)])]),
    ]),
  );
  for (const tag of [
    '50000005',
    '60000010',
    '60003000',
    '00089999',
    '04000561',
    'FFFAFFFA',
    '00880200',
    '00290010',
  ]) {
    expect(dataset.elements.has(tag), tag).toBe(false);
  }
  expect(textOf(dataset, '00281055')).toBeNull();
});

test('a reference agrees within a file and between files, and not between centres', async () => {
  const other = withElements(exam(), { set: [element('00080018', 'UI', '1.2.276.99.5')] });
  const first = await deidentified(exam());
  const second = await deidentified(other);
  const foreign = await deidentified(other, [], 8);
  const referenced = (dataset: DataSet) => {
    const [item] = itemsOf(dataset, '00081140');
    return item && textOf(item, '00081155');
  };
  expect(referenced(first.dataset)).toBe(second.image.identity.sopUid);
  expect(first.image.identity.studyUid).toBe(second.image.identity.studyUid);
  expect(first.image.identity.patient).toBe(second.image.identity.patient);
  for (const name of ['patient', 'exam', 'studyUid', 'seriesUid', 'sopUid'] as const) {
    expect(foreign.image.identity[name]).not.toBe(second.image.identity[name]);
  }
});

test('the same exam gives the same bytes', async () => {
  const first = await deidentified(exam());
  const second = await deidentified(exam());
  expect(second.image.dicom).toEqual(first.image.dicom);
});

test.each([
  ['093Y', '090Y'],
  ['089Y', '089Y'],
  ['006M', '006M'],
])('a kept age of %s is written as %s', async (age, written) => {
  const source = exam([element('00101010', 'AS', age), element('00100040', 'CS', 'F')]);
  const { dataset, image } = await deidentified(source, ['retain-age', 'retain-sex']);
  expect(textOf(dataset, '00101010')).toBe(written);
  expect(textOf(dataset, '00100040')).toBe('F');
  expect(image.deidentification.methods).toContain('113108');
  expect((await deidentified(source)).dataset.elements.has('00101010')).toBe(false);
});

test('overlay bits in native pixels are cleared, stored bits kept', async () => {
  const pixels = new Uint8Array(Uint16Array.from({ length: 16 }, (_, i) => 0xf000 | (i + 100)).buffer);
  const { dataset } = await deidentified(
    exam([element('60000102', 'US', 12), element('7FE00010', 'OW', pixels)]),
  );
  const value = dataset.elements.get('7FE00010')?.value;
  expect(value?.kind === 'bytes' && [...value.bytes.slice(0, 4)]).toEqual([100, 0, 101, 0]);
});

test('a stored file opens again only when it is ours', async () => {
  const { image } = await deidentified(exam());
  expect(reopen(image.dicom, image).ok).toBe(true);
  const other = { ...image, identity: { ...image.identity, sopUid: '2.25.1' } };
  expect(reopen(image.dicom, other).ok).toBe(false);
  expect(reopen(image.dicom.slice(0, 100), image).ok).toBe(false);
});

describe('the proof catches a broken writer that', () => {
  const broken: readonly (readonly [string, (dataset: DataSet) => DataSet])[] = [
    ['leaves a birth date', (d) => withElements(d, { set: [element('00100030', 'DA', '19990101')] })],
    ['leaves a private group', (d) => withElements(d, { set: [element('00290010', 'LO', 'X')] })],
    ['leaves a name', (d) => withElements(d, { set: [element('00080090', 'PN', 'Who^Ever')] })],
    ['leaves an institution', (d) => withElements(d, { set: [element('00080081', 'ST', 'Somewhere')] })],
    ['leaves a source UID', (d) => withElements(d, { set: [element('00200052', 'UI', '1.2.276.99.4')] })],
    ['leaves a foreign UID', (d) => withElements(d, { set: [element('00200052', 'UI', '1.2.3.4')] })],
    ['leaves an overlay', (d) => withElements(d, { set: [element('60003000', 'OW', new Uint8Array(2))] })],
    ['leaves free text', (d) => withElements(d, { set: [element('00081030', 'LO', 'genou de Dupont')] })],
    ['forgets the marker', (d) => withElements(d, { remove: ['00120062'] })],
    ['forgets the method', (d) => withElements(d, { remove: ['00120064'] })],
    [
      'leaves a name in a sequence',
      (d) =>
        withElements(d, {
          set: [element('00081140', 'SQ', [dataSetOf([element('00100010', 'PN', 'Who^Ever')])])],
        }),
    ],
  ];
  test.each(broken)('%s', async (_, tamper) => {
    const { dataset, image } = await deidentified(exam());
    const promised = {
      sopClass: '1.2.840.10008.5.1.4.1.1.2',
      sopUid: image.identity.sopUid,
      patient: image.identity.patient,
      options: [],
      methods: image.deidentification.methods,
      sourceUids: new Map([['1.2.276.99.4', '2.25.1']]),
    };
    expect(violationOf(dataset, promised)).toBeNull();
    expect(violationOf(tamper(dataset), promised)).not.toBeNull();
  });
});

test('the file reads back with our class of implementation and a zero preamble', async () => {
  const { image } = await deidentified(exam());
  expect(image.dicom.slice(0, 128).every((byte) => byte === 0)).toBe(true);
  const read = readPart10(image.dicom);
  expect(read.ok && textOf(read.value.meta, '00020003')).toBe(image.identity.sopUid);
});
