const HEADER = 64;
const MOST_FROM_A_BYTE = 64;

/**
 * Decodes one RLE frame (PS3.5 annex G) into native little-endian bytes, one plane per sample. Null
 * when the stream is damaged: wrong number of segments, a segment that ends early, or a segment
 * with more data than the picture.
 */
export function decodeRle(
  bytes: Uint8Array,
  pixels: number,
  samples: number,
  bytesPerSample: number,
): Uint8Array | null {
  if (bytes.length < HEADER) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = samples * bytesPerSample;
  if (view.getUint32(0, true) !== segments) return null;
  // Two bytes expand to at most 128. No memory is allocated for a picture that the stream is too
  // short to fill.
  if (pixels * segments > bytes.length * MOST_FROM_A_BYTE) return null;
  const decoded = new Uint8Array(pixels * segments);
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 + segment * 4, true);
    const end = segment + 1 < segments ? view.getUint32(8 + segment * 4, true) : bytes.length;
    if (start < HEADER || end < start || end > bytes.length) return null;
    // The first segment of a sample holds its most significant byte.
    const sample = Math.floor(segment / bytesPerSample);
    const significance = bytesPerSample - 1 - (segment % bytesPerSample);
    const at = sample * pixels * bytesPerSample + significance;
    if (!unpack(bytes.subarray(start, end), decoded, at, bytesPerSample, pixels)) return null;
  }
  return decoded;
}

/**
 * Decodes PackBits into every `step`th byte of `target`, starting at `at`. False when the result is
 * not exactly `count` bytes.
 */
function unpack(source: Uint8Array, target: Uint8Array, at: number, step: number, count: number): boolean {
  let read = 0;
  let written = 0;
  while (written < count && read < source.length) {
    const code = source[read++] ?? 0;
    if (code === 128) continue;
    const isRun = code > 128;
    const length = isRun ? 257 - code : code + 1;
    if (written + length > count || read + (isRun ? 1 : length) > source.length) return false;
    for (let i = 0; i < length; i++) target[at + (written + i) * step] = source[isRun ? read : read + i] ?? 0;
    read += isRun ? 1 : code + 1;
    written += length;
  }
  // Segments are padded to an even length; some writers pad more.
  return written === count && source.subarray(read).every((byte) => byte === 0 || byte === 128);
}
