import { describe, expect, test } from 'vitest';
import { matches, personName } from '../../../src/core/identity/search.ts';

describe('the search of the table', () => {
  const line = {
    patient: 'abcdefghijklmnop',
    exam: 'qrstuvwxyz234567',
    identity: {
      patientName: 'BRÛLÉ-MARTIN^Éléonore^^Mme=山田^太郎',
      patientId: 'IPP 0042',
      birthDate: '19630214',
      accession: 'ACC77',
      studyDate: '20250102',
    },
  };

  test.each([
    '',
    'brule',
    'ELEONORE brûlé',
    'martin ele',
    'ipp 0042',
    'acc77',
    '1963-02-14',
    '14/02/1963',
    '02.01.2025',
    '19630214',
    'abcdef',
    '山田',
  ])('finds the line by "%s"', (query) => {
    expect(matches(line, query)).toBe(true);
  });

  test.each(['dupont', 'brule dupont', '14/02/1964'])('does not find it by "%s"', (query) => {
    expect(matches(line, query)).toBe(false);
  });

  test('sees pseudonyms alone while identities are hidden', () => {
    expect(matches({ ...line, identity: null }, 'brule')).toBe(false);
    expect(matches({ ...line, identity: null }, 'qrst')).toBe(true);
  });

  test('writes a name as people do', () => {
    expect(personName(line.identity.patientName)).toBe('BRÛLÉ-MARTIN Éléonore Mme');
    expect(personName('^^=山田^太郎')).toBe('山田 太郎');
    expect(personName('')).toBe('');
  });
});
