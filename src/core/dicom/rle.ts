const HEADER = 64;
const MOST_FROM_A_BYTE = 64;

/**
 * Decodes one RLE frame (PS3.5 annex G) into native little-endian bytes, one plane a sample. Null when the stream is damaged: a
 * wrong number of segments, one that ends early, or one that holds more than the picture.
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
  // Two bytes give 128 at most: a picture that its stream cannot fill is not made room for.
  if (pixels * segments > bytes.length * MOST_FROM_A_BYTE) return null;
  const decoded = new Uint8Array(pixels * segments);
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 + segment * 4, true);
    const end = segment + 1 < segments ? view.getUint32(8 + segment * 4, true) : bytes.length;
    if (start < HEADER || end < start || end > bytes.length) return null;
    // Segments hold the most significant byte of a sample first.
    const sample = Math.floor(segment / bytesPerSample);
    const significance = bytesPerSample - 1 - (segment % bytesPerSample);
    const at = sample * pixels * bytesPerSample + significance;
    if (!unpack(bytes.subarray(start, end), decoded, at, bytesPerSample, pixels)) return null;
  }
  return decoded;
}

/** PackBits into every `step`th byte of `target` from `at`. False when other than `count` bytes come out. */
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
  // Segments are padded to an even length, by some writers to more.
  return written === count && source.subarray(read).every((byte) => byte === 0 || byte === 128);
}
