import type { UnreadableEntry } from '../../../../core/bytes/zip-entry.ts';
import type { UnsafePath } from '../../../../core/package/failures.ts';
import { formats } from '../../formats.ts';
import { some, text, type FailureTexts } from '../../failure-text.ts';

const { bytes, count, number } = formats.en;
const ASK_AGAIN = 'Ask its sender for it again. Nothing of it was used.';

const UNSAFE: Record<UnsafePath, string> = {
  empty: 'its name is empty',
  absolute: 'its path is absolute',
  parent: 'its path leads out of the package',
  backslash: 'its path holds a backslash',
  'control-character': 'its path holds a control character',
  'empty-segment': 'its path has an empty part',
  'too-long': 'its path is too long',
};

const UNREADABLE: Record<UnreadableEntry, string> = {
  checksum: 'its checksum is wrong',
  deflate: 'its packed bytes are damaged',
  size: 'it does not have the length that is stated',
  header: 'it is not where the zip’s directory says',
  overlap: 'its bytes overlap those of another file',
  'cut-off': 'the zip ends before it does',
  unread: 'its bytes could not be read',
};

export const packages: FailureTexts<'package'> = {
  'package/nothing-cleared': () =>
    text(
      'No image is cleared: there is nothing to export.',
      'Look at the images as they will leave, and clear them.',
    ),
  'package/not-a-zip': () => text('This is not a zip file.', 'Choose the package as it was exported.'),
  'package/truncated': () => text('The package is cut off.', 'Copy it again, or ask its sender for it.'),
  'package/inconsistent-zip': ({ cause }) =>
    text(`The zip’s directory contradicts itself: ${cause}.`, ASK_AGAIN),
  'package/encrypted': ({ path }) =>
    text(
      `“${path}” is encrypted with a zip password.`,
      'Unpack it with its password and zip it again without one, or ask its sender for it.',
    ),
  'package/unsafe-path': ({ path, reason }) => text(`“${path}” is refused: ${UNSAFE[reason]}.`, ASK_AGAIN),
  'package/symlink': ({ path }) => text(`“${path}” is a link to another place, not a file.`, ASK_AGAIN),
  'package/duplicate-entry': ({ path }) =>
    text(`“${path}” stands twice, or differs only in case or accents.`, ASK_AGAIN),
  'package/bomb': ({ path, limit, value, maximum }) => {
    const where = path === null ? 'The package' : `“${path}”`;
    const figures = {
      entries: `${number(value)} files, ${number(maximum)} at most`,
      'entry-bytes': `${bytes(value)}, ${bytes(maximum)} at most`,
      'entry-ratio': `${number(value)} times larger unpacked, ${number(maximum)} at most`,
      'total-bytes': `${bytes(value)} unpacked, ${bytes(maximum)} at most`,
    }[limit];
    return text(`${where} is larger than any real one: ${figures}.`, ASK_AGAIN);
  },
  'package/unsupported-compression': ({ path, method }) =>
    text(
      `“${path}” is compressed by method ${number(method)}, which is not read.`,
      'Zip it again with deflate, or stored.',
    ),
  'package/unreadable-entry': ({ path, cause }) =>
    text(
      `“${path}” can’t be unpacked: ${UNREADABLE[cause]}.`,
      'Make the zip again, or ask its sender for it.',
    ),
  'package/zip-cut-off': ({ files }) =>
    text(
      `The end of the zip is missing: ${count(files, 'file of it was read', 'files of it were read')}; there may have been more.`,
      'Copy it again and import it once more: what was read is kept once.',
    ),
  'package/no-manifest': () =>
    text(
      'There is no manifest.json: this is not a Negatoscope package.',
      'Choose the zip exactly as it was exported.',
    ),
  'package/several-packages': () =>
    text(
      'The zip holds several packages in folders.',
      'Zip each of them on its own, or choose them as they were exported.',
    ),
  'package/unknown-format': ({ format }) =>
    text(
      `“${format}” is not a kind of package that is known here.`,
      'Update the application, or choose another file.',
    ),
  'package/unknown-version': ({ format, version }) =>
    text(
      `This ${format} package has version ${version}, which is not known here.`,
      'Update the application.',
    ),
  'package/wrong-format': ({ expected, format }) =>
    text(
      `This is a ${format} package; a ${expected} package is expected here.`,
      'Choose another file, or open it in its own place.',
    ),
  'package/missing-file': ({ path }) =>
    text(`“${path}” is in the manifest but not in the package.`, ASK_AGAIN),
  'package/extra-file': ({ path }) => text(`“${path}” is in the package but not in its manifest.`, ASK_AGAIN),
  'package/wrong-size': ({ path, expected, got }) =>
    text(`“${path}” has ${bytes(got)} instead of ${bytes(expected)}.`, ASK_AGAIN),
  'package/wrong-hash': ({ path }) =>
    text(`“${path}” is not the file that was exported: its SHA-256 differs.`, ASK_AGAIN),
  'package/wrong-signature': ({ signer }) =>
    text(
      `The signature of ${signer} does not belong to this package: the package or the signature was changed.`,
      ASK_AGAIN,
    ),
  'package/unverifiable-signature': ({ signer }) =>
    text(
      `The package is signed by ${signer}, and this browser cannot check that: it has no Ed25519.`,
      'Open it in a current Chrome, Edge, Firefox or Safari.',
    ),
  'package/wrong-challenge': ({ expected, got }) =>
    text(
      `This package is of challenge “${got}”, not “${expected}”.`,
      'Switch the challenge at the top, then open it again.',
    ),
  'package/invalid-document': ({ path, where, message }) =>
    text(`“${path}” is not as it should be${where === '' ? '' : ` at ${where}`}: ${message}.`, ASK_AGAIN),
  'package/duplicate-image': ({ id }) => text(`Image ${id} stands twice.`, ASK_AGAIN),
  'package/image-without-labels': ({ id }) => text(`Image ${id} has no labels.`, ASK_AGAIN),
  'package/labels-without-image': ({ id }) => text(`There are labels for ${id}, but no image.`, ASK_AGAIN),
  'package/label-columns': ({ missing, unknown }) =>
    text(
      [
        missing.length > 0 ? `Label columns are missing: ${some(missing)}.` : '',
        unknown.length > 0 ? `Label columns are unknown: ${some(unknown)}.` : '',
      ]
        .join(' ')
        .trim(),
      'Check that centre and organiser use the same version of the challenge.',
    ),
  'package/invalid-label': ({ id, column, value }) =>
    text(`Image ${id}: “${value}” is not a value of “${column}”.`, ASK_AGAIN),
  'package/image-without-record': ({ id }) =>
    text(`Image ${id} has no record of its de-identification.`, ASK_AGAIN),
  'package/record-without-image': ({ id }) =>
    text(`There is a record of de-identification for ${id}, but no image.`, ASK_AGAIN),
  'package/image-without-mask': ({ id }) => text(`Image ${id} has no mask.`, ASK_AGAIN),
  'package/not-as-cleared': ({ id }) =>
    text(`Image ${id} is not the one that was cleared.`, 'Look at it again as it will leave, and clear it.'),
  'package/withdrawal-unsigned': () =>
    text(
      'Nobody signed this withdrawal, so it cannot be told who withdraws.',
      'Ask the centre to export it again from the workspace that made its contribution. Nothing was changed.',
    ),
  'package/withdrawal-other-key': ({ centre, signer, images }) =>
    text(
      `The withdrawal of ${centre} (key ${signer}) names ${count(images, 'image', 'images')} of contributions that another key signed, or none. Only the key that signed a contribution can withdraw from it: these were not touched.`,
      'If the centre lost its key, exclude the images by hand, after asking it. If not, ask the centre to restore its backup and export the withdrawal again.',
    ),
  'package/write-failed': ({ cause }) =>
    text(
      `The package could not be written: ${cause}.`,
      'Check the free space of the disk and export again; your work is kept.',
    ),
};
