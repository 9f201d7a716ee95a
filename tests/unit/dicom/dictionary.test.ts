import { expect, test } from 'vitest';
import { isPrivate, isPrivateCreator, keywordOf, tagOf, vrOf } from '../../../src/core/dicom/dictionary.ts';

test('tags have their VR and keyword, and keywords their tag', () => {
  expect(vrOf('00100010')).toBe('PN');
  expect(keywordOf('00100010')).toBe('PatientName');
  expect(tagOf('PatientName')).toBe('00100010');
  expect(tagOf('NoSuchThing')).toBeNull();
});

test('choices of VR are settled by the sign, or as words', () => {
  expect(vrOf('00280120')).toBe('US');
  expect(vrOf('00280120', true)).toBe('SS');
  expect(vrOf('7FE00010')).toBe('OW');
  expect(vrOf('00283006')).toBe('OW');
});

test('repeating groups are known in every even group of theirs', () => {
  expect(keywordOf('60003000')).toBe('OverlayData');
  expect(keywordOf('601E3000')).toBe('OverlayData');
  expect(keywordOf('50020005')).toBe('CurveDimensions');
  expect(keywordOf('60013000')).toBeNull();
});

test('odd groups are private: their creators LO, the rest unknown', () => {
  expect(isPrivate('00091001')).toBe(true);
  expect(isPrivate('00101001')).toBe(false);
  expect(isPrivateCreator('00090010')).toBe(true);
  expect(isPrivateCreator('00091001')).toBe(false);
  expect(vrOf('00090010')).toBe('LO');
  expect(vrOf('00091001')).toBe('UN');
});
