import { formats } from '../../formats.ts';
import { some, text, type FailureTexts } from '../../failure-text.ts';

const { count } = formats.en;

export const split: FailureTexts<'split'> = {
  'split/no-images': () =>
    text('There is no image to split.', 'Open contribution packages and keep some images first.'),
  'split/invalid-ratios': ({ ratios }) =>
    text(
      `${some(ratios)} are not three percentages that sum to 100.`,
      'Correct them, for example 60, 20, 20.',
    ),
  'split/repeated-key': ({ key }) =>
    text(`Image “${key}” stands more than once.`, 'Exclude the duplicates, then split again.'),
  'split/too-few-groups': ({ groups, parts }) =>
    text(
      `${count(groups, 'group', 'groups')} of images can’t fill ${count(parts, 'part', 'parts')}: one would be empty.`,
      'Add images of other patients, or give a part 0 %.',
    ),
};
