import type { Image } from '../dicom/image.ts';

/**
 * The maximum of two frames of one image, sample by sample; for colour, each component separately.
 * Writes into `most` when both frames have the same type, so a loop of any length needs the memory
 * of two frames. Null: the frames have different sizes.
 */
export function maximumOf(most: Image, frame: Image): Image | null {
  if (most.data.length !== frame.data.length || most.size[0] !== frame.size[0]) return null;
  const isSame = most.data.constructor === frame.data.constructor;
  // The modality rescale can give some frames a wider type.
  const data = isSame ? most.data : Float64Array.from(most.data);
  for (let at = 0; at < data.length; at++) {
    const value = frame.data[at] ?? 0;
    if (value > (data[at] ?? 0)) data[at] = value;
  }
  return { ...most, data };
}
