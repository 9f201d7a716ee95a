import * as Comlink from 'comlink';
import type { Identifier } from '../src/core/deidentify/identifiers.ts';
import { identifiersRead, type ReadWord } from '../src/core/deidentify/read-identifiers.ts';
import type { ReadIdentifier, Reading } from '../src/core/deidentify/text-flags.ts';
import { failure } from '../src/core/failure.ts';
import type { Image } from '../src/core/dicom/image.ts';
import { pagesOf } from '../src/core/image/page.ts';
import type { TextBox } from '../src/core/image/text-detector.ts';
import { failed, success, type Result } from '../src/core/result.ts';
import { loadReader, type Reader } from './tesseract.ts';

export interface WhatWasRead {
  readonly outcome: Reading['outcome'];
  readonly words: number;
  readonly identifiers: readonly ReadIdentifier[];
}

/** From this confidence, of 100, a word of two signs or more counts as read. */
const CERTAIN = 60;

let base = '';
let reader: Promise<Reader> | undefined;

const api = {
  /** @param pipelines absolute address of the folder of the recogniser and its data. */
  configure(pipelines: string): void {
    base = pipelines;
  },

  /**
   * Reads an image and searches what was read for identifiers. What was read stays here: an answer names attributes and places.
   *
   * @param boxes places that look like text, read once more on their own
   */
  async read(
    image: Image,
    boxes: readonly TextBox[],
    identifiers: readonly Identifier[],
  ): Promise<Result<WhatWasRead>> {
    try {
      reader ??= loadReader(base);
      const { read } = await reader;
      const words: ReadWord[] = [];
      for (const [n, page] of pagesOf(image, boxes).entries()) words.push(...read(page, String(n)));
      const found = identifiersRead(words, identifiers);
      const certain = words.filter(
        ({ text, confidence }) => text.length >= 2 && confidence >= CERTAIN,
      ).length;
      return success({
        outcome: outcomeOf(found.length, certain, boxes.length),
        words: certain,
        identifiers: found,
      });
    } catch (error) {
      reader = undefined;
      return failed(
        failure('machine/unexpected', { cause: error instanceof Error ? error.message : String(error) }),
      );
    }
  },
};

function outcomeOf(identifiers: number, certain: number, boxes: number): Reading['outcome'] {
  if (identifiers > 0) return 'identifier';
  if (certain > 0) return 'no-identifier';
  return boxes > 0 ? 'unreadable' : 'no-text';
}

export type OcrApi = typeof api;
Comlink.expose(api);
