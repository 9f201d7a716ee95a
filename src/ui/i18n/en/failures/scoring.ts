import { formats } from '../../formats.ts';
import { size, some, text, type FailureTexts } from '../../failure-text.ts';
import { elsewhere } from './elsewhere.ts';

const { number } = formats.en;
const EVERY_CASE = 'Every image of the test set needs exactly one.';

const shape = (expected: readonly number[], got: readonly number[], swapped: boolean): string =>
  `is ${size(got)}, its reference ${size(expected)}${swapped ? ': the axes are swapped' : ''}`;

export const scoring: FailureTexts<'scoring'> = {
  'scoring/reference-mask-truncated': ({ id, expected, got }) =>
    text(
      `The reference mask of ${id} has ${number(got)} values instead of ${number(expected)}.`,
      'Save the reference mask again.',
    ),
  'scoring/score-not-finite': ({ index, value }) =>
    text(`Score ${number(index + 1)} is ${String(value)}.`, 'Give finite numbers.'),
  'scoring/missing-case': ({ id }) => text(`There is no prediction for ${id}.`, EVERY_CASE),
  'scoring/extra-id': ({ id, line }) =>
    text(`Line ${number(line)}: id ${id} is not in the reference.`, 'Remove the row, or correct its id.'),
  'scoring/row-count': ({ expected, got }) =>
    text(`The file has ${number(got)} rows, the reference ${number(expected)}.`, EVERY_CASE),
  'scoring/column-count': ({ expected, got, columns }) =>
    text(
      `The file has ${number(got)} columns besides the id, ${number(expected)} are expected. Found: ${some(columns, 20)}.`,
      'Use exactly the prediction columns of the challenge.',
    ),
  'scoring/sum-not-finite': ({ line, id, term, columns }) =>
    text(
      `${line === null ? '' : `Line ${number(line)}, `}id ${id}: the sum of ${some(columns)} for “${term}” overflows.`,
      'Use smaller numbers, such as probabilities.',
    ),
  'scoring/term-column': ({ term, column }) =>
    text(`Term “${term}” needs column “${column}”, which the definition lacks.`, 'Correct the definition.'),
  'scoring/term-kind': ({ term, kind }) =>
    text(
      kind === 'dice'
        ? `Term “${term}” is scored on masks, not on a table.`
        : `Term “${term}” is scored on a table, not on masks.`,
      kind === 'dice' ? 'Drop the folder of masks.' : 'Drop the predictions CSV.',
    ),
  'scoring/other-reference': ({ expected, got }) =>
    text(
      `These predictions were read for another reference (${number(got)} cases, not ${number(expected)}).`,
      'Open the predictions again.',
    ),
  'scoring/several-tables': ({ paths }) =>
    text(`There are several tables: ${some(paths)}.`, 'Give one file with one row a case.'),
  'scoring/no-cases': () =>
    text('There is no case to score.', 'Open a reference with at least one row or mask.'),
  'scoring/reference-mask-values': ({ id, value, count, foreground }) =>
    text(
      `The reference mask of ${id} holds ${number(value)} besides 0 and ${number(foreground)} (${number(count)} times).`,
      'Correct the reference mask.',
    ),
  'scoring/duplicate-case': ({ id }) => text(`There are several masks for ${id}.`, 'Keep one.'),
  'scoring/missing-mask': ({ id }) => text(`There is no mask for ${id}.`, EVERY_CASE),
  'scoring/extra-mask': ({ id }) =>
    text(`The mask of ${id} has no reference.`, 'Remove it, or correct its name.'),
  'scoring/mask-shape': ({ id, expected, got, swapped }) =>
    text(
      `The mask of ${id} ${shape(expected, got, swapped)}.`,
      swapped
        ? 'Transpose it and save it again.'
        : 'Save it in the size of its image; masks are never resampled.',
    ),
  'scoring/mask-truncated': ({ id, expected, got }) =>
    text(`The mask of ${id} has ${number(got)} values instead of ${number(expected)}.`, 'Save it again.'),
  'scoring/mask-values': ({ id, value, count, foreground }) =>
    text(
      `The mask of ${id} holds ${number(value)} besides 0 and ${number(foreground)} (${number(count)} times).`,
      `Threshold it: 0 outside, ${number(foreground)} inside.`,
    ),
  'scoring/mask-affine': ({ id, difference }) =>
    text(
      `The geometry of the mask of ${id} differs from its reference by up to ${number(difference, 3)}.`,
      'It is scored pixel by pixel all the same; copy the header of the image to be sure.',
    ),
  'scoring/mask-elsewhere': ({ id, ...difference }) =>
    text(
      `By its own geometry the mask of ${id} ${elsewhere(difference, 'the reference')}.`,
      'Save it with the geometry of its image. The 2018 rules compare it pixel by pixel as it stands.',
    ),
  'scoring/mask-reordered': ({ id }) =>
    text(
      `The axes of the mask of ${id} run in another order than those of the reference.`,
      'It was put in the reference’s order, as its geometry says. Nothing is to be done.',
    ),
  'scoring/mask-format': ({ id, format }) =>
    text(`The mask of ${id} is a .${format} file, which is not read.`, 'Save it as .nii.gz or .png.'),
  'scoring/mask-shape-ignored': ({ id, expected, got, swapped }) =>
    text(
      `The mask of ${id} ${shape(expected, got, swapped)}. The 2018 rules compare it value by value all the same.`,
      'Save it in the shape of its image to be sure of the score.',
    ),
  'scoring/one-class': ({ term, positives, negatives }) =>
    text(
      `“${term}” is undefined: ${number(positives)} positives and ${number(negatives)} negatives.`,
      'An AUC needs both. Score a larger set.',
    ),
  'scoring/left-out': ({ term, group }) =>
    text(
      `“${term}” is undefined and left out of the mean “${group}”.`,
      'Nothing to do: the definition asks for it.',
    ),
  'scoring/constant': ({ term, value }) =>
    text(
      `“${term}”: all scores are ${number(value)}, so the AUC is 0.5.`,
      'Check that the model’s output was written.',
    ),
  'scoring/looks-thresholded': ({ term, values }) =>
    text(
      `“${term}” has only two scores, ${some(values.map((value) => number(value)))}: it looks thresholded.`,
      'Send probabilities: an AUC needs the order of the cases.',
    ),
  'scoring/possibly-inverted': ({ term, auc }) =>
    text(
      `“${term}” has an AUC of ${number(auc, 3)}: possibly inverted.`,
      'Check the direction of the score. It is never flipped for you.',
    ),
};
