import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { DataSet } from './dataset.ts';
import { itemsOf, numbersOf } from './element.ts';
import type { ModalityLut } from './facts.ts';

const MODALITY_LUT = '00283000';
const DESCRIPTOR = '00283002';
const DATA = '00283006';

const bad = (cause: string): Result<never> =>
  failed(failure('dicom/bad-header', { cause: `ModalityLUTSequence: ${cause}` }));

/**
 * The Modality LUT Sequence, PS3.3 section C.11.1. Null: the header has none. Anything else than one
 * whole table is refused, because stored values would pass for what they are not. A rescale beside it,
 * which the standard forbids, counts for nothing, as in pydicom and fo-dicom.
 *
 * Failure: `dicom/bad-header`.
 */
export function modalityLutOf(dataset: DataSet): Result<ModalityLut | null> {
  const found = dataset.elements.get(MODALITY_LUT);
  if (!found || (found.value.kind === 'bytes' && found.value.bytes.length === 0)) return success(null);
  if (found.value.kind !== 'items') return bad('not a sequence');
  const [item, ...others] = itemsOf(dataset, MODALITY_LUT);
  if (!item) return success(null);
  if (others.length > 0) return bad(`${others.length + 1} items`);
  const [count, stated, bits] = numbersOf(item, DESCRIPTOR);
  const data = item.elements.get(DATA)?.value;
  if (count === undefined || stated === undefined || bits === undefined) return bad('no descriptor');
  if (data?.kind !== 'bytes') return bad('no data');
  // The number of entries is unsigned, also where the descriptor is written as SS; 0 means 65,536.
  const entries = count > 0 ? count : count + 65_536;
  // The first value is signed where the pixels are; a file may state it under US all the same.
  const isSigned = numbersOf(dataset, '00280103')[0] === 1;
  const first = isSigned && stated > 0x7fff ? stated - 0x10000 : stated;
  const { bytes } = data;
  if (bits < 1 || bits > 16) return bad(`${entries} entries of ${bits} bits`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 2 * entries)
    return success({
      first,
      values: Uint16Array.from({ length: entries }, (_, at) => view.getUint16(2 * at, true)),
    });
  // Entries of 8 bits may be packed two to a word, with one byte of padding.
  if (bits <= 8 && bytes.length === entries + (entries & 1))
    return success({ first, values: Uint16Array.from(bytes.subarray(0, entries)) });
  return bad(`${bytes.length} bytes for ${entries} entries of ${bits} bits`);
}
