import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';

const { count, dateTime } = formats.en;

export const identity: FailureTexts<'identity'> = {
  'identity/locked': () => text('The workspace is locked.', 'Unlock it with the passphrase.'),
  'identity/wrong-passphrase': () =>
    text('This is not the passphrase.', 'Look at Caps Lock and the keyboard’s language, then try again.'),
  'identity/short-passphrase': ({ least }) =>
    text(
      `The passphrase is shorter than ${least} characters.`,
      'Four or five words that have nothing to do with each other are easy to keep and hard to guess.',
    ),
  'identity/common-passphrase': () =>
    text(
      'This is among the first passphrases that anyone would try.',
      'Take four or five words that have nothing to do with each other.',
    ),
  'identity/unequal-passphrases': () =>
    text('The two passphrases are not the same.', 'Type the second one again.'),
  'identity/no-passphrase': () =>
    text(
      'The correspondence table and backups hold names: they need a passphrase.',
      'Set a passphrase for this workspace first.',
    ),
  'identity/not-a-backup': () =>
    text(
      'This file is not a backup of a Negatoscope centre.',
      'Choose the file whose name ends with .backup.age.',
    ),
  'identity/unknown-backup-version': ({ version }) =>
    text(
      `This backup has format version ${version}, which this application does not know.`,
      'Update the application, then restore again.',
    ),
  'identity/damaged-backup': ({ where }) =>
    text(
      `The backup is not complete${where === '' ? '' : ` (at ${where})`}. Nothing was restored.`,
      'Take another copy of the backup.',
    ),
  'identity/other-secret': ({ centre, exams }) =>
    text(
      `This workspace already made pseudonyms for ${centre} with another key: ${count(exams, 'exam', 'exams')}. With both keys one patient would have two pseudonyms. Nothing was restored.`,
      'Restore in another browser profile, or delete everything on this machine first.',
    ),
  'identity/bound-secret': ({ centre }) =>
    text(
      `The key of ${centre} was made by the first version of this application and cannot be taken out of this browser, so no backup can hold it.`,
      'Its pseudonyms go on here as long as this browser profile exists. For a key that can be backed up, start in another profile.',
    ),
  'identity/patient-objects': ({ since }) =>
    text(
      `The patient objects since ${dateTime(since)}: the exam is not taken in.`,
      'Nothing of it was stored. The objection is listed under Patients.',
    ),
  'identity/patient-in-doubt': () =>
    text(
      'The patient id of this file stands for nobody, or for several persons.',
      'Say on the import page who is one patient (without hands: --patients same, name or exam).',
    ),
  'identity/objection-in-doubt': () =>
    text(
      'An objection is recorded under this patient id, and nobody can tell whose it is.',
      'Take the objection back under Patients, answer here, then record it for the patient who objects.',
    ),
};
