import type { Image } from '../dicom/image.ts';
import { millimetres, ORIGIN } from '../measure.ts';
import type { Geometry } from './geometry.ts';

type Vector = readonly [number, number, number];

/**
 * The grid of an image with its place in the scanner removed: origin 0, thickness 1, and the
 * directions of the nearest anatomical plane (LPS). Size and spacing stay. Slices of one patient
 * share an oblique direction, an origin and a thickness, so a published image must not keep them.
 */
export function standardPlane<T extends Geometry>(image: T): T {
  const { orientation } = image;
  const [rx, ry, rz, cx, cy, cz] = orientation;
  const row = nearestAxis([rx, ry, rz], null);
  const column = nearestAxis([cx, cy, cz], row.axis);
  return {
    ...image,
    origin: ORIGIN,
    orientation: [...unit(row), ...unit(column)] as unknown as Image['orientation'],
    thickness: millimetres(1),
  };
}

interface SignedAxis {
  readonly axis: number;
  readonly sign: 1 | -1;
}

/** The axis along which a direction is longest; of equal ones, the first. */
function nearestAxis(direction: Vector, taken: number | null): SignedAxis {
  let axis = taken === 0 ? 1 : 0;
  direction.forEach((length, at) => {
    if (at !== taken && Math.abs(length) > Math.abs(direction[axis] ?? 0)) axis = at;
  });
  return { axis, sign: (direction[axis] ?? 0) < 0 ? -1 : 1 };
}

const unit = ({ axis, sign }: SignedAxis): Vector => [
  axis === 0 ? sign : 0,
  axis === 1 ? sign : 0,
  axis === 2 ? sign : 0,
];
