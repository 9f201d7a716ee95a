import { formats } from '../formats.ts';
import type { Millimetres } from '../../../core/measure.ts';

const { number, percent } = formats.en;

export const hints = {
  title: 'Image',
  thickness: 'Slice thickness',
  field: 'Field strength',
  pixel: 'Pixel size',
  unknown: 'not given',
  millimetres: (value: Millimetres) => `${number(value, 2)}\u202Fmm`,
  tesla: (value: number) => `${number(value, 1)}\u202FT`,
  empty: 'The image looks empty.',
  'less-sharp': 'Less sharp than the others: did the patient move?',
  clipped: (share: number) => `${percent(share)} of the crop lies outside the image.`,
  identical: (exam: string) => `Same pixels as exam ${exam}.`,
  similar: (exam: string) => `Looks like exam ${exam}.`,
};
