import type { Matrix, Vector } from './geometry.ts';

type Column = [number, number, number];
type Columns = readonly [Column, Column, Column];

const AXES = [0, 1, 2] as const;
type Axis = (typeof AXES)[number];
/**
 * The iteration converges in two or three steps. A matrix that needs more is not a valid geometry.
 */
const MOST_STEPS = 1000;

/**
 * Inverse by the singular value decomposition of LINPACK (`dsvdc`: Golub and Reinsch 1970), V · S⁻¹
 * · Uᵀ, with the same order of operations. ITK inverts direction × spacing in this way. The last
 * bit decides on which side of a pixel border a sample of an oblique image falls. Null for a
 * singular matrix.
 */
export function inverse(matrix: Matrix): Matrix | null {
  const column = (axis: Axis): Column => [matrix[0][axis], matrix[1][axis], matrix[2][axis]];
  const found = decomposition([column(0), column(1), column(2)]);
  if (found === null) return null;
  const { u, s, v } = found;
  const scaled = (row: Axis): Vector => [
    v[0][row] * (1 / s[0]),
    v[1][row] * (1 / s[1]),
    v[2][row] * (1 / s[2]),
  ];
  const row = (at: Axis): Vector => {
    const [a, b, c] = scaled(at);
    const entry = (to: Axis) => a * u[0][to] + b * u[1][to] + c * u[2][to];
    return [entry(0), entry(1), entry(2)];
  };
  return [row(0), row(1), row(2)];
}

/** x = U · diag(s) · Vᵀ; `x` is overwritten. Null when a singular value is 0. */
function decomposition(x: Columns): { u: Columns; s: Column; v: Columns } | null {
  const s: Column = [0, 0, 0];
  const e: Column = [0, 0, 0];
  // Householder transformations to an upper bidiagonal matrix, kept for U in x and for V in `right`.
  s[0] = reflect(x[0], 0);
  for (const j of [1, 2] as const) if (s[0] !== 0) applyTo(x[j], x[0], 0);
  const right: Column = [0, x[1][0], x[2][0]];
  e[0] = reflect(right, 1);
  if (e[0] !== 0) {
    const work: Column = [0, 0, 0];
    for (const j of [1, 2] as const) add(work, right[j], x[j], 1);
    for (const j of [1, 2] as const) add(x[j], -right[j] / right[1], work, 1);
  }
  s[1] = reflect(x[1], 1);
  if (s[1] !== 0) applyTo(x[2], x[1], 1);
  s[2] = x[2][2];
  e[1] = x[2][1];

  const u: Columns = [[...x[0]], [...x[1]], [0, 0, 1]];
  for (const l of [1, 0] as const) {
    const own = u[l];
    if (s[l] === 0) {
      own.fill(0);
    } else {
      for (const j of AXES) if (j > l) applyTo(u[j], own, l);
      for (const i of AXES) own[i] = i < l ? 0 : own[i] * -1;
    }
    own[l] += 1;
  }
  const v: Columns = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  if (e[0] !== 0) for (const j of [1, 2] as const) applyTo(v[j], right, 1);
  return diagonal(s, e, u, v) ? { u, s, v } : null;
}

/**
 * Replaces `column`, from row `from` on, by the vector of its reflection. Returns the diagonal
 * entry that takes its place.
 */
function reflect(column: Column, from: Axis): number {
  let length = norm(column, from);
  if (length === 0) return -0;
  if (column[from] < 0) length = -length;
  for (const i of AXES) if (i >= from) column[i] *= 1 / length;
  column[from] += 1;
  return -length;
}

function applyTo(column: Column, reflection: Column, from: Axis): void {
  let sum = 0;
  for (const i of AXES) if (i >= from) sum += reflection[i] * column[i];
  add(column, -sum / reflection[from], reflection, from);
}

function add(column: Column, factor: number, other: Column, from: Axis): void {
  if (factor !== 0) for (const i of AXES) if (i >= from) column[i] += factor * other[i];
}

/** Euclidean length, scaled by the largest entry so far, as in the reference BLAS. */
function norm(column: Column, from: Axis): number {
  let scale = 0;
  let sum = 1;
  for (const i of AXES) {
    const size = Math.abs(column[i]);
    if (i < from || size === 0) continue;
    if (scale < size) {
      const ratio = scale / size;
      sum = 1 + sum * (ratio * ratio);
      scale = size;
    } else {
      const ratio = size / scale;
      sum += ratio * ratio;
    }
  }
  return scale * Math.sqrt(sum);
}

/**
 * Implicit QR steps until the superdiagonal `e` is 0. Singular values become positive and
 * descending.
 */
function diagonal(s: Column, e: Column, u: Columns, v: Columns): boolean {
  let last = 2;
  for (let steps = 0; steps < MOST_STEPS;) {
    if (last < 0) return s.every((value) => value > 0);
    let first = last;
    while (first > 0) {
      const test = Math.abs(s[(first - 1) as Axis]) + Math.abs(s[first as Axis]);
      if (test + Math.abs(e[(first - 1) as Axis]) === test) {
        e[(first - 1) as Axis] = 0;
        break;
      }
      first--;
    }
    if (first === last) {
      settle(last as Axis, s, u, v);
      steps = 0;
      last--;
    } else {
      step(first as Axis, last as Axis, s, e, u, v);
      steps++;
    }
  }
  return false;
}

function step(first: Axis, last: Axis, s: Column, e: Column, u: Columns, v: Columns): void {
  const before = (last - 1) as Axis;
  const scale = Math.max(...[s[last], s[before], e[before], s[first], e[first]].map(Math.abs));
  const sm = s[last] / scale;
  const smm1 = s[before] / scale;
  const emm1 = e[before] / scale;
  const sl = s[first] / scale;
  const el = e[first] / scale;
  const b = ((smm1 + sm) * (smm1 - sm) + emm1 * emm1) / 2;
  const c = sm * emm1 * (sm * emm1);
  let shift = 0;
  if (b !== 0 || c !== 0) {
    const root = Math.sqrt(b * b + c);
    shift = c / (b + (b < 0 ? -root : root));
  }
  let f = (sl + sm) * (sl - sm) + shift;
  let g = sl * el;
  for (let at = first; at < last; at++) {
    const k = at as Axis;
    const next = (at + 1) as Axis;
    const columns = rotation(f, g);
    if (k !== first) e[(k - 1) as Axis] = columns.length;
    f = columns.cos * s[k] + columns.sin * e[k];
    e[k] = columns.cos * e[k] - columns.sin * s[k];
    g = columns.sin * s[next];
    s[next] = columns.cos * s[next];
    rotate(v[k], v[next], columns);
    const rows = rotation(f, g);
    s[k] = rows.length;
    f = rows.cos * e[k] + rows.sin * s[next];
    s[next] = -rows.sin * e[k] + rows.cos * s[next];
    g = rows.sin * e[next];
    e[next] = rows.cos * e[next];
    rotate(u[k], u[next], rows);
  }
  e[before] = f;
}

interface Rotation {
  readonly length: number;
  readonly cos: number;
  readonly sin: number;
}

/** Rotates (a, b) to (length, 0), with the sign of the larger of the two. */
function rotation(a: number, b: number): Rotation {
  const scale = Math.abs(a) + Math.abs(b);
  if (scale === 0) return { length: 0, cos: 1, sin: 0 };
  const [p, q] = [a / scale, b / scale];
  const larger = Math.abs(a) > Math.abs(b) ? a : b;
  const length = (larger < 0 ? -1 : 1) * (scale * Math.sqrt(p * p + q * q));
  return { length, cos: a / length, sin: b / length };
}

function rotate(one: Column, other: Column, { cos, sin }: Rotation): void {
  for (const i of AXES) {
    const turned = cos * one[i] + sin * other[i];
    other[i] = cos * other[i] - sin * one[i];
    one[i] = turned;
  }
}

/** Makes a found singular value positive and moves it behind the larger ones. */
function settle(found: Axis, s: Column, u: Columns, v: Columns): void {
  if (s[found] < 0) {
    s[found] = -s[found];
    for (const i of AXES) v[found][i] *= -1;
  }
  for (let at = found; at < 2; at++) {
    const k = at as Axis;
    const next = (at + 1) as Axis;
    if (s[k] >= s[next]) return;
    [s[k], s[next]] = [s[next], s[k]];
    for (const i of AXES) {
      [v[k][i], v[next][i]] = [v[next][i], v[k][i]];
      [u[k][i], u[next][i]] = [u[next][i], u[k][i]];
    }
  }
}
