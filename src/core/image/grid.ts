import type { Preprocessing } from '../definition/definition.ts';
import {
  millimetres,
  toMillimetres,
  toPixels,
  UNKNOWN_AS_ONE,
  type Millimetres,
  type PhysicalPoint,
  type Pixels,
  type PixelSpacing,
  type Point,
  type Size,
} from '../measure.ts';
import { physicalPoint, type Geometry } from './geometry.ts';

/** The grid of the exported image, and how its pixels are made from the source's. */
export type Grid = {
  readonly size: Size;
  /** Of the centre of the first pixel. */
  readonly origin: PhysicalPoint;
  readonly orientation: Geometry['orientation'];
  readonly thickness: Millimetres;
  /** Value of pixels outside the source. */
  readonly padding: number;
} & (
  | { readonly resampled: true; readonly spacing: PixelSpacing }
  | {
      /** Source pixels are copied unchanged, starting at `offset` (which may be negative). */
      readonly resampled: false;
      readonly spacing: PixelSpacing | null;
      readonly offset: Point;
    }
);

/**
 * Box in source pixels, [x0, y0, x1, y1], given by its edges. Pixel centres are integers, so the
 * box of the whole source starts at −0.5.
 */
export type Box = readonly [x0: Pixels, y0: Pixels, x1: Pixels, y1: Pixels];

/**
 * The output grid of DESIGN section 5. The centre of the output box (continuous output index (N −
 * 1) / 2 on both axes) is the physical point of `center`. Spacing and size are exactly the
 * definition's. With an even N this point is the corner between the four middle pixels, so the box
 * is symmetric about the clicked point.
 *
 * Without a pixel size in the definition, or without spacing in the source, nothing is
 * interpolated: the box moves to the nearest whole pixel. A definition without image size keeps the
 * source's extent.
 *
 * @param center null (and always with crop `none`) means the centre of the image
 */
export function cropGrid(source: Geometry, preprocessing: Preprocessing, center: Point | null): Grid {
  const [cx, cy] = boxCenter(source, preprocessing, center);
  const { orientation, thickness, spacing } = source;
  const padding = preprocessing.paddingValue;
  const size = boxSize(source, preprocessing);
  const from = [(size[0] - 1) / 2, (size[1] - 1) / 2] as const;
  if (spacing === null || preprocessing.pixelSize === null) {
    const offset = [Math.round(cx - from[0]), Math.round(cy - from[1])] as const;
    const origin = spacing === null ? source.origin : physicalPoint(source, offset);
    return { resampled: false, size, spacing, origin, orientation, thickness, padding, offset };
  }
  const step = preprocessing.pixelSize;
  const point = physicalPoint(source, [cx, cy]);
  const back = [toMillimetres(from[0], step), toMillimetres(from[1], step)] as const;
  const origin = [
    millimetres(point[0] - orientation[0] * back[0] - orientation[3] * back[1]),
    millimetres(point[1] - orientation[1] * back[0] - orientation[4] * back[1]),
    millimetres(point[2] - orientation[2] * back[0] - orientation[5] * back[1]),
  ] as const;
  return { resampled: true, size, spacing: [step, step], origin, orientation, thickness, padding };
}

/** The box that {@link cropGrid} keeps, for drawing over the source. */
export function cropBox(source: Geometry, preprocessing: Preprocessing, center: Point | null): Box {
  const grid = cropGrid(source, preprocessing, center);
  if (!grid.resampled) {
    const [x, y] = grid.offset;
    return [x - 0.5, y - 0.5, x + grid.size[0] - 0.5, y + grid.size[1] - 0.5];
  }
  const [cx, cy] = boxCenter(source, preprocessing, center);
  const [sx, sy] = source.spacing ?? UNKNOWN_AS_ONE;
  const halfWidth = toPixels(toMillimetres(grid.size[0], grid.spacing[0]), sx) / 2;
  const halfHeight = toPixels(toMillimetres(grid.size[1], grid.spacing[1]), sy) / 2;
  return [cx - halfWidth, cy - halfHeight, cx + halfWidth, cy + halfHeight];
}

function boxCenter(source: Geometry, preprocessing: Preprocessing, center: Point | null): Point {
  return center === null || preprocessing.crop === 'none'
    ? [(source.size[0] - 1) / 2, (source.size[1] - 1) / 2]
    : center;
}

function boxSize({ size, spacing }: Geometry, { pixelSize, imageSize }: Preprocessing): Size {
  if (imageSize !== null) return imageSize;
  if (spacing === null || pixelSize === null) return size;
  const extent = (length: Pixels, step: Millimetres) =>
    Math.max(1, Math.round(toPixels(toMillimetres(length, step), pixelSize)));
  return [extent(size[0], spacing[0]), extent(size[1], spacing[1])];
}
