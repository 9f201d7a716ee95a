import * as Comlink from 'comlink';
import type { Identifier } from '../src/core/deidentify/identifiers.ts';
import type { Image } from '../src/core/dicom/image.ts';
import { failure } from '../src/core/failure.ts';
import type { TextBox } from '../src/core/image/text-detector.ts';
import { failed, success, type Result } from '../src/core/result.ts';
import { readText, type WhatWasRead } from '../src/pipeline/text-reading.ts';
import { loadReader, type Reader } from './tesseract.ts';

let base = '';
let reader: Promise<Reader> | undefined;

const api = {
  /** @param pipelines absolute address of the folder of the recogniser and its data */
  configure(pipelines: string): void {
    base = pipelines;
  },

  async read(
    image: Image,
    boxes: readonly TextBox[],
    identifiers: readonly Identifier[],
  ): Promise<Result<WhatWasRead>> {
    try {
      reader ??= loadReader(base);
      const { read } = await reader;
      return success(readText(read, image, boxes, identifiers));
    } catch (error) {
      reader = undefined;
      const cause = error instanceof Error ? error.message : String(error);
      return failed(failure('machine/unexpected', { cause }));
    }
  },
};

export type OcrApi = typeof api;
Comlink.expose(api);
