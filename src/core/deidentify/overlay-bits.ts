import type { DataSet } from '../dicom/dataset.ts';
import { element, numberOf, withElements } from '../dicom/element.ts';
import type { ImageFacts } from '../dicom/facts.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';

/**
 * Old files keep overlays, and with them annotations, in bits of the pixels outside the stored ones (PS3.3 section C.9.2, retired): the
 * profile's removal of group 60xx would leave those. They are set to 0; stored values don't change. Failure:
 * `deidentify/overlay-in-pixels` for compressed pixels, which are not rewritten here.
 */
export function withoutOverlayBits(dataset: DataSet, facts: ImageFacts): Result<DataSet> {
  const high = numberOf(dataset, '00280102') ?? facts.bitsStored - 1;
  const low = high - facts.bitsStored + 1;
  const hidden = [...dataset.elements.keys()]
    .filter((tag) => /^60..0102$/.test(tag))
    .map((tag) => numberOf(dataset, tag) ?? 0)
    .find((bit) => bit > high || bit < low);
  const pixels = dataset.elements.get('7FE00010');
  if (hidden === undefined || pixels === undefined || facts.bitsAllocated > 16) return success(dataset);
  if (pixels.value.kind !== 'bytes') return failed(failure('deidentify/overlay-in-pixels', { bit: hidden }));
  const kept = (2 ** (high + 1) - 1) & ~(2 ** low - 1);
  const bytes = pixels.value.bytes.slice();
  const step = facts.bitsAllocated / 8;
  for (let at = 0; at + step <= bytes.length; at += step) {
    bytes[at] = (bytes[at] ?? 0) & kept & 0xff;
    if (step === 2) bytes[at + 1] = (bytes[at + 1] ?? 0) & (kept >>> 8);
  }
  return success(withElements(dataset, { set: [element('7FE00010', pixels.vr, bytes)] }));
}
