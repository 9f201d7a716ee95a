import type { DataSet } from '../dicom/dataset.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { characterSetOf, textsOf } from '../dicom/element.ts';
import { TEXT_VRS } from '../dicom/vr.ts';
import { echoInDigits, hasLetters, searchBytes, searchPixels } from './echo-bytes.ts';
import { echoIn, type Echo, type EchoIndex } from './echo-index.ts';

/** VRs whose words are not searched: the digits of numbers match short ids by chance. */
const NOT_WORDS = new Set(['DS', 'IS']);
/** (0012,0063) and (0012,0064) hold our own constants. */
const OUR_MARKERS = new Set(['00120063', '00120064']);

/**
 * Searches a written file for identifiers in two ways.
 * 1. All bytes are searched for texts of six bytes or more. The search covers UTF-8, Latin-1 and
 * UTF-16 of both byte orders and other separators, and ignores ASCII case. Pixels and tables of
 * numbers, at any depth, are searched for twelve bytes or more, because shorter matches occur there
 * by chance: "1234" in UTF-16 is a piece of every 16-bit ramp. Other numbers are searched for
 * everything that is not digits alone.
 * 2. The decoded text values are searched for the shorter texts as whole words, and UIDs for the
 * shorter ids as whole parts.
 *
 * @param dataset the data set read back from `bytes`; its values are views of `bytes`
 */
export function findEchoes(bytes: Uint8Array, dataset: DataSet, index: EchoIndex): readonly Echo[] {
  const echoes: Echo[] = [];
  searchTexts(dataset, '', [], index, echoes);
  let start = 0;
  for (const { from, to, isTable, isOurs } of numericRanges(dataset, bytes)) {
    searchBytes(bytes.subarray(start, from), start, index, echoes);
    const value = bytes.subarray(from, to);
    if (isOurs) {
      // "113100" is a code there, and a common accession number elsewhere.
    } else if (isTable) searchPixels(value, from, index, echoes);
    else searchBytes(value, from, index, echoes, hasLetters);
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
    } else if (vr === 'UI') {
      for (const uid of textsOf(dataset, tag)) {
        const attribute = uid === '' ? null : echoInDigits(index, uid);
        if (attribute !== null) echoes.push({ attribute, place: `${place} ${keywordOf(tag) ?? ''}`.trim() });
      }
    } else if (TEXT_VRS.has(vr) && !NOT_WORDS.has(vr)) {
      for (const text of textsOf(dataset, tag, terms)) {
        const attribute = text === '' ? null : echoIn(index, text);
        if (attribute !== null) echoes.push({ attribute, place: `${place} ${keywordOf(tag) ?? ''}`.trim() });
      }
    }
  }
}

interface NumericRange {
  readonly from: number;
  readonly to: number;
  /** Pixels and tables hold every combination of bytes by chance; a few numbers do not. */
  readonly isTable: boolean;
  /** A value of our own constants, which are not searched. */
  readonly isOurs: boolean;
}

/** Values of fewer bytes are not tables. */
const SMALLEST_TABLE = 64;

/**
 * Byte ranges of all values that are not text, at any depth, in ascending order: pixels, look-up
 * tables, numbers. A value that is not a view of `bytes` has no range, so the place that it was
 * written to is searched as text.
 */
function numericRanges(dataset: DataSet, bytes: Uint8Array): NumericRange[] {
  const ranges: NumericRange[] = [];
  const add = (view: Uint8Array, isTable: boolean, isOurs = false): void => {
    if (view.buffer !== bytes.buffer || view.byteLength === 0) return;
    const from = view.byteOffset - bytes.byteOffset;
    ranges.push({ from, to: from + view.byteLength, isTable, isOurs });
  };
  const visit = ({ elements }: DataSet, depth = 0, inOurs = false): void => {
    for (const { tag, vr, value } of elements.values()) {
      // Only the outermost markers are ours.
      const isOurs = inOurs || (depth === 0 && OUR_MARKERS.has(tag));
      if (value.kind === 'items') value.items.forEach((item) => visit(item, depth + 1, isOurs));
      else if (value.kind === 'fragments') value.fragments.forEach((fragment) => add(fragment, true));
      else if (isOurs) add(value.bytes, false, true);
      else if (!TEXT_VRS.has(vr) && vr !== 'UN') {
        add(value.bytes, tag.startsWith('7FE0') || value.bytes.length >= SMALLEST_TABLE);
      }
    }
  };
  visit(dataset);
  return ranges.sort((a, b) => a.from - b.from);
}
