import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';

const { number, count } = formats.en;

export const deidentify: FailureTexts<'deidentify'> = {
  'deidentify/echo': ({ attribute, place, count: times }) =>
    text(
      `The result still held the source’s ${attribute}, ${count(times, 'time', 'times')}, in ${place}. The image was blocked and not stored.`,
      'Exclude the image, or have it exported without that text.',
    ),
  'deidentify/proof': ({ attribute, cause }) =>
    text(
      `The result is not as the profile demands: ${attribute}, ${cause}. The image was blocked.`,
      'Exclude the image and report the case, without the image.',
    ),
  'deidentify/overlay-in-pixels': ({ bit }) =>
    text(
      `An overlay lies hidden in bit ${number(bit)} of the compressed pixels, and could show a name. The image was blocked.`,
      'Have the archive export it uncompressed and without overlays.',
    ),
  'deidentify/unreadable-stream': ({ cause }) =>
    text(
      `The compressed pixels cannot be taken apart (${cause}), so a comment inside them could go unseen. The image was blocked.`,
      'Have the archive export it uncompressed.',
    ),
  'deidentify/open-text-flag': ({ count: places }) =>
    text(
      `${count(places, 'place looks', 'places look')} like written text, and nobody has answered for ${places === 1 ? 'it' : 'them'}.`,
      'At the desk, black each out or say that it names nobody.',
    ),
  'deidentify/not-deidentified': () =>
    text('This file was not de-identified here.', 'Import the source file instead.'),
  'deidentify/other-source': () =>
    text('This is not the file that the image was made of.', 'Choose the source file of this very image.'),
  'deidentify/pixels': ({ outside, inside }) =>
    text(
      `The masked image failed its check: ${count(outside, 'pixel', 'pixels')} outside the mask not black, ${number(inside)} inside changed. It was blocked.`,
      'Draw the mask again and retry.',
    ),
};
