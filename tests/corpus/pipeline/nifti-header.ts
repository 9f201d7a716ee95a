import { gunzipSync } from 'node:zlib';

/** Size and pixel size (mm) of a .nii.gz file, read from the fields of NIfTI-1 by their offsets. */
export function readNiftiHeader(file: Uint8Array): { size: number[]; pixel: number[] } {
  const bytes = gunzipSync(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    size: [view.getInt16(42, true), view.getInt16(44, true)],
    pixel: [view.getFloat32(80, true), view.getFloat32(84, true)].map((mm) => Math.round(mm * 1e6) / 1e6),
  };
}
