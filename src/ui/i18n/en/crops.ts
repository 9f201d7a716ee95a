import { formats } from '../formats.ts';

const { number, count, bytes } = formats.en;

export const crops = {
  title: 'Cropped images',
  lead: (images: number) =>
    `${count(images, 'cleared image', 'cleared images')} cropped and resampled exactly as a dataset will have them: .nii.gz with masks, and a table of centre, spacing, size and flags. Names are pseudonyms; no label is in it. For a check at your centre: what the curators need is the package above.`,
  act: 'Make the cropped images',
  resume: 'Go on',
  job: 'Cropped images',
  made: (made: number, of: number) =>
    `${number(made)} of ${count(of, 'image is', 'images are')} made already and kept; the rest goes on from there.`,
  all: (of: number) => `${count(of, 'image is', 'images are')} made: only the file is written.`,
  done: 'The cropped images are written',
  failed: 'The cropped images were not written',
  kept: 'What was made is kept.',
  file: 'File',
  images: 'Images',
  imagesOf: (images: number) => count(images, 'image', 'images'),
  size: 'Size',
  sizeOf: (value: number) => bytes(value),
  digest: 'SHA-256',
  again: 'Save the file again',
};
