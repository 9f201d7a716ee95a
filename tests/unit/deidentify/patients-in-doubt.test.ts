import { describe, expect, test } from 'vitest';
import {
  answersOf,
  patientBy,
  patientQuestions,
  type MarkedImage,
  type PatientAnswer,
} from '../../../src/core/deidentify/patients-in-doubt.ts';
import { copied, type Copied } from '../../fixtures/copied.ts';

let n = 0;
async function images(files: readonly (Copied & { answer?: PatientAnswer })[]): Promise<MarkedImage[]> {
  return Promise.all(
    files.map(async ({ answer, ...of }) => ({
      id: String(n++),
      marks: (await copied({ sop: `1.2.276.77.5.${n++}`, study: `1.2.276.77.6.${n++}`, ...of })).marks,
      answer: answer ?? null,
    })),
  );
}
const names = ['Alfa', 'Bravo', 'Charlie'].map((given) => `Quenneville^${given}`);
/** Number of patients under an answer. */
const patients = (own: readonly MarkedImage[], answer: PatientAnswer) =>
  new Set(own.map(({ marks }) => patientBy(answer, marks))).size;

describe('is asked about', () => {
  test.each<[string, Copied[], number, number]>([
    ['three names under ANONYMOUS', names.map((name) => ({ id: 'ANONYMOUS', name })), 3, 3],
    ['one exam under ANON: a later package may hold another', [{ id: 'ANON' }], 1, 1],
    ['three names under an ordinary id', names.map((name) => ({ id: 'PID-3', name })), 3, 3],
    ['two birth dates under an ordinary id', [{ birth: '19600105' }, { birth: '19610105' }], 2, 2],
    ['two sexes under an ordinary id', [{ sex: 'F' }, { sex: 'M' }], 1, 2],
    ['0 in two cases of the name', [{ id: '0' }, { id: '0', name: 'QUENNEVILLE^ALFA' }], 1, 2],
    [
      '00000 without names',
      [
        { id: '00000', name: null },
        { id: '00000', name: null },
      ],
      2,
      2,
    ],
    [
      '123456 with the placeholder name of a tool',
      [
        { id: '123456', name: 'Anonymous' },
        { id: '123456', name: 'Anonymous' },
      ],
      2,
      2,
    ],
    ['unknown and UNKNOWN with blanks', [{ id: 'unknown' }, { id: ' UNKNOWN ', name: names[1] ?? '' }], 2, 2],
    [
      'a blank id under a placeholder name',
      [
        { id: '', name: 'ANON' },
        { id: null, name: 'ANON' },
      ],
      2,
      2,
    ],
    [
      'PATIENT with birth dates alone',
      [
        { id: 'PATIENT', name: '' },
        { id: 'PATIENT', name: '', birth: '19990101' },
      ],
      2,
      2,
    ],
    [
      'an issuer beside a placeholder',
      [
        { id: 'TEST', issuer: 'A' },
        { id: 'TEST', issuer: 'A', name: names[2] ?? '' },
      ],
      2,
      2,
    ],
  ])('%s', async (_, files, byName, byExam) => {
    const own = await images(files);
    expect(patientQuestions(own)).toMatchObject([{ images: own.map(({ id }) => id), byName, exams: byExam }]);
    expect(patients(own, 'same')).toBe(1);
    expect(patients(own, 'name')).toBe(byName);
    expect(patients(own, 'exam')).toBe(byExam);
  });
});

describe('is not asked about', () => {
  test.each<[string, Copied[]]>([
    ['one person under an ordinary id', [{}, {}]],
    [
      'another prefix, case, accent or order of one name',
      [{ name: 'Quénneville^Alfa^^Mme' }, { name: 'ALFA^QUENNEVILLE' }],
    ],
    ['a blank name, birth date and sex beside a given one', [{}, { name: '', birth: null, sex: 'O' }]],
    [
      'one number by two issuers: two pseudonyms',
      [
        { issuer: 'A', name: names[0] ?? '' },
        { issuer: 'B', name: names[1] ?? '' },
      ],
    ],
    ['no id, but name and birth date', [{ id: null }, { id: '', name: names[1] ?? '' }]],
    [
      'no id and no name: each exam is a patient',
      [
        { id: null, name: null },
        { id: null, name: null },
      ],
    ],
    ['numbered pseudonyms', [{ id: 'ANON0011' }, { id: 'ANON0012', name: names[1] ?? '' }]],
  ])('%s', async (_, files) => expect(patientQuestions(await images(files))).toEqual([]));
});

describe('an answer', () => {
  test('that keeps persons apart holds for later images', async () => {
    const own = await images([
      { id: 'ANON', answer: 'name' },
      { id: 'ANON', name: names[1] ?? '' },
    ]);
    expect(patientQuestions(own)).toEqual([]);
    expect(own.map(answersOf(own))).toEqual(['name', 'name']);
  });

  test('that holds images for one patient does not cover a person who comes later', async () => {
    const own = await images([
      { id: 'ANON', answer: 'same' },
      { id: 'ANON' },
      { id: 'ANON', name: names[1] ?? '' },
    ]);
    expect(patientQuestions(own)).toMatchObject([{ images: [own[2]!.id] }]);
    expect(own.map(answersOf(own))).toEqual(['same', 'same', null]);
  });

  test('leaves the pseudonym of an id as it was, if it says one patient', async () => {
    const [own] = await images([{ id: 'ANON' }]);
    expect(patientBy('same', own!.marks)).toBe((await copied({ id: 'anon ' })).image.identity.patient);
  });

  test('by name gives the pseudonym that a file without an id gets', async () => {
    const [own] = await images([{ id: 'ANON' }]);
    expect(patientBy('name', own!.marks)).toBe((await copied({ id: null })).image.identity.patient);
  });
});
