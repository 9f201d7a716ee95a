import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';

const { number } = formats.en;
const start = (digest: string) => digest.slice(0, 12);

const MISSING = { teams: 'teams', challenges: 'test data', name: 'name' } as const;

export const round: FailureTexts<'round'> = {
  'round/unknown-team': ({ team }) =>
    text(`Team “${team}” is not on the list.`, 'Correct the team’s name, or add the team to the round.'),
  'round/unknown-challenge': ({ challenge }) =>
    text(`The round has no challenge “${challenge}”.`, 'Submit to one of the challenges of this round.'),
  'round/other-dataset': ({ expected, got }) =>
    text(
      `The submission was made for test data ${start(got)}…, the round is played on ${start(expected)}….`,
      'Open the round’s test data, predict them, and prepare the submission again.',
    ),
  'round/already-received': ({ receipt }) =>
    text(
      `This very package was received before, under receipt ${number(receipt)}.`,
      'Nothing to do: it counts.',
    ),
  'round/invalid-digest': () =>
    text(
      'A digest is 64 characters from 0 to 9 and a to f.',
      'Copy the SHA-256 of the submission as the team’s page shows it.',
    ),
  'round/too-many-attempts': ({ maximum }) =>
    text(
      `The team has used its ${number(maximum)} attempts.`,
      'The earlier submissions stand. The organiser may strike one off.',
    ),
  'round/not-open': () =>
    text(
      'The round takes submissions only while it is open.',
      'Open the round first, or hand it to the organiser.',
    ),
  'round/not-ready': ({ missing }) =>
    text(`The round has no ${MISSING[missing]} yet.`, 'Add what is missing before opening it.'),
  'round/not-a-test-part': ({ challenge }) =>
    text(
      `The package of “${challenge}” is not a test part with a commitment to its answers.`,
      'Drop the test part of the dataset.',
    ),
  'round/outdated-test-part': ({ challenge }) =>
    text(
      `The test part of “${challenge}” was published by an earlier version of Negatoscope: the ids of its images can reveal which centre each comes from, and nothing binds the patient groups of its answer key.`,
      'Publish the dataset again, and use its new test part.',
    ),
  'round/duplicate-challenge': ({ challenge }) =>
    text(`“${challenge}” is in the round already.`, 'Remove the other test data first.'),
  'round/commitment-broken': ({ challenge }) =>
    text(
      `The answers of “${challenge}” are not those committed to before the round.`,
      'Drop the answer key that was made with the test data. Do not score with this one.',
    ),
  'round/other-definition': ({ challenge }) =>
    text(
      `The answer key of “${challenge}” was made with another definition.`,
      'Drop the answer key that was made with the test data.',
    ),
  'round/no-answers': ({ challenge }) =>
    text(
      `The answers of “${challenge}” are not open yet.`,
      'Drop its answer key after the end of the round.',
    ),
  'round/invalid-log': ({ cause }) =>
    text(
      `The log of the round contradicts itself: ${cause}.`,
      'Ask the organiser for the results package again.',
    ),
};
