import type { DataSet, Tag } from '../dicom/dataset.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { characterSetOf, textsOf } from '../dicom/element.ts';
import { TEXT_VRS } from '../dicom/vr.ts';
import { searchBytes, searchPixels } from './echo-bytes.ts';
import { echoIn, type Echo, type EchoIndex } from './echo-index.ts';

/**
 * VRs that are not searched. Digits of numbers match short ids by chance, and all UIDs are
 * replaced.
 */
const NOT_WORDS = new Set(['DS', 'IS', 'UI']);
/** (0012,0063) and (0012,0064) hold our own constants. */
const OUR_MARKERS = new Set(['00120063', '00120064']);

/**
 * Searches a written file for identifiers in two ways.
 * 1. All bytes are searched for texts of six bytes or more (in Pixel Data twelve or more, because
 * shorter matches occur by chance). The search covers UTF-8, Latin-1 and UTF-16 of both byte orders
 * and other separators, and ignores ASCII case.
 * 2. The decoded text values are searched for the shorter texts as whole words.
 *
 * @param dataset the data set read back from `bytes`; its values are views of `bytes`
 */
export function findEchoes(bytes: Uint8Array, dataset: DataSet, index: EchoIndex): readonly Echo[] {
  const echoes: Echo[] = [];
  searchTexts(dataset, '', [], index, echoes);
  let start = 0;
  for (const [from, to] of pixelRanges(dataset, bytes)) {
    searchBytes(bytes.subarray(start, from), start, index, echoes);
    searchPixels(bytes.subarray(from, to), from, index, echoes);
    start = to;
  }
  searchBytes(bytes.subarray(start), start, index, echoes);
  return echoes;
}

function searchTexts(
  dataset: DataSet,
  path: string,
  inherited: readonly string[],
  index: EchoIndex,
  echoes: Echo[],
): void {
  const terms = characterSetOf(dataset, inherited);
  for (const { tag, vr, value } of dataset.elements.values()) {
    if (OUR_MARKERS.has(tag)) continue;
    const place = path + tag;
    if (value.kind === 'items') {
      value.items.forEach((item, i) => searchTexts(item, `${place}[${i}].`, terms, index, echoes));
    } else if (TEXT_VRS.has(vr) && !NOT_WORDS.has(vr)) {
      for (const text of textsOf(dataset, tag, terms)) {
        const attribute = text === '' ? null : echoIn(index, text);
        if (attribute !== null) echoes.push({ attribute, place: `${place} ${keywordOf(tag) ?? ''}`.trim() });
      }
    }
  }
}

/** Byte ranges of the pixels, in ascending order. */
function pixelRanges(dataset: DataSet, bytes: Uint8Array): [number, number][] {
  const ranges: [number, number][] = [];
  for (const tag of ['7FE00008', '7FE00009', '7FE00010'] satisfies Tag[]) {
    const value = dataset.elements.get(tag)?.value;
    const views =
      value?.kind === 'bytes' ? [value.bytes] : value?.kind === 'fragments' ? value.fragments : [];
    for (const view of views) {
      if (view.buffer !== bytes.buffer) continue;
      const from = view.byteOffset - bytes.byteOffset;
      ranges.push([from, from + view.byteLength]);
    }
  }
  return ranges.sort(([a], [b]) => a - b);
}
