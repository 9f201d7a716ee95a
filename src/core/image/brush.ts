import type { Mask } from '../dicom/image.ts';

import type { Pixels, Point } from '../measure.ts';

/**
 * One edit of a mask: the indices of the pixels that it changed, so that it can be undone and
 * redone.
 */
export interface MaskEdit {
  /** The new value of the changed pixels. Their old value was the opposite one. */
  readonly value: 0 | 1;
  readonly changed: Uint32Array;
}

/**
 * The pixels under a round brush drawn along a line (pixels, centres at integers): those whose
 * centre is at most `radius` from the line. A brush of radius 0.5 covers one pixel.
 */
export function brushed(mask: Mask, line: readonly Point[], radius: Pixels, value: 0 | 1): MaskEdit {
  const [columns, rows] = mask.size;
  const changed = new Set<number>();
  line.forEach((to, index) => {
    const from = line[index - 1] ?? to;
    const top = Math.max(0, Math.ceil(Math.min(from[1], to[1]) - radius));
    const bottom = Math.min(rows - 1, Math.floor(Math.max(from[1], to[1]) + radius));
    const left = Math.max(0, Math.ceil(Math.min(from[0], to[0]) - radius));
    const right = Math.min(columns - 1, Math.floor(Math.max(from[0], to[0]) + radius));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        if (mask.data[y * columns + x] !== value && distance([x, y], from, to) <= radius) {
          changed.add(y * columns + x);
        }
      }
    }
  });
  return { value, changed: Uint32Array.from(changed) };
}

/** The pixels inside a shape (for example from `polygonMask`) whose value is not `value` yet. */
export function filled(mask: Mask, shape: Mask, value: 0 | 1): MaskEdit {
  const changed: number[] = [];
  shape.data.forEach((inside, at) => {
    if (inside !== 0 && mask.data[at] !== value) changed.push(at);
  });
  return { value, changed: Uint32Array.from(changed) };
}

/** A copy of the mask with the edit applied. The argument does not change. */
export function edited(mask: Mask, { value, changed }: MaskEdit): Mask {
  const data = mask.data.slice();
  for (const at of changed) data[at] = value;
  return { size: mask.size, data };
}

/** The edit that undoes `edit`. */
export const inverse = ({ value, changed }: MaskEdit): MaskEdit => ({ value: value === 1 ? 0 : 1, changed });

function distance(point: Point, from: Point, to: Point): Pixels {
  const along = [to[0] - from[0], to[1] - from[1]] as const;
  const length = along[0] ** 2 + along[1] ** 2;
  const t =
    length === 0
      ? 0
      : Math.min(
          1,
          Math.max(0, ((point[0] - from[0]) * along[0] + (point[1] - from[1]) * along[1]) / length),
        );
  return Math.hypot(point[0] - from[0] - t * along[0], point[1] - from[1] - t * along[1]);
}
