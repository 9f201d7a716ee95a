import { formats } from '../formats.ts';

const { count } = formats.en;

export const persons = {
  title: 'Who is one patient?',
  lead: 'Images of a doubtful patient id cannot be accepted before this is answered. One patient stays in one part of the dataset.',
  placeholder: (images: number, exams: number) =>
    `The patient id of ${count(images, 'image', 'images')} in ${count(exams, 'exam', 'exams')} stands for nobody.`,
  differ: (images: number, exams: number) =>
    `Names, birth dates or sexes differ under one patient id: ${count(images, 'image', 'images')} in ${count(exams, 'exam', 'exams')}.`,
  same: 'They are one patient',
  name: (n: number) => `Tell them apart by name and birth date: ${count(n, 'patient', 'patients')}`,
  exam: (n: number) => `Each exam is a patient of its own: ${count(n, 'patient', 'patients')}`,
  who: 'Show who they are',
  hide: 'Hide who they are',
  answered: 'Patient ids that were in doubt',
  answer: {
    same: 'one patient',
    name: 'told apart by name and birth date',
    exam: 'each exam is a patient',
  },
  change: 'Answer anew',
  point: 'Say on the import page who is one patient',
  clashes: 'Copied UIDs',
  clashesLead:
    'These files have the same UID, but not the same pixels or patient. They are kept apart, each under a UID of its own.',
  clash: {
    image: (n: number) => `${count(n, 'image', 'images')} under one SOP Instance UID`,
    exam: (n: number) => `${count(n, 'exam', 'exams')} of different patients under one Study Instance UID`,
  },
};
