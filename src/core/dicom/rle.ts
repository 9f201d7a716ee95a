import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';

const HEADER = 64;

/**
 * Decodes one RLE frame (PS3.5 annex G) to little-endian samples, components by plane (planar configuration 1).
 *
 * @param samples bytes a sample times components; the frame must hold as many segments
 */
export function decodeRle(
  bytes: Uint8Array,
  pixels: number,
  components: number,
  bytesPerSample: number,
): Result<Uint8Array<ArrayBuffer>> {
  const bad = (cause: string) => failed(failure('dicom/decode-failed', { cause: `RLE: ${cause}` }));
  if (bytes.length < HEADER) return bad('no header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
  if (segments !== components * bytesPerSample)
    return bad(`${segments} segments, not ${components * bytesPerSample}`);
  const out = new Uint8Array(pixels * components * bytesPerSample);
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 + segment * 4, true);
    const end = segment + 1 < segments ? view.getUint32(8 + segment * 4, true) : bytes.length;
    if (start < HEADER || end > bytes.length || end < start) return bad('a segment lies outside the frame');
    const component = Math.floor(segment / bytesPerSample);
    // Segments go from the most significant byte to the least.
    const at = component * pixels * bytesPerSample + (bytesPerSample - 1 - (segment % bytesPerSample));
    const written = unpack(bytes.subarray(start, end), out, at, bytesPerSample, pixels);
    if (written < pixels) return bad(`a segment holds ${written} of ${pixels} bytes`);
  }
  return success(out);
}

/** PackBits: writes at most `count` bytes from `at` on, `step` apart; gives how many it wrote. */
function unpack(source: Uint8Array, out: Uint8Array, at: number, step: number, count: number): number {
  let written = 0;
  let read = 0;
  while (read < source.length && written < count) {
    const control = source[read++] ?? 0;
    if (control < 128) {
      const run = Math.min(control + 1, count - written, source.length - read);
      for (let i = 0; i < run; i++) out[at + (written + i) * step] = source[read + i] ?? 0;
      written += run;
      read += control + 1;
    } else if (control > 128) {
      const run = Math.min(257 - control, count - written);
      const value = source[read++] ?? 0;
      for (let i = 0; i < run; i++) out[at + (written + i) * step] = value;
      written += run;
    }
  }
  return written;
}
