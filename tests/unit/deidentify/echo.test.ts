import { expect, test } from 'vitest';
import { dataSetOf, element } from '../../../src/core/dicom/element.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { writePart10 } from '../../../src/core/dicom/write.ts';
import { echoIn, echoIndex, findEchoes } from '../../../src/core/deidentify/echo.ts';
import { identifiersOf } from '../../../src/core/deidentify/identifiers.ts';
import { CT } from '../../fixtures/exam.ts';

const source = (...elements: Parameters<typeof dataSetOf>[0][]) =>
  dataSetOf(elements.flatMap((each) => [...each]));
const utf8 = element('00080005', 'CS', 'ISO_IR 192');
const indexOf = (name: string, id = 'ZX-99187') =>
  echoIndex(identifiersOf(source([utf8, element('00100010', 'PN', name), element('00100020', 'LO', id)])));

function echoesOf(index: ReturnType<typeof echoIndex>, text: string | Uint8Array): number {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return findEchoes(bytes, dataSetOf([]), index).length;
}

test.each(['Kowalski', 'KOWALSKI', 'xxkowalskixx', 'Kowalski^Jan', 'zx-99187'])(
  '%j is found in bytes',
  (text) => {
    expect(echoesOf(indexOf('Kowalski^Jan'), text)).toBeGreaterThan(0);
  },
);

test('UTF-16 and Latin-1 are searched, and accents make no difference', () => {
  const index = indexOf('Béranger^Zoé');
  const utf16 = Uint8Array.from([...'BÉRANGER'].flatMap((c) => [c.charCodeAt(0), 0]));
  const latin1 = Uint8Array.from([...'Béranger'].map((c) => c.charCodeAt(0)));
  expect(echoesOf(index, utf16)).toBeGreaterThan(0);
  expect(echoesOf(index, latin1)).toBeGreaterThan(0);
  expect(echoesOf(index, 'BERANGER')).toBeGreaterThan(0);
  expect(echoesOf(index, 'BÉRANGER')).toBeGreaterThan(0);
  expect(echoesOf(index, 'bergerie')).toBe(0);
});

test.each(['Jan Kowalski', 'KOWALSKI_JAN', 'jan-kowalski', 'JanKowalski', 'ZX99187', 'zx 99187'])(
  '%j is found with its parts in another order or otherwise separated',
  (text) => expect(echoesOf(indexOf('Kowalski^Jan'), text)).toBeGreaterThan(0),
);

test('the digits of an id are found, but not in a longer number', () => {
  const index = indexOf('Doe^Jane', 'PX-551-8823');
  expect(echoesOf(index, 'exam 5518823.')).toBe(0);
  expect(echoesOf(index, 'exam 5518823 ')).toBe(1);
  expect(echoesOf(index, '15518823 ')).toBe(0);
});

test('UTF-16 in big endian is searched', () => {
  const utf16 = Uint8Array.from([...'Kowalski'].flatMap((c) => [0, c.charCodeAt(0)]));
  expect(echoesOf(indexOf('Kowalski^Jan'), utf16)).toBeGreaterThan(0);
});

test('short names are found as whole words of texts only', () => {
  const index = indexOf('Mar^Ann');
  expect(echoIn(index, 'Dr MAR')).toBe('PatientName');
  expect(echoIn(index, 'PRIMARY ANNOTATION')).toBeNull();
});

test('a name that is a word of imaging is searched with its other parts', () => {
  const index = indexOf('Head^Annabel');
  expect(echoIn(index, 'HEAD FIRST')).toBeNull();
  expect(echoIn(index, 'Annabel Head')).toBe('PatientName');
});

test('short numeric ids do not match inside other numbers', () => {
  const index = indexOf('Doe^Jane', '661468');
  expect(echoesOf(index, '0.661468')).toBe(0);
  expect(echoesOf(index, 'id 661468 ')).toBe(1);
});

test.each([
  ...['20190517', '2019-05-17', '17/05/2019', '05.17.2019', '17052019', '17/05/19', '05-17-19'],
  ...['17 MAY 2019', '17 mai 2019', 'May 17, 2019', '17-May-2019'],
])('a date is found as %s', (text) => {
  const index = echoIndex(identifiersOf(source([element('00080020', 'DA', '20190517')])));
  expect(echoesOf(index, text)).toBeGreaterThan(0);
});

test('names of two characters in Chinese script are found', () => {
  const index = indexOf('Wang^XiaoDong=王^小东');
  expect(echoesOf(index, '小东')).toBeGreaterThan(0);
});

function echoesInPixels(index: ReturnType<typeof echoIndex>, pixels: Uint8Array) {
  const bytes = writePart10(dataSetOf([element('7FE00010', 'OB', pixels)]), {
    transferSyntax: '1.2.840.10008.1.2.1',
    sopClass: CT,
    sopInstance: '1.2.3',
  });
  const read = readPart10(bytes);
  if (!read.ok) throw new Error(read.failure.code);
  return { bytes, echoes: findEchoes(bytes, read.value.dataset, index) };
}

test('pixels are searched for texts of twelve bytes or more, at every place and in every encoding', () => {
  const index = indexOf('Kowalski^Jan');
  const planted = new TextEncoder().encode('KOWALSKI JAN');
  const wide = Uint8Array.from([...'Kowalski'].flatMap((letter) => [letter.charCodeAt(0), 0]));
  const length = 160;
  for (const text of [planted, wide]) {
    for (let at = 0; at <= length - text.length; at++) {
      const pixels = Uint8Array.from({ length }, (_, i) => (i * 37 + at) & 0xff);
      pixels.set(text, at);
      const { bytes, echoes } = echoesInPixels(index, pixels);
      const place = Buffer.from(bytes).indexOf(Buffer.from(text));
      expect(echoes).toContainEqual({ attribute: 'PatientName', place: `byte ${place}` });
    }
  }
  expect(echoesInPixels(index, planted).echoes).not.toEqual([]);
});

test('a text of which only a part stands in the pixels is no echo', () => {
  const index = indexOf('Kowalski^Jan');
  const text = '..kowalski ja..kowalski jan..jan kowalski..owalski jan..';
  const { bytes, echoes } = echoesInPixels(index, new TextEncoder().encode(text));
  const start = Buffer.from(bytes).indexOf(text);
  const places = ['kowalski jan', 'jan kowalski'].map((whole) => `byte ${start + text.indexOf(whole)}`);
  expect(new Set(echoes.map(({ place }) => place))).toEqual(new Set(places));
});

test('what pixels hold by chance is no echo: short texts, grey areas, ramps', () => {
  const index = indexOf('Kowalski^Jan', '000000000000');
  expect(echoesInPixels(index, new TextEncoder().encode('..Kowalski..')).echoes).toEqual([]);
  expect(echoesInPixels(index, new Uint8Array(4096).fill(0x30)).echoes).toEqual([]);
  expect(
    echoesInPixels(
      index,
      Uint8Array.from({ length: 4096 }, (_, i) => i >> 4),
    ).echoes,
  ).toEqual([]);
  expect(echoesInPixels(index, new Uint8Array(0)).echoes).toEqual([]);
});
