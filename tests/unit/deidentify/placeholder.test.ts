import { describe, expect, test } from 'vitest';
import { isPlaceholder } from '../../../src/core/deidentify/placeholder.ts';

describe('a patient id that stands for nobody', () => {
  test.each([
    // Sources: public issue threads of tools that read or de-identify DICOM, and their documented defaults.
    ['Anonymous', 'pymedphys pull 83: default of its LO and PN'],
    ['ANON', 'pymedphys pull 83: default of its CS'],
    ['ANONYMOUS_PATIENT', 'VolView pull 777: written for a missing name'],
    ['ANONYMOUS^Unknown', 'espadon: default PIN of dicom.patient.anonymiser'],
    ['Anonymous patient', 'espadon: default PIN of another version'],
    ['12345678', 'pymedphys pull 83: its dummy value'],
    ['12345', 'pymedphys issue 372: the example of its command'],
    ['Anonymisé', 'own: French'],
    ['anonymisiert', 'own: German'],
    ['UNKNOWN', 'own'],
    ['No ID', 'own'],
    ['0', 'own'],
    ['00000', 'own'],
    ['PATIENT', 'own'],
    ['TEST', 'own'],
    ['test-patient', 'own'],
    ['Dummy_000', 'own'],
    ['999999', 'own'],
    ['XXXXXX', 'own'],
    ['---', 'own'],
    ['N/A', 'own'],
    ['ＡＮＯＮ', 'own: full-width letters'],
    ['987654321', 'own'],
    ['UNKNOWN^UNKNOWN', 'own'],
    ['ANONYME^PATIENT', 'own'],
    ['Anonymized patient ID', 'own'],
    ['QA-PHANTOM', 'own'],
    ['unassigned', 'own'],
  ])('%s', (text) => expect(isPlaceholder(text)).toBe(true));
});

describe('a patient id that can be a person', () => {
  test.each([
    'ANON0012',
    'PID-004711-K',
    '4MR1',
    '11-05-25-142825',
    '021234567',
    '1449c1d',
    '642341',
    '204',
    'PATIENT-17',
    'Anonymiseur2000X',
    'TESTUT',
    'IDCharlie',
    'NO^NA',
    'NOM^CAS',
    'TEST-17',
    '',
    '   ',
  ])('%s', (text) => expect(isPlaceholder(text)).toBe(false));
});
