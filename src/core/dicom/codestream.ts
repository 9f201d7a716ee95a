/** What compressed streams say of themselves, where DICOM headers are known to be wrong. */

/** Precision and sign of a JPEG 2000 codestream (ISO/IEC 15444-1 A.5.1), also inside a JP2 file; null when there is none. */
export function jpeg2000Samples(
  stream: Uint8Array,
): { readonly bits: number; readonly signed: boolean } | null {
  for (let at = 0; at + 42 < stream.length; at++) {
    const isStart = [0xff, 0x4f, 0xff, 0x51].every((byte, i) => stream[at + i] === byte);
    if (isStart) {
      const size = stream[at + 42] ?? 0;
      return { bits: (size & 0x7f) + 1, signed: size >= 0x80 };
    }
  }
  return null;
}

/**
 * Colour space that a JPEG or JPEG-LS stream declares: component names `R`, `G`, `B`, or a JFIF segment, which means YCbCr. Null when it
 * leaves that to the header around it.
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

function ascii(stream: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...stream.subarray(at, at + length));
}
