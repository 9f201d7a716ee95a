import { identifiersRead, type ReadWord } from '../core/deidentify/read-identifiers.ts';
import type { Identifier } from '../core/deidentify/identifiers.ts';
import type { ReadIdentifier, Reading } from '../core/deidentify/text-flags.ts';
import type { Image } from '../core/dicom/image.ts';
import { pagesOf, type Page } from '../core/image/page.ts';
import type { TextBox } from '../core/image/text-detector.ts';

/** What character recognition found in an image. The words themselves are not part of it. */
export interface WhatWasRead {
  readonly outcome: Reading['outcome'];
  readonly words: number;
  readonly identifiers: readonly ReadIdentifier[];
}

/** From this confidence on, of 100, a word of two or more characters counts as read. */
const CERTAIN = 60;

/**
 * Reads an image and searches the words for identifiers.
 *
 * @param read the recogniser: words of one page, named by `name`
 * @param boxes places that look like text, in pixels; each is read once more on its own
 */
export function readText(
  read: (page: Page, name: string) => readonly ReadWord[],
  image: Image,
  boxes: readonly TextBox[],
  identifiers: readonly Identifier[],
): WhatWasRead {
  const words: ReadWord[] = [];
  for (const [n, page] of pagesOf(image, boxes).entries()) words.push(...read(page, String(n)));
  const found = identifiersRead(words, identifiers);
  const certain = words.filter(({ text, confidence }) => text.length >= 2 && confidence >= CERTAIN).length;
  return { outcome: outcomeOf(found.length, certain, boxes.length), words: certain, identifiers: found };
}

function outcomeOf(identifiers: number, certain: number, boxes: number): Reading['outcome'] {
  if (identifiers > 0) return 'identifier';
  if (certain > 0) return 'no-identifier';
  return boxes > 0 ? 'unreadable' : 'no-text';
}
