import type { Image } from '../dicom/image.ts';

/**
 * The greater of two frames of one image, sample by sample; colours each by itself. Writes into `most` where its type holds both, so that a
 * loop of any length takes the memory of two frames. null: the frames have different sizes.
 */
export function maximumOf(most: Image, frame: Image): Image | null {
  if (most.data.length !== frame.data.length || most.size[0] !== frame.size[0]) return null;
  const isSame = most.data.constructor === frame.data.constructor;
  // The modality rescale may widen the type of some frames.
  const data = isSame ? most.data : Float64Array.from(most.data);
  for (let at = 0; at < data.length; at++) {
    const value = frame.data[at] ?? 0;
    if (value > (data[at] ?? 0)) data[at] = value;
  }
  return { ...most, data };
}
