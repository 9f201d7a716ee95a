import type { CellPlace } from '../../../../core/labels/failures.ts';
import { formats } from '../../formats.ts';
import { some, text, type FailureTexts } from '../../failure-text.ts';

const { number } = formats.en;

const cell = ({ line, id, column }: CellPlace): string =>
  `Line ${number(line)}${id === null ? '' : ` (id ${id})`}, column “${column}”`;
const SEPARATORS: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' };

export const labels: FailureTexts<'labels'> = {
  'labels/unknown-file': ({ line }) =>
    text(
      `Line ${number(line)} names a file that was not imported.`,
      'Import it too, or correct its path in the table.',
    ),
  'labels/ambiguous-file': ({ line, candidates }) =>
    text(
      `Line ${number(line)} names a file that can be any of ${number(candidates.length)}: ${some(candidates)}.`,
      'Write the folder before the name in the table.',
    ),
  'labels/mask-of-no-image': () =>
    text(
      'The name of this mask says no image of the queue.',
      'Name it after the exam’s pseudonym or the image’s file, or choose it for its image at the desk.',
    ),
  'labels/mask-of-several': ({ images }) =>
    text(
      `The name of this mask could be of ${number(images)} images.`,
      'Name it after the one image, or choose it for its image at the desk.',
    ),
  'labels/mask-of-other': ({ exam }) =>
    text(
      `This mask is named after another image of the queue: ${exam}.`,
      'Drop it there; if its name is wrong, choose the file by the button of this image.',
    ),
  'labels/several-masks': ({ files }) =>
    text(
      `${number(files)} files are masks of the same image: none was taken.`,
      'Keep the one that is meant.',
    ),
  'labels/empty-file': () => text('The file is empty.', 'Choose the file that holds the table.'),
  'labels/not-text': ({ line }) =>
    text(
      `Line ${number(line)} is not text: this looks like a workbook or an image.`,
      'Save the sheet as CSV UTF-8.',
    ),
  'labels/undecodable': ({ encoding }) =>
    text(`The file says that it is ${encoding}, but its bytes are not.`, 'Save it as CSV UTF-8.'),
  'labels/unclosed-quote': ({ line }) =>
    text(`A quote opened in line ${number(line)} is never closed.`, 'Close it, or remove it.'),
  'labels/malformed-quote': ({ line }) =>
    text(
      `In line ${number(line)}, text follows a closing quote.`,
      'Double the quotes inside a quoted field.',
    ),
  'labels/ragged-row': ({ line, expected, got, separator }) =>
    text(
      `Line ${number(line)} has ${number(got)} fields, the header ${number(expected)} (separator: ${SEPARATORS[separator] ?? separator}).`,
      separator === ','
        ? 'Use a point in numbers, or the semicolon as separator: a decimal comma cuts a field in two.'
        : 'Correct the line.',
    ),
  'labels/blank-line': ({ line }) => text(`Line ${number(line)} is blank.`, 'Remove it.'),
  'labels/no-rows': () => text('There is a header but no row.', 'Add a row for each image.'),
  'labels/duplicate-header': ({ header, positions }) =>
    text(`Column “${header}” stands ${number(positions.length)} times (${some(positions)}).`, 'Keep one.'),
  'labels/duplicate-column': ({ column, headers }) =>
    text(`Several columns mean “${column}”: ${some(headers)}.`, 'Keep one.'),
  'labels/missing-column': ({ column, found }) =>
    text(`Column “${column}” is missing. Found: ${some(found)}.`, 'Add it, or correct its name.'),
  'labels/unknown-column': ({ header, position, expected }) =>
    text(
      `Header, column ${number(position)}: “${header}” is not one of this challenge.`,
      `Remove it, or rename it to one of: ${some(expected, 20)}.`,
    ),
  'labels/blank-id': ({ line }) => text(`Line ${number(line)} has no id.`, 'Give the id of its image.'),
  'labels/duplicate-id': ({ id, lines }) =>
    text(`Id ${id} stands in lines ${some(lines)}.`, 'Keep one row for each image.'),
  'labels/blank-value': (place) => text(`${cell(place)}: the value is missing.`, 'Fill it in.'),
  'labels/unknown-boolean': ({ value, ...place }) =>
    text(
      `${cell(place)}: “${value}” is neither true nor false.`,
      'Write 1 or 0 (or True, False, Oui, Non, Vrai, Faux).',
    ),
  'labels/not-a-number': ({ value, decimalComma, ...place }) =>
    text(
      `${cell(place)}: “${value}” is not a number.`,
      decimalComma
        ? 'Write it with a point, or save the file with semicolons as separators.'
        : 'Write a number such as 0.87.',
    ),
  'labels/nan-value': ({ value, ...place }) =>
    text(
      `${cell(place)}: “${value}” is not a score.`,
      'Give a finite number; 0.5 if the model has no opinion.',
    ),
  'labels/infinite-value': ({ value, ...place }) =>
    text(`${cell(place)}: “${value}” is infinite.`, 'Give a finite number.'),
  'labels/unknown-category': ({ value, legal, ...place }) =>
    text(`${cell(place)}: “${value}” is not a value of this column.`, `Use one of: ${some(legal, 20)}.`),
  'labels/rule-broken': ({ line, id, message }) =>
    text(
      line === null ? message.en : `Line ${number(line)}${id === null ? '' : ` (id ${id})`}: ${message.en}`,
      'Correct one of the labels concerned.',
    ),
  'labels/label-missing': ({ column }) => text(`“${column}” is not filled in.`, 'Choose a value.'),
  'labels/label-not-legal': ({ column, value, legal }) =>
    text(`“${value}” is not a value of “${column}”.`, `Choose one of: ${some(legal, 20)}.`),
};
