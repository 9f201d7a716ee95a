import type { Pixels } from '../measure.ts';

/** Properties read from compressed streams, for cases where DICOM headers are known to be wrong. */

/**
 * Precision and sign of a JPEG 2000 codestream (ISO/IEC 15444-1 A.5.1), also inside a JP2 file.
 * Null when there is no codestream.
 */
export function jpeg2000Samples(
  stream: Uint8Array,
): { readonly bits: number; readonly signed: boolean } | null {
  const at = codestreamStart(stream);
  if (at === null) return null;
  const size = stream[at + 42] ?? 0;
  return { bits: (size & 0x7f) + 1, signed: size >= 0x80 };
}

/**
 * Colour space declared by a JPEG or JPEG-LS stream: by component names `R`, `G`, `B`, or by a JFIF
 * segment, which means YCbCr. Null when the stream declares none; then the DICOM header decides.
 */
export function jpegColor(stream: Uint8Array): 'RGB' | 'YBR' | null {
  let isJfif = false;
  let at = 2;
  while (at + 4 <= stream.length && stream[at] === 0xff) {
    const marker = stream[at + 1] ?? 0;
    const length = ((stream[at + 2] ?? 0) << 8) | (stream[at + 3] ?? 0);
    if (marker === 0xe0 && ascii(stream, at + 4, 4) === 'JFIF') isJfif = true;
    const isFrame =
      (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === 0xf7;
    if (isFrame) {
      const names = ascii(stream, at + 10, 1) + ascii(stream, at + 13, 1) + ascii(stream, at + 16, 1);
      if (names.toUpperCase() === 'RGB') return 'RGB';
      break;
    }
    at += 2 + Math.max(length, 2);
  }
  return isJfif ? 'YBR' : null;
}

/**
 * Picture size declared by a stream. Zero rows: the number of rows follows the picture in a marker
 * of its own.
 */
export interface StreamShape {
  readonly columns: Pixels;
  readonly rows: Pixels;
  readonly components: number;
  readonly bits: number;
}

/**
 * Size of the picture in a JPEG or JPEG-LS stream (frame header, ITU-T T.81 B.2.2) or a JPEG 2000
 * stream (SIZ, ISO/IEC 15444-1 A.5.1). Null when the stream starts no picture.
 */
export function streamShape(stream: Uint8Array): StreamShape | null {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (stream[0] === 0xff && stream[1] === 0xd8) {
    const at = frameHeader(stream);
    if (at === null || at + 10 > stream.length) return null;
    return {
      bits: view.getUint8(at + 4),
      rows: view.getUint16(at + 5),
      columns: view.getUint16(at + 7),
      components: view.getUint8(at + 9),
    };
  }
  const at = codestreamStart(stream);
  if (at === null) return null;
  return {
    columns: view.getUint32(at + 8) - view.getUint32(at + 16),
    rows: view.getUint32(at + 12) - view.getUint32(at + 20),
    components: view.getUint16(at + 40),
    bits: (view.getUint8(at + 42) & 0x7f) + 1,
  };
}

/** Offset of the frame header marker in a JPEG stream. */
function frameHeader(stream: Uint8Array): number | null {
  let at = 2;
  while (at + 4 <= stream.length && stream[at] === 0xff) {
    const marker = stream[at + 1] ?? 0;
    if (marker === 0xff) {
      at++; // A fill byte.
      continue;
    }
    if ((marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === 0xf7)
      return at;
    at += 2 + Math.max(((stream[at + 2] ?? 0) << 8) | (stream[at + 3] ?? 0), 2);
  }
  return null;
}

/** Offset of a JPEG 2000 codestream, also inside a JP2 file. */
function codestreamStart(stream: Uint8Array): number | null {
  for (let at = 0; at + 42 < stream.length; at++) {
    if ([0xff, 0x4f, 0xff, 0x51].every((byte, i) => stream[at + i] === byte)) return at;
  }
  return null;
}

function ascii(stream: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...stream.subarray(at, at + length));
}
