import type { InvalidReason, JsonType, TextForm } from '../../../../core/challenge/failures.ts';
import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';

const { number, list } = formats.en;

const TYPES: Record<JsonType, string> = {
  text: 'a text',
  number: 'a number',
  'true-or-false': 'true or false',
  list: 'a list',
  object: 'an object',
  null: 'null',
};

const FORMS: Record<TextForm, string> = {
  identifier: 'lower-case letters, digits and single hyphens',
  version: 'a version such as 1.0.0',
  date: 'a date such as 2018-05-15',
  modality: 'a DICOM modality such as CT, MR or US',
  'column-name': 'a name on one line without blanks at its ends',
};

const COLUMNS = { boolean: 'true or false', category: 'a category', number: 'a number' };

function reasonText(reason: InvalidReason): [why: string, remedy: string] {
  switch (reason.code) {
    case 'missing':
      return ['this part is missing', 'Add it.'];
    case 'unknown-key':
      return ['a definition has no such part', 'Remove it, or correct its spelling.'];
    case 'wrong-type':
      return [`${TYPES[reason.expected]} is expected, ${TYPES[reason.got]} was found`, 'Change the value.'];
    case 'not-one-of':
      return [`${reason.got} is not allowed here`, `Use ${list(reason.allowed, 'or')}.`];
    case 'wrong-length':
      return [
        `${number(reason.expected)} items are expected, ${number(reason.got)} were found`,
        'Correct the list.',
      ];
    case 'blank':
      return ['it is blank', 'Fill it in.'];
    case 'wrong-form':
      return ['it is not written in the right form', `Use ${FORMS[reason.form]}.`];
    case 'out-of-range': {
      const { minimum, maximum } = reason;
      const range = [
        minimum === undefined ? '' : `at least ${number(minimum)}`,
        maximum === undefined ? '' : `at most ${number(maximum)}`,
      ].filter(Boolean);
      return ['the value is out of range', `Use ${list(range)}.`];
    }
    case 'not-positive':
      return ['the value is not above zero', 'Use a number above zero.'];
    case 'not-whole':
      return ['the value is not a whole number', 'Use a whole number.'];
    case 'too-deep':
      return [`it is nested deeper than ${number(reason.maximum)} levels`, 'Flatten it.'];
    case 'not-a-condition':
      return ['it is not a condition', `Give it one of ${list(reason.keys, 'or')}.`];
    case 'not-a-sum-of-100':
      return [`the ratios sum to ${number(reason.sum)}`, 'Make them sum to 100.'];
    case 'unknown-column':
      return [
        `there is no ${reason.table} column “${reason.column}”`,
        `Name a column of labels.${reason.table}, or add this one.`,
      ];
    case 'wrong-column-type':
      return [
        `column “${reason.column}” holds ${COLUMNS[reason.got]}, but ${COLUMNS[reason.expected]} is needed here`,
        'Name another column, or change its type.',
      ];
    case 'unknown-value':
      return [
        `“${reason.value}” is not a value of column “${reason.column}”`,
        'Correct it, or add it to the values of the column.',
      ];
    case 'duplicate':
      return [`“${reason.value}” stands more than once`, 'Keep one.'];
    case 'column-without-field':
      return [
        `no field of the form fills column “${reason.column}”`,
        'Add a field, or make the column optional.',
      ];
    case 'required-by':
      return [`${reason.path} demands something here`, 'Supply it, or change the other part.'];
    case 'excluded-by':
      return [`${reason.path} forbids this`, 'Remove it, or change the other part.'];
    case 'ends-before-start':
      return ['it ends before it starts', 'Correct the dates.'];
  }
}

export const challenge: FailureTexts<'challenge'> = {
  'challenge/not-complete': ({ open }) =>
    text(
      `The image can’t be accepted yet. Still open: ${list(open)}.`,
      'Settle these points, or exclude the image with a reason.',
    ),
  'challenge/not-drawn': ({ modality }) =>
    text(
      `No synthetic exam of modality ${modality} can be drawn, so that this challenge cannot be tested here.`,
      'Choose a challenge of CT, MR or ultrasound.',
    ),
  'challenge/wrong-modality': ({ expected, got }) =>
    text(
      `The challenge asks for ${expected}; this image is ${got}.`,
      'Choose another image, or switch the challenge at the top.',
    ),
  'challenge/not-json': ({ position }) =>
    text(
      position === null
        ? 'The file is not valid JSON.'
        : `The file is not valid JSON: it goes wrong at character ${number(position + 1)}.`,
      'Check for a missing quote, bracket or comma there.',
    ),
  'challenge/invalid': ({ path, reason }) => {
    const [why, remedy] = reasonText(reason);
    return text(`${path === '' ? 'The document' : path}: ${why}.`, remedy);
  },
};
