import { describe, expect, test } from 'vitest';
import { echoInDigits } from '../../../src/core/deidentify/echo-bytes.ts';
import { echoIndex } from '../../../src/core/deidentify/echo-index.ts';
import { findEchoes } from '../../../src/core/deidentify/echo.ts';
import { identifiersOf } from '../../../src/core/deidentify/identifiers.ts';
import { isContextGroupUid, isKindUid, isStandardUid } from '../../../src/core/deidentify/standard-uids.ts';
import { dataSetOf, element, itemsOf, textOf } from '../../../src/core/dicom/element.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { CT, deidentified, exam } from '../../fixtures/exam.ts';

/** Identifiers inside UIDs and other dotted values. The accession number of the exam is ACC7745521. */

const ACCESSION = '4412907';
const numbered = [element('00080050', 'SH', ACCESSION), element('00100020', 'LO', '55231')];
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('a UID under the standard’s root', () => {
  test.each([
    ['a transfer syntax', '1.2.840.10008.1.2.4.90'],
    ['a storage class', CT],
    ['a class of 2024', '1.2.840.10008.5.1.4.1.1.66.7'],
    ['a well-known frame of reference', '1.2.840.10008.1.4.1.1'],
    ['a well-known instance', '1.2.840.10008.1.40.1'],
    ['a coding scheme', '1.2.840.10008.2.16.4'],
    ['an LDAP attribute', '1.2.840.10008.15.0.3.1'],
  ])('%s is listed in PS3.6', (_, uid) => expect(isStandardUid(uid)).toBe(true));

  test.each([
    `1.2.840.10008.${ACCESSION}.12`,
    `1.2.840.10008.5.1.4.1.1.2.${ACCESSION}`,
    '1.2.840.10008.5.1.4.1.1.2.',
    '1.2.840.10008',
    '1.2.840.10008.',
    '1.2.840.100081.1',
    '1.2.840.10008.6.1.19',
  ])('%s is not the standard’s in the place of an instance', (uid) => expect(isStandardUid(uid)).toBe(false));

  test('names a context group only where one is expected, and only up to the last one', () => {
    expect(isContextGroupUid('1.2.840.10008.6.1.19')).toBe(true);
    expect(isContextGroupUid('1.2.840.10008.6.1.9999')).toBe(false);
    expect(isContextGroupUid('1.2.840.10008.6.1.019')).toBe(false);
    expect(isKindUid(`1.2.840.10008.${ACCESSION}`)).toBe(false);
    expect(isKindUid('1.3.12.2.1107.5.9.1')).toBe(true);
  });

  /** Every one was kept before. */
  const hidden: readonly (readonly [string, string, string])[] = [
    ['FrameOfReferenceUID', '00200052', `1.2.840.10008.${ACCESSION}.12`],
    ['SynchronizationFrameOfReferenceUID', '00200200', `1.2.840.10008.${ACCESSION}`],
    ['IrradiationEventUID', '00083010', `1.2.840.10008.5.1.4.1.1.2.${ACCESSION}`],
    ['a class with a number behind it', '00081150', `${CT}.${ACCESSION}`],
    ['ContextUID', '00080117', `1.2.840.10008.6.1.${ACCESSION}`],
    ['CodingSchemeUID', '0008010C', `1.2.840.10008.2.16.${ACCESSION}`],
    ['a vendor’s class that holds a number', '0008001A', `1.3.12.2.1107.5.9.${ACCESSION}`],
    ['a vendor’s scheme that holds a short number', '0008010C', '1.2.276.0.55231.3'],
    ['MappingResourceUID', '00080118', `1.2.840.10008.8.1.${ACCESSION}`],
    ['a context group in the place of an instance', '00081155', '1.2.840.10008.6.1.1234'],
    ['one of several values', '00083010', `1.2.840.10008.1.4.1.1\\1.2.840.10008.${ACCESSION}`],
    // Scanners and hospitals write time stamps into UIDs: pydicom/deid, pull request 131.
    ['a time stamp', '00200052', '1.2.840.10008.20190517101500.1'],
  ];

  test.each(hidden)('%s gets a new value at every depth', async (_, tag, uid) => {
    const planted = element(tag, 'UI', uid);
    const source = exam([
      ...numbered,
      planted,
      element('00081199', 'SQ', [dataSetOf([planted])]),
      element('52009229', 'SQ', [dataSetOf([element('00081199', 'SQ', [dataSetOf([planted])])])]),
    ]);
    const { image, dataset } = await deidentified(source);
    expect(text(image.dicom)).not.toContain(ACCESSION);
    expect(text(image.dicom)).not.toContain(uid.split('\\').at(-1));
    const [item] = itemsOf(dataset, '00081199');
    expect(item && textOf(item, tag)).toBe(textOf(dataset, tag));
    expect(textOf(dataset, tag)).toMatch(/(^|\\)2\.25\.\d+$/);
  });

  test('keeps the standard’s own, and a vendor’s that hold no identifier', async () => {
    const kept = [
      element('00200052', 'UI', '1.2.840.10008.1.4.1.1'),
      element('0008010C', 'UI', '1.2.840.10008.2.16.4'),
      element('00080117', 'UI', '1.2.840.10008.6.1.19'),
      element('0008001A', 'UI', '1.3.46.670589.2.5.1.1'),
    ];
    const { dataset } = await deidentified(exam([...numbered, ...kept]));
    for (const { tag } of kept) expect(textOf(dataset, tag)).toBe(textOf(exam(kept), tag));
  });

  test.each([`1.2.840.10008.${ACCESSION}`, `1.3.12.2.1107.5.9.${ACCESSION}`])(
    'as SOP class %s becomes Secondary Capture, in File Meta as well',
    async (uid) => {
      const { image, dataset } = await deidentified(exam([...numbered, element('00080016', 'UI', uid)]));
      expect(textOf(dataset, '00080016')).toBe('1.2.840.10008.5.1.4.1.1.7');
      const read = readPart10(image.dicom);
      expect(read.ok && textOf(read.value.meta, '00020002')).toBe('1.2.840.10008.5.1.4.1.1.7');
      expect(JSON.stringify(image)).not.toContain(ACCESSION);
    },
  );

  test('that is retained by an option is kept, except one that holds an identifier', async () => {
    const uids = [
      element('0020000D', 'UI', '1.2.276.7.1'),
      element('0020000E', 'UI', `1.2.276.7.${ACCESSION}.2`),
      element('00081140', 'SQ', [dataSetOf([element('0020000E', 'UI', `1.2.276.7.${ACCESSION}.2`)])]),
    ];
    const { image, dataset } = await deidentified(exam([...numbered, ...uids]), ['retain-uids']);
    expect(textOf(dataset, '0020000D')).toBe('1.2.276.7.1');
    expect(textOf(dataset, '0020000E')).toMatch(/^2\.25\./);
    expect(image.identity.seriesUid).toBe(textOf(dataset, '0020000E'));
    const [item] = itemsOf(dataset, '00081140');
    expect(item && textOf(item, '0020000E')).toBe(textOf(dataset, '0020000E'));
  });
});

describe('digits beside a point', () => {
  const index = echoIndex(identifiersOf(dataSetOf(numbered)));
  const inBytes = (value: string) =>
    findEchoes(new TextEncoder().encode(value), dataSetOf([]), index).length > 0;

  test.each([
    `1.2.840.10008.${ACCESSION}.12`,
    `1.2.${ACCESSION}`,
    `${ACCESSION}.1.2`,
    `${ACCESSION}.12`,
    `exam ${ACCESSION}.`,
    `.${ACCESSION}`,
    `v.${ACCESSION}.2`,
  ])('count in %s', (value) => expect(inBytes(value)).toBe(true));

  test.each([
    `0.${ACCESSION}`,
    `-12.${ACCESSION}`,
    `0.${ACCESSION}\\1`,
    `${ACCESSION}5`,
    `1.2.8${ACCESSION}`,
  ])('are chance in %s', (value) => expect(inBytes(value)).toBe(false));

  test('of a short id count as a whole part of a UID, in no decimal', () => {
    expect(echoInDigits(index, '1.2.276.55231.9')).toBe('PatientID');
    expect(echoInDigits(index, '1.2.276.155231.9')).toBeNull();
    expect(echoInDigits(index, '55231.9')).toBeNull();
    expect(echoInDigits(index, '0.55231')).toBeNull();
  });

  test('in a decimal that is the number itself, the value is emptied', async () => {
    const { dataset } = await deidentified(
      exam([
        ...numbered,
        element('00180060', 'DS', `${ACCESSION}.0`),
        element('00180088', 'DS', `0.${ACCESSION}`),
      ]),
    );
    expect(textOf(dataset, '00180060')).toBeNull();
    expect(textOf(dataset, '00180088')).toBe(`0.${ACCESSION}`);
  });
});
