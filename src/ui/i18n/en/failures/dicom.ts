import { formats } from '../../formats.ts';
import { some, text, type FailureTexts } from '../../failure-text.ts';
import { faults } from '../header-numbers.ts';

const { number, bytes } = formats.en;
const EXPORT_AGAIN = 'Export this image from the archive again; the others are not affected.';

export const dicom: FailureTexts<'dicom'> = {
  'dicom/not-dicom': () => text('This is not a DICOM file.', 'Nothing to do: it was left out.'),
  'dicom/truncated': ({ tag, expected, actual }) =>
    text(
      `The file ends too early, inside element ${tag}: ${bytes(expected)} announced, ${bytes(actual)} there.`,
      'Copy or export it again; the transfer was probably cut off.',
    ),
  'dicom/malformed': ({ cause, offset }) =>
    text(`The file’s structure can’t be followed after byte ${number(offset)}: ${cause}.`, EXPORT_AGAIN),
  'dicom/unknown-vr': ({ tag, vr, offset }) =>
    text(
      `Element ${tag} has the unknown value representation “${vr}” (byte ${number(offset)}); the file can’t be followed after it.`,
      EXPORT_AGAIN,
    ),
  'dicom/no-pixels': () =>
    text('The file holds no image (a report, a plan or a directory).', 'Nothing to do: it was left out.'),
  'dicom/bad-header': ({ cause }) =>
    text(`The description of the image is not sound: ${cause}.`, EXPORT_AGAIN),
  'dicom/unreadable-number': ({ attribute, fault }) =>
    text(
      `${attribute} of the header can’t be read: ${faults[fault]}.`,
      'Nothing is put in its place. Export the image again, or have the archive correct it.',
    ),
  'dicom/truncated-pixels': ({ expected, actual }) =>
    text(`Pixels are missing: ${bytes(expected)} announced, ${bytes(actual)} there.`, EXPORT_AGAIN),
  'dicom/unsupported-syntax': ({ syntax, name }) =>
    text(`There is no decoder for ${name} (${syntax}).`, 'Have the archive export it uncompressed.'),
  'dicom/unsupported-pixels': ({ cause }) =>
    text(
      `This kind of pixels is not read: ${cause}.`,
      'Have the archive export it as greyscale or RGB, uncompressed.',
    ),
  'dicom/decode-failed': ({ cause }) => text(`The compressed image is damaged: ${cause}.`, EXPORT_AGAIN),
  'dicom/decoded-mismatch': ({ what, expected, actual }) =>
    text(
      `The decoded image is not the one described (${what}: ${expected} announced, ${actual} found), so it is not used.`,
      EXPORT_AGAIN,
    ),
  'dicom/missing-frames': ({ expected, actual }) =>
    text(`Frames are missing: ${number(expected)} announced, ${number(actual)} found.`, EXPORT_AGAIN),
  'dicom/no-such-frame': ({ frame, frames }) =>
    text(
      `There is no frame ${number(frame)}: the file has ${number(frames)}.`,
      `Choose a frame from 1 to ${number(frames)}.`,
    ),
  'dicom/not-a-segmentation': () =>
    text('This DICOM file is no segmentation object.', 'Drop a DICOM SEG, a NIfTI mask or a PNG mask.'),
  'dicom/no-segment-of-image': ({ frames }) =>
    text(
      `None of the segmentation’s ${number(frames)} frames belongs to this image.`,
      'Choose the slice that was segmented, or drop the segmentation of this exam.',
    ),
  'dicom/several-segments': ({ segments }) =>
    text(
      `The segmentation holds several segments of this image: ${some(segments)}.`,
      'Export one segment, or choose it at the desk.',
    ),
};
