import type { Tag } from './dataset.ts';
import { failure } from '../failure.ts';
import { ITEM, malformed, tagAt, Unreadable, vrAt, type Walk } from './element-header.ts';
import { formOfUnknownVr } from './unknown-vr.ts';
import { LONG_VRS } from './vr.ts';

interface Header {
  readonly tag: Tag;
  /** `UN` when the file has no VR that PS3.5 knows. */
  readonly vr: string;
  /** Length of the value field, which starts at the current position. */
  readonly length: number;
}

/** PS3.5 section 7.1.2 and 7.1.3. Failures: `dicom/truncated`, `dicom/malformed`, `dicom/unknown-vr`. */
export function readHeader({ stream, encoding, repairs }: Walk, end: number): Header {
  const { bytes, view, position: at } = stream;
  if (at + 8 > end)
    throw new Unreadable(failure('dicom/truncated', { tag: '', expected: 8, actual: end - at }));
  const tag = tagAt(bytes, at, encoding.bigEndian);
  if (!encoding.explicit || tag.startsWith('FFFE')) {
    stream.position = at + 8;
    return { tag, vr: 'UN', length: view.getUint32(at + 4, !encoding.bigEndian) };
  }
  const vr = vrAt(bytes, at);
  if (vr === undefined) {
    const form = formOfUnknownVr(stream, tag, encoding.bigEndian, end);
    const shown = shownVr(bytes, at + 4);
    if (form === null) throw new Unreadable(failure('dicom/unknown-vr', { tag, vr: shown, offset: at }));
    repairs.push('unknown-vr');
    stream.position = form.start;
    return { tag, vr: 'UN', length: form.length };
  }
  const isLong = LONG_VRS.has(vr);
  if (isLong && at + 12 > bytes.length) throw malformed('the file ends within the header of an element', at);
  stream.position = at + (isLong ? 12 : 8);
  const length = isLong
    ? view.getUint32(at + 8, !encoding.bigEndian)
    : view.getUint16(at + 6, !encoding.bigEndian);
  return { tag, vr, length };
}

/** Two bytes as text, those that can't be printed as hexadecimal digits. */
const shownVr = (bytes: Uint8Array, at: number): string =>
  [bytes[at] ?? 0, bytes[at + 1] ?? 0]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');

/** PS3.5 section 7.5: an item or a delimiter has no VR and a length of four bytes. */
export function readItemHeader({ stream, encoding }: Walk, end: number): { tag: Tag; length: number } {
  const { bytes, view, position: at } = stream;
  if (at + 8 > end) {
    throw new Unreadable(failure('dicom/truncated', { tag: ITEM, expected: 8, actual: end - at }));
  }
  stream.position = at + 8;
  return {
    tag: tagAt(bytes, at, encoding.bigEndian),
    length: view.getUint32(at + 4, !encoding.bigEndian),
  };
}
