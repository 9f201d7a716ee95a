import { pixelAspectOf, type Image, type Mask } from '../dicom/image.ts';
import type { Pixels, Size } from '../measure.ts';

/** Number of values sampled along each axis for one pixel of a small picture. */
const SAMPLES = 4;

/**
 * [columns, rows] of a small picture with the patient's aspect ratio. Its longer side has `side`
 * pixels.
 */
export function thumbnailSize(image: Pick<Image, 'size' | 'spacing' | 'pixelAspect'>, side: Pixels): Size {
  const { size } = image;
  const [width, height] = [size[0], size[1] * pixelAspectOf(image)];
  const scale = side / Math.max(width, height);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/**
 * The image with `size` pixels, each the mean of some of the source pixels that it covers. Only for
 * display: its geometry is not updated.
 */
export function reducedImage(image: Image, size: Size): Image {
  const { components } = image;
  const data = new Float32Array(size[0] * size[1] * components);
  const add = eachSample(image.size, size);
  for (let component = 0; component < components; component++) {
    add((to, from, share) => {
      const at = to * components + component;
      data[at] = (data[at] ?? 0) + (image.data[from * components + component] ?? 0) * share;
    });
  }
  return { ...image, size, data: components === 3 ? Uint8Array.from(data) : data };
}

/** For each pixel of a small picture, the share that lies in the mask, 0 to 1. */
export function reducedMask(mask: Mask, size: Size): Float32Array {
  const shares = new Float32Array(size[0] * size[1]);
  eachSample(
    mask.size,
    size,
  )((to, from, share) => {
    if (mask.data[from] !== 0) shares[to] = (shares[to] ?? 0) + share;
  });
  return shares;
}

type Take = (to: number, from: number, share: number) => void;

/**
 * Visits the samples of every pixel of the small picture: index of the pixel, index in the source,
 * and weight of the sample in the mean.
 */
function eachSample(source: Size, size: Size): (take: Take) => void {
  const along = (axis: 0 | 1): readonly (readonly number[])[] => {
    const step = source[axis] / size[axis];
    const count = Math.min(SAMPLES, Math.max(1, Math.round(step)));
    return Array.from({ length: size[axis] }, (_, to) =>
      Array.from({ length: count }, (_, n) =>
        Math.min(source[axis] - 1, Math.floor((to + (n + 0.5) / count) * step)),
      ),
    );
  };
  const [xs, ys] = [along(0), along(1)];
  return (take) => {
    ys.forEach((lines, row) => {
      xs.forEach((places, column) => {
        const share = 1 / (lines.length * places.length);
        for (const y of lines) for (const x of places) take(row * size[0] + column, y * source[0] + x, share);
      });
    });
  };
}
