import { expect, test } from 'vitest';
import { cleanedText } from '../../../src/core/deidentify/vocabulary.ts';

test.each([
  ['IRM genou droit DUPONT', 'IRM genou droit'],
  ['T2 TSE FS SAG 3mm', 'T2 TSE FS SAG 3mm'],
  ['Abdomen sans et avec injection', 'Abdomen sans et avec injection'],
  ['Écho_foie 1234567', 'Echo foie'],
  ['Mme de la Tour', ''],
  ['Voir Dr. Martin', ''],
  ['', ''],
])('%j is cleaned to %j', (text, words) => {
  expect(cleanedText(text)).toBe(words);
  expect(cleanedText(words)).toBe(words);
});
