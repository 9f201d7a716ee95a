import { expect, it } from 'vitest';
import { noWord, wordOf } from '../../../../src/core/deidentify/text-flags.ts';
import { pixelsOf, type Choice } from '../../../../src/state/contribute/choice.ts';
import { imageId, sopUidOf } from '../../../../src/storage/images.ts';

const UID = '2.25.1234';
const BLACK = [
  [1, 1],
  [5, 1],
  [5, 5],
] as const;

it.each([UID, imageId('thyroid', UID)])(
  'what was said of text reaches the file of image %s by its UID',
  (id) => {
    const text = { ...noWord(id, 2), blackouts: [BLACK] };
    const said = {
      imageId: id,
      frame: 2,
      center: null,
      mask: null,
      sector: null,
      text,
    } as unknown as Choice;
    expect(sopUidOf(id)).toBe(UID);
    // As clearing asks for it.
    expect(wordOf(pixelsOf(said).text, UID, 2).blackouts).toEqual([BLACK]);
    // Of another frame nothing was said.
    expect(wordOf(pixelsOf({ ...said, frame: 1 }).text, UID, 1).blackouts).toEqual([]);
  },
);
