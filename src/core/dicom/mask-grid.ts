import { failure, type Failure } from '../failure.ts';
import { ORIGIN, UNKNOWN_AS_ONE, type PhysicalPoint, type PixelSpacing, type Size } from '../measure.ts';
import { failed, success, type Result } from '../result.ts';

/*
 * Where the pixels of a mask file lie on the grid of its image. A file is put on the grid by the
 * geometry that it states: its axes may be reversed or exchanged (exactly: nothing is resampled), else
 * it is refused with the difference. docs/data.md has the rules in words.
 */

/** Voxels in space. */
export interface Lattice {
  /** Voxels along each axis. */
  readonly size: readonly number[];
  /** Voxel to world (RAS), the upper three rows, row-major, in mm. Null: none is stated. */
  readonly affine: readonly number[] | null;
  /** False: the place (the last column of the affine) is not known. Default: known. */
  readonly isPlaced?: boolean;
  /** False: the lengths of the axes are not mm, only their directions are known. Default: mm. */
  readonly isScaled?: boolean;
}

/** A plane as DICOM states it (LPS); null: not stated. */
export interface Plane {
  readonly size: Size;
  readonly spacing: PixelSpacing | null;
  /** Centre of the first pixel. */
  readonly position: PhysicalPoint | null;
  /** Row and column direction cosines. */
  readonly orientation: readonly number[] | null;
}

/**
 * The lattice of a plane. What it does not state is as in the NIfTI files that we write of it: pixels
 * of 1 mm, at the origin, along the axes of LPS.
 */
export function latticeOf({ size, spacing, position, orientation }: Plane): Lattice {
  const [rx = 1, ry = 0, rz = 0, cx = 0, cy = 1, cz = 0] = orientation ?? [];
  const [sx, sy] = spacing ?? UNKNOWN_AS_ONE;
  const [px, py, pz] = position ?? ORIGIN;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx] as const;
  return {
    size,
    affine: [
      ...[-rx * sx, -cx * sy, -normal[0], -px],
      ...[-ry * sx, -cy * sy, -normal[1], -py],
      ...[rz * sx, cz * sy, normal[2], pz],
    ],
    isPlaced: position !== null && orientation !== null,
    isScaled: spacing !== null,
  };
}

/** Where the element of a grid's first pixel stands in the data of a file, and the steps from there. */
export interface Placement {
  readonly start: number;
  /** Elements from one to the next along each axis of the grid. */
  readonly steps: readonly number[];
}

/** Largest distance between a pixel of the mask and that of the image, as a share of a pixel. */
const SAME_PIXEL = 0.1;
/** Relative difference of two lengths that are meant to be equal. */
const SAME_LENGTH = 1e-3;

type Vector = readonly [number, number, number];

const axisOf = ({ affine }: Lattice, along: number): Vector =>
  [0, 1, 2].map((axis) => affine?.[4 * axis + along] ?? 0) as unknown as Vector;
const plus = (a: Vector, b: Vector, times = 1): Vector => [
  a[0] + times * b[0],
  a[1] + times * b[1],
  a[2] + times * b[2],
];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const lengthOf = (a: Vector): number => Math.sqrt(dot(a, a));
const cosineOf = (a: Vector, b: Vector): number => dot(a, b) / (lengthOf(a) * lengthOf(b) || 1);

const lengthAlong = (size: readonly number[], axis: number): number => size[axis] ?? 1;
/** The two axes of the plane: those of more than one voxel, and the first others where there are fewer. */
const extended = (size: readonly number[]): readonly number[] => {
  const isLong = (axis: number) => lengthAlong(size, axis) > 1;
  const axes = [0, 1, 2].toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)) || a - b);
  return axes.slice(0, 2).sort();
};
/** Elements of the file from one voxel to the next along each axis. */
const stridesOf = (size: readonly number[]): readonly number[] =>
  size.map((_, axis) => size.slice(0, axis).reduce((a, b) => a * b, 1));

/**
 * Where the pixels of a 2D mask stand on a 2D grid.
 *
 * 1. A mask that states no geometry, or a grid without one, is taken pixel by pixel in the order of
 *    the file.
 * 2. Where the stated geometry lays the mask on the grid, pixel on pixel, it decides, whatever the
 *    order of the axes.
 * 3. Else the geometry that numpy or SimpleITK write where none was given (the identity at the origin)
 *    counts as not stated.
 * 4. Else the mask is refused.
 *
 * @param mayBeUnstated false: 3 is left out
 *
 * Failures: `image/mask-other-size`, `image/mask-axes-swapped`, `image/mask-elsewhere`.
 */
export function placeMask(mask: Lattice, grid: Lattice, mayBeUnstated = true): Result<Placement> {
  if (mask.affine === null || grid.affine === null) return inFileOrder(mask, grid);
  // Without a place the identity would fit any grid, with both axes reversed.
  if (!isPlaced(mask, grid) && isUnstated(mask, grid)) return inFileOrder(mask, grid);
  const matched = matchAxes(mask, grid);
  const placement = matched && placementOf(mask, grid, matched);
  if (matched && placement && isOnGrid(mask, grid, matched)) return success(placement);
  if (mayBeUnstated && isUnstated(mask, grid)) return inFileOrder(mask, grid);
  if (!matched || !placement) return sizesOf(mask, grid) ?? failed(differenceOf(mask, grid, null));
  return failed(differenceOf(mask, grid, matched));
}

/** The values of a mask in the order of the grid's data. */
export function onGrid<T extends ArrayLike<number>>(
  data: T,
  size: readonly number[],
  { start, steps }: Placement,
): T | Float64Array<ArrayBuffer> {
  const total = size.reduce((product, length) => product * length, 1);
  let expected = 1;
  const isSame =
    start === 0 &&
    size.every((length, axis) => {
      const same = length === 1 || steps[axis] === expected;
      expected *= length;
      return same;
    });
  if (isSame && data.length === total) return data;
  const placed = new Float64Array(total);
  const at = size.map(() => 0);
  let from = start;
  for (let to = 0; to < total; to++) {
    placed[to] = data[from] ?? 0;
    for (let axis = 0; axis < size.length; axis++) {
      const step = steps[axis] ?? 0;
      from += step;
      at[axis] = (at[axis] ?? 0) + 1;
      if ((at[axis] ?? 0) < (size[axis] ?? 1)) break;
      from -= step * (size[axis] ?? 1);
      at[axis] = 0;
    }
  }
  return placed;
}

/** An axis of the mask for each of the grid, and whether it runs the other way. */
type Matched = readonly { readonly of: number; readonly axis: number; readonly isReversed: boolean }[];

/** The axes of nearest direction. Null: the planes differ so much that none can be told. */
function matchAxes(mask: Lattice, grid: Lattice): Matched | null {
  const own = extended(mask.size);
  const matched = extended(grid.size).map((of) => {
    const cosines = own.map((axis) => cosineOf(axisOf(grid, of), axisOf(mask, axis)));
    const best = cosines.reduce((a, cosine, i) => (Math.abs(cosine) > Math.abs(cosines[a] ?? 0) ? i : a), 0);
    return { of, axis: own[best] ?? 0, isReversed: (cosines[best] ?? 0) < 0, cosine: cosines[best] ?? 0 };
  });
  const isClear = matched.every(({ cosine }) => Math.abs(cosine) > Math.SQRT1_2);
  return isClear && matched[0]?.axis !== matched[1]?.axis ? matched : null;
}

/** Null where the sizes along the matched axes differ. */
function placementOf(mask: Lattice, grid: Lattice, matched: Matched): Placement | null {
  if (matched.some(({ of, axis }) => lengthAlong(grid.size, of) !== lengthAlong(mask.size, axis)))
    return null;
  const strides = stridesOf(mask.size);
  let start = 0;
  const steps = grid.size.map(() => 0);
  for (const { of, axis, isReversed } of matched) {
    const stride = strides[axis] ?? 0;
    if (of < steps.length) steps[of] = isReversed ? -stride : stride;
    if (isReversed) start += stride * (lengthAlong(mask.size, axis) - 1);
  }
  return { start, steps };
}

const smallestPixel = (grid: Lattice): number =>
  Math.min(...extended(grid.size).map((axis) => lengthOf(axisOf(grid, axis)) || 1));

const isScaled = (mask: Lattice, grid: Lattice): boolean =>
  mask.isScaled !== false && grid.isScaled !== false;
const isPlaced = (mask: Lattice, grid: Lattice): boolean =>
  mask.isPlaced !== false && grid.isPlaced !== false;

/** The mask's axis in the direction of the grid's; with the grid's length where lengths are not known. */
function turned(mask: Lattice, grid: Lattice, { of, axis, isReversed }: Matched[number]): Vector {
  const own = axisOf(mask, axis);
  const factor = isScaled(mask, grid) ? 1 : lengthOf(axisOf(grid, of)) / (lengthOf(own) || 1);
  return plus([0, 0, 0], own, isReversed ? -factor : factor);
}

function isOnGrid(mask: Lattice, grid: Lattice, matched: Matched): boolean {
  const most = SAME_PIXEL * smallestPixel(grid);
  const away = matched.map((match) =>
    plus(turned(mask, grid, match), axisOf(grid, match.of), -1).map(
      (component) => component * (lengthAlong(grid.size, match.of) - 1),
    ),
  ) as unknown as readonly Vector[];
  const first = isPlaced(mask, grid) ? shiftOf(mask, grid, matched) : ([0, 0, 0] as const);
  const corners = [[], [0], [1], [0, 1]].map((along) =>
    along.reduce((sum: Vector, n) => plus(sum, away[n] ?? [0, 0, 0]), first),
  );
  return corners.every((corner) => lengthOf(corner) <= most);
}

/** From the grid's first pixel to the mask's pixel that stands for it, mm. */
function shiftOf(mask: Lattice, grid: Lattice, matched: Matched): Vector {
  const start = matched.reduce(
    (at, { axis, isReversed }) =>
      isReversed ? plus(at, axisOf(mask, axis), lengthAlong(mask.size, axis) - 1) : at,
    axisOf(mask, 3),
  );
  return plus(start, axisOf(grid, 3), -1);
}

/**
 * True for the identity at the origin, in RAS (nibabel, with `numpy.eye(4)`) or LPS (SimpleITK, without
 * `CopyInformation`), with pixels of 1 mm or those of the grid.
 */
function isUnstated(mask: Lattice, grid: Lattice): boolean {
  const [x, y] = [axisOf(mask, 0), axisOf(mask, 1)];
  const isDiagonal = x[1] === 0 && x[2] === 0 && y[0] === 0 && y[2] === 0;
  if (!isDiagonal || x[0] * y[1] <= 0 || axisOf(mask, 3).some((component) => component !== 0)) return false;
  const lengths = [lengthOf(x), lengthOf(y)];
  const isUnit = lengths.every((length) => length === 1);
  const wanted = extended(grid.size).map((axis) => lengthOf(axisOf(grid, axis)));
  return (
    isUnit ||
    !isScaled(mask, grid) ||
    lengths.every((length, n) => Math.abs(length / (wanted[n] ?? 1) - 1) <= SAME_LENGTH)
  );
}

function inFileOrder(mask: Lattice, grid: Lattice): Result<Placement> {
  const refused = sizesOf(mask, grid);
  if (refused) return refused;
  // Equal sizes: the steps of one file are those of the other.
  return success({ start: 0, steps: stridesOf(grid.size) });
}

/** The refusal of a mask whose size in the order of the file is not the grid's. */
function sizesOf(mask: Lattice, grid: Lattice): Result<never> | null {
  const [expected, got] = [grid.size, mask.size].map(
    (size) => [lengthAlong(size, 0), lengthAlong(size, 1), lengthAlong(size, 2)] as const,
  ) as [Vector, Vector];
  if (expected.every((length, axis) => length === got[axis])) return null;
  const sorted = (size: readonly number[]) => size.toSorted((a, b) => a - b).join();
  const code = sorted(expected) === sorted(got) ? 'image/mask-axes-swapped' : 'image/mask-other-size';
  const named = { expected: grid.size.slice(0, 2), got: mask.size };
  return failed(failure(code, named));
}

/** What the mask says of itself that the image does not, the plainest first. */
function differenceOf(mask: Lattice, grid: Lattice, matched: Matched | null): Failure {
  const nothing = { degrees: null, expected: null, got: null, millimetres: null };
  const rounded = (value: number) => Number(value.toPrecision(4));
  if (matched === null) return failure('image/mask-elsewhere', { ...nothing, degrees: 90 });
  const cosines = matched.map(({ of, axis }) => Math.abs(cosineOf(axisOf(grid, of), axisOf(mask, axis))));
  const degrees = (Math.acos(Math.min(1, ...cosines)) * 180) / Math.PI;
  // An angle that moves no pixel of the border by a tenth is not the difference.
  const longest = Math.max(...grid.size);
  if (Math.sin((degrees * Math.PI) / 180) * longest > SAME_PIXEL)
    return failure('image/mask-elsewhere', { ...nothing, degrees: rounded(degrees) });
  const lengths = (of: Lattice, axes: readonly number[]) =>
    axes.map((axis) => rounded(lengthOf(axisOf(of, axis))));
  const expected = lengths(
    grid,
    matched.map(({ of }) => of),
  );
  const got = lengths(
    mask,
    matched.map(({ axis }) => axis),
  );
  const isOther = expected.some((length, n) => Math.abs((got[n] ?? 0) / length - 1) > SAME_LENGTH);
  if (isScaled(mask, grid) && isOther) return failure('image/mask-elsewhere', { ...nothing, expected, got });
  return failure('image/mask-elsewhere', {
    ...nothing,
    millimetres: rounded(lengthOf(shiftOf(mask, grid, matched))),
  });
}
