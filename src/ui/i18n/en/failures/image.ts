import { formats } from '../../formats.ts';
import { size, some, text, type FailureTexts } from '../../failure-text.ts';
import { elsewhere } from './elsewhere.ts';

const { number, bytes } = formats.en;

export const image: FailureTexts<'image'> = {
  'image/wrong-pixel-count': ({ expected, got }) =>
    text(
      `The image should have ${number(expected)} pixels but has ${number(got)}.`,
      'Export the image from the archive again.',
    ),
  'image/resample-failed': ({ cause }) =>
    text(
      `The image could not be resampled: ${cause}.`,
      'Check its pixel spacing, or exclude it with that reason.',
    ),
  'image/nifti-not-read': ({ cause }) =>
    text(`The NIfTI file can’t be read: ${cause}.`, 'Save it again as .nii or .nii.gz.'),
  'image/nifti-unsupported': ({ what }) =>
    text(
      `This kind of NIfTI file is not read: ${what}.`,
      'Save it as NIfTI-1 with whole numbers or 32-bit floats.',
    ),
  'image/nifti-truncated': ({ expected, got }) =>
    text(
      `The NIfTI file ends too early: ${bytes(expected)} announced, ${bytes(got)} there.`,
      'Copy or save it again.',
    ),
  'image/png-not-read': ({ cause }) =>
    text(`The PNG file can’t be read: ${cause}.`, 'Save or copy it again; nothing of it was used.'),
  'image/png-unsupported': ({ what }) =>
    text(
      {
        colour: 'The PNG file holds colours, not grey levels.',
        transparency: 'The PNG file holds transparent pixels.',
        size: 'The PNG file is larger than any real mask.',
      }[what],
      'Save it as grey levels without transparency: 0 outside, 1 or white inside.',
    ),
  'image/nifti-not-2d': ({ size: lengths }) =>
    text(`One 2D image is expected; this file is ${size(lengths)}.`, 'Save the one slice alone.'),
  'image/mask-other-size': ({ expected, got }) =>
    text(
      `The mask is ${size(got)} pixels, its image ${size(expected)}.`,
      'Draw it on the image in its own size; masks are never resampled.',
    ),
  'image/mask-axes-swapped': ({ expected, got }) =>
    text(
      `The mask is ${size(got)} pixels, its image ${size(expected)}: rows and columns are swapped.`,
      'Transpose the mask and save it again.',
    ),
  'image/mask-elsewhere': (difference) =>
    text(
      `By its own geometry the mask ${elsewhere(difference, 'its image')}.`,
      'Give the mask of this image, or save it with the image’s own geometry.',
    ),
  'image/mask-not-binary': ({ declared, values }) =>
    text(
      `The mask holds other values than 0 and ${number(declared)}: ${some(values)}.`,
      `Keep 0 outside and ${number(declared)} inside.`,
    ),
  'image/mask-empty': () => text('The mask is empty.', 'Draw it, or exclude the image with a reason.'),
};
