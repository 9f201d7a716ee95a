import { describe, expect, test } from 'vitest';
import {
  dataSetOf,
  element,
  itemsOf,
  numberOf,
  numbersOf,
  textOf,
  textsOf,
  withElements,
} from '../../../src/core/dicom/element.ts';

const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.split(' '), (byte) => Number.parseInt(byte, 16));

/** Encoded names of PS3.5 annexes H, I, J and K. */
const NAMES: readonly [string, string, string, string][] = [
  ['Latin-1', 'ISO_IR 100', '42 75 63 5e 4a e9 72 f4 6d 65', 'Buc^Jérôme'],
  ['Greek', 'ISO_IR 126', 'c4 e9 ef ed f5 f3 e9 ef f2', 'Διονυσιος'],
  ['UTF-8', 'ISO_IR 192', 'e7 8e 8b 5e e5 b0 8f e6 9d b1', '王^小東'],
  ['GB18030', 'GB18030', 'cd f5 5e d0 a1 b6 ab', '王^小东'],
  ['Thai', 'ISO_IR 166', 'bb c3 d0 e0 b7 c8', 'ประเทศ'],
  [
    'Japanese kanji by escape',
    '\\ISO 2022 IR 87',
    '1b 24 42 3b 33 45 44 1b 28 42 5e 1b 24 42 42 40 4f 3a 1b 28 42',
    '山田^太郎',
  ],
  [
    'half-width katakana and kanji',
    'ISO 2022 IR 13\\ISO 2022 IR 87',
    'd4 cf c0 de 5e c0 db b3 3d 1b 24 42 3b 33 45 44 1b 28 4a',
    'ﾔﾏﾀﾞ^ﾀﾛｳ=山田',
  ],
  ['Korean by escape', '\\ISO 2022 IR 149', '1b 24 29 43 b1 e8 c8 f1 c1 df', '김희중'],
];

describe('text', () => {
  test.each(NAMES)('%s is decoded by Specific Character Set', (_, terms, bytes, expected) => {
    const dataset = dataSetOf([element('00080005', 'CS', terms), element('00100010', 'PN', hex(bytes))]);
    expect(textOf(dataset, '00100010')).toBe(expected);
  });

  test('Cyrillic is decoded by ISO_IR 144', () => {
    const dataset = dataSetOf([
      element('00080005', 'CS', 'ISO_IR 144'),
      element('00100010', 'PN', hex('b8 d2 d0 dd')),
    ]);
    expect(textOf(dataset, '00100010')).toBe('Иван');
  });

  test('an item inherits the character set of the data set around it', () => {
    const item = dataSetOf([element('00100010', 'PN', hex('c3 a9'))]);
    expect(textOf(item, '00100010', ['ISO_IR 192'])).toBe('é');
    expect(textOf(item, '00100010')).toBe('Ã©');
  });

  test('an unknown character set reads as Latin-1', () => {
    const dataset = dataSetOf([
      element('00080005', 'CS', 'ISO_IR 999'),
      element('00100010', 'PN', hex('e9')),
    ]);
    expect(textOf(dataset, '00100010')).toBe('é');
  });

  test('values are split and trimmed, empty ones kept; blank text is null', () => {
    const dataset = dataSetOf([
      element('00080008', 'CS', 'ORIGINAL \\\\ AXIAL'),
      element('00100020', 'LO', '   '),
      element('00104000', 'LT', 'a\\b '),
    ]);
    expect(textsOf(dataset, '00080008')).toEqual(['ORIGINAL', '', 'AXIAL']);
    expect(textOf(dataset, '00100020')).toBeNull();
    expect(textOf(dataset, '00100030')).toBeNull();
    expect(textsOf(dataset, '00104000')).toEqual(['a\\b']);
  });
});

describe('numbers', () => {
  test.each([
    ['US', [0, 65535]],
    ['SS', [-32768, 5]],
    ['UL', [4294967295]],
    ['SL', [-2147483648]],
    ['FL', [1.5, -0.25]],
    ['FD', [Math.PI]],
    ['SV', [-9]],
    ['DS', [1.5, -2e-7]],
    ['IS', [12, -3]],
  ])('%s comes back as it was written', (vr, values) => {
    expect(numbersOf(dataSetOf([element('00091001', vr, values)]), '00091001')).toEqual(values);
  });

  test('text that is no number gives none', () => {
    const dataset = dataSetOf([element('00280030', 'DS', '0.5\\x'), element('00180050', 'DS', ' ')]);
    expect(numbersOf(dataset, '00280030')).toEqual([]);
    expect(numberOf(dataset, '00180050')).toBeNull();
  });

  test('AT reads as tags', () => {
    const dataset = dataSetOf([element('00280009', 'AT', ['00181063'])]);
    expect(textsOf(dataset, '00280009')).toEqual(['00181063']);
  });
});

describe('building', () => {
  test('elements are set and removed in ascending order, and the source stays as it was', () => {
    const source = dataSetOf([element('00200010', 'SH', '1'), element('00080060', 'CS', 'CT')]);
    const changed = withElements(source, { set: [element('00100020', 'LO', 'x')], remove: ['00200010'] });
    expect([...changed.elements.keys()]).toEqual(['00080060', '00100020']);
    expect([...source.elements.keys()]).toEqual(['00080060', '00200010']);
  });

  test('a sequence holds its items', () => {
    const item = dataSetOf([element('00080100', 'SH', '113100')]);
    expect(itemsOf(dataSetOf([element('00120064', 'SQ', [item])]), '00120064')).toEqual([item]);
    expect(itemsOf(dataSetOf([element('00120064', 'SQ', [])]), '00120064')).toEqual([]);
  });
});
