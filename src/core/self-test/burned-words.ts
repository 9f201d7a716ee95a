import type { Region } from '../deidentify/answer-key.ts';
import { isWritable, sizeOfText, writeText } from '../demo/font.ts';
import type { DemoChallenge } from '../demo/kinds.ts';
import type { DataSet, Element } from '../dicom/dataset.ts';
import { element, numberOf } from '../dicom/element.ts';
import type { Invented } from './invented.ts';

/** A word in the picture. Its region is in pixels; an empty text stands for a banner. */
export interface BurnedWord {
  readonly text: string;
  readonly region: Region;
}

/**
 * Name and number burned into the picture, word by word. In an ultrasound picture they are in the
 * banner above the kept field. In any other picture they are in a corner, where only blackening
 * removes them.
 */
export function burnedName(
  challenge: DemoChallenge,
  dataset: DataSet,
  { family, given, id }: Invented,
  exam: number,
): { readonly elements: readonly Element[]; readonly words: readonly BurnedWord[] } {
  const pixels = dataset.elements.get('7FE00010');
  if (pixels?.value.kind !== 'bytes') return { elements: [], words: [] };
  const columns = numberOf(dataset, '00280011') ?? 0;
  const rows = numberOf(dataset, '00280010') ?? 0;
  const stored = valuesOf(dataset, pixels.value.bytes);
  const picture = { columns, rows, data: Float32Array.from(stored) };
  const value = picture.data.reduce((most, one) => Math.max(most, one), 0);
  const isBanner = challenge === 'liver';
  const scale = isBanner || exam % 2 === 0 ? 2 : 1;
  const length = (text: string) => sizeOfText(text, scale)[0];
  const lines = [family, given, id].filter(isWritable);
  let column = 12;
  const words = lines.map((text, line): BurnedWord => {
    // Corners: upper left, upper right, lower left.
    const x0 = isBanner ? column : exam % 3 === 1 ? columns - 6 - length(text) : 6;
    const y0 = isBanner
      ? 46
      : exam % 3 === 2
        ? rows - (lines.length - line) * 12 * scale
        : 6 + line * 12 * scale;
    column += length(text) + 6 * scale;
    writeText(picture, text, { column: x0, row: y0, scale, value });
    return { text, region: { x0, y0, x1: x0 + length(text), y1: y0 + sizeOfText(text, scale)[1] } };
  });
  stored.set(picture.data);
  return {
    elements: [element('7FE00010', stored.BYTES_PER_ELEMENT === 1 ? 'OB' : 'OW', bytesOf(stored))],
    words: [...words, ...(isBanner ? [{ text: '', region: banner(columns) }] : [])],
  };
}

/** Everything above the field, drawn and planted. */
const banner = (columns: number): Region => ({ x0: 8, y0: 4, x1: Math.min(columns, 680), y1: 62 });

type Stored = Uint8Array | Uint16Array | Int16Array;

/**
 * A copy of native pixels as numbers. The machine must be little-endian, as all machines with
 * browsers are.
 */
function valuesOf(dataset: DataSet, bytes: Uint8Array): Stored {
  if (numberOf(dataset, '00280100') === 8) return bytes.slice();
  const copy = bytes.slice().buffer;
  return numberOf(dataset, '00280103') === 1 ? new Int16Array(copy) : new Uint16Array(copy);
}

const bytesOf = (stored: Stored) => new Uint8Array(stored.buffer);
