// A declaration of a module cannot be imported, and programs that reach this file from elsewhere must find it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./tesseract-core.d.ts" />
import load, { type TessBaseAPI, type TesseractModule } from 'tesseract.js-core/tesseract-core-simd-lstm.js';
import { sourceBox, type Page } from '../src/core/image/page.ts';
import type { ReadWord } from '../src/core/deidentify/read-identifiers.ts';

const LANGUAGES = ['eng', 'fra'] as const;
/** The neural-network recogniser only: the data files hold no other. */
const LSTM_ONLY = 1;
/** Page segmentation: text scattered over a picture, or one block of it. */
const LAYOUT = { scattered: '11', block: '6' } as const;

export interface Reader {
  read(page: Page, name: string): readonly ReadWord[];
}

/** Tesseract with its English and French data, fetched from our own origin. Throws when a file is missing. */
export async function loadReader(base: string): Promise<Reader> {
  const [wasmBinary, ...data] = await Promise.all([
    bytesOf(`${base}/tesseract-core-simd-lstm.wasm`),
    ...LANGUAGES.map((language) => bytesOf(`${base}/${language}.traineddata.gz`)),
  ]);
  const silent = () => undefined;
  const tesseract = await load({
    wasmBinary,
    locateFile: (name) => `${base}/${name}`,
    print: silent,
    printErr: silent,
  });
  for (const [n, language] of LANGUAGES.entries()) {
    tesseract.FS.writeFile(`${language}.traineddata`, await unpacked(data[n] ?? new ArrayBuffer(0)));
  }
  const api = new tesseract.TessBaseAPI();
  if (api.Init(null, LANGUAGES.join('+'), LSTM_ONLY) !== 0)
    throw new Error('the language data could not be read');
  return { read: (page, name) => wordsOf(tesseract, api, page, name) };
}

async function bytesOf(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.arrayBuffer();
}

/** Some hosts send a .gz file with a content encoding. The browser then unpacks it. */
async function unpacked(buffer: ArrayBuffer): Promise<Uint8Array> {
  const bytes = new Uint8Array(buffer);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([buffer]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function wordsOf(
  tesseract: TesseractModule,
  api: TessBaseAPI,
  page: Page,
  name: string,
): readonly ReadWord[] {
  api.SetVariable('tessedit_pageseg_mode', LAYOUT[page.layout]);
  api.SetVariable('user_defined_dpi', '150');
  tesseract.FS.writeFile('/input', page.pgm);
  if (api.SetImageFile(1, 0, false) !== 0) throw new Error('the picture could not be read');
  api.Recognize(null);
  const words: ReadWord[] = [];
  for (const row of api.GetTSVText(0).split('\n')) {
    // Level 5 is a word: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
    const [level, ...cells] = row.split('\t');
    const text = cells[10]?.trim() ?? '';
    if (level !== '5' || text === '') continue;
    const [, block, paragraph, line, , left = 0, top = 0, width = 0, height = 0, confidence = 0] =
      cells.map(Number);
    const box = [left, top, left + width, top + height] as const;
    words.push({
      text,
      box: sourceBox(page, box),
      line: `${name} ${block} ${paragraph} ${line}`,
      confidence,
    });
  }
  api.Clear();
  return words;
}
