import { expect, test } from 'vitest';
import { identifiersOf } from '../../../src/core/deidentify/identifiers.ts';
import { dataSetOf, element } from '../../../src/core/dicom/element.ts';
import {
  identifiersRead,
  localIdentifiers,
  soughtInPixels,
  type ReadWord,
} from '../../../src/core/deidentify/read-identifiers.ts';

const IDENTITY = localIdentifiers({
  patientName: 'Quézelbrand^Héloïse',
  patientId: 'PID-50812',
  birthDate: '19540312',
  accession: 'ACC7745521',
  studyDate: '20190517',
});

/** Words of one line, ten pixels each. */
const line = (text: string, name = '1'): ReadWord[] =>
  text
    .split(' ')
    .map((word, n) => ({ text: word, box: [n * 10, 0, n * 10 + 10, 8], line: name, confidence: 90 }));

test.each([
  ['QUEZELBRAND', 'PatientName'],
  ['Héloïse', 'PatientName'],
  // Signs that look alike, a missing one and a wrong one.
  ['QUEZE1BRAND', 'PatientName'],
  ['QUEZELBRANO', 'PatientName'],
  ['QUEZLBRAND', 'PatientName'],
  ['PID-5O8I2', 'PatientID'],
  ['PlD 508l2', 'PatientID'],
  ['ACC77A5521', 'AccessionNumber'],
  ['12/03/1954', 'PatientBirthDate'],
  ['12.O3.I954', 'PatientBirthDate'],
  ['né le 12 mars 1954', 'PatientBirthDate'],
  ['1954-03-12', 'PatientBirthDate'],
  ['17/05/2019', 'StudyDate'],
  ['MmeQUEZELBRAND,', 'PatientName'],
])('%s is found as %s', (text, attribute) => {
  expect(identifiersRead(line(text), IDENTITY).map((one) => one.attribute)).toContain(attribute);
});

test.each(['LIVER 32HZ', 'C5-1 58%', 'TIS 0.4 MI 1.2', 'SAG T2', '4.0cm', 'L R', 'GE LOGIQ', '13/08/1961'])(
  '%s is nobody',
  (text) => {
    expect(identifiersRead(line(text), IDENTITY)).toEqual([]);
  },
);

test('the box is around the words that make the identifier, and no others', () => {
  expect(identifiersRead(line('NOM QUEZEL BRAND 32HZ'), IDENTITY)).toEqual([
    { box: [10, 0, 30, 8], attribute: 'PatientName' },
  ]);
});

test('words of different lines are not read together', () => {
  expect(identifiersRead([...line('QUEZEL', '1'), ...line('BRAND', '2')], IDENTITY)).toEqual([]);
});

test('physicians, operators, institutions, other names and numbers of the source are found as well', () => {
  const sought = soughtInPixels(
    identifiersOf(
      dataSetOf([
        element('00080005', 'CS', 'ISO_IR 192'),
        element('00080080', 'LO', 'Clinique des Glycines'),
        element('00080090', 'PN', 'Vandermolen^Piet'),
        element('00081010', 'SH', 'CT1'),
        element('00081050', 'PN', 'Ospédalier^Anne'),
        element('00081070', 'PN', 'Pétrusquin^Zoé'),
        element('00101000', 'LO', 'OLD-88123'),
        element('00101001', 'PN', 'Brindoizeau^Héloïse'),
        element('00101040', 'LO', '3 impasse Kerbriant'),
      ]),
    ),
  );
  const found = (text: string) => identifiersRead(line(text), sought).map(({ attribute }) => attribute);
  expect(found('Dr VANDERM0LEN')).toContain('ReferringPhysicianName');
  expect(found('OSPEDALIER A')).toContain('PerformingPhysicianName');
  expect(found('op PETRUSQUIN')).toContain('OperatorsName');
  expect(found('CL GLYCINES')).toContain('InstitutionName');
  expect(found('OLD 88I23')).toContain('OtherPatientIDs');
  expect(found('BRINDOIZEAU')).toContain('OtherPatientNames');
  expect(found('KERBRIANT')).toContain('PatientAddress');
  // The name of a station says as much as any label of a machine.
  expect(found('CT1 32HZ')).toEqual([]);
  expect(sought.every(({ kind }) => kind !== 'uid' && kind !== 'date')).toBe(true);
});

test('an empty identity finds nothing', () => {
  const none = localIdentifiers({
    patientName: '',
    patientId: '',
    birthDate: '',
    accession: '',
    studyDate: '',
  });
  expect(identifiersRead(line('ANY THING 1234'), none)).toEqual([]);
});
