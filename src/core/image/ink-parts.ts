import type { Plane } from './grey-plane.ts';
import type { Pixels } from '../measure.ts';

/**
 * Connected pixels that differ clearly from their surroundings: a letter, a few touching letters,
 * or a piece of anatomy.
 */
export interface Part {
  /** First column and row, then the column and row after the last. */
  readonly x0: Pixels;
  readonly y0: Pixels;
  readonly x1: Pixels;
  readonly y1: Pixels;
  readonly area: number;
  /** Number of runs of pixels along rows, and along columns. */
  readonly runs: number;
  readonly runsDown: number;
  /** Mean grey level, 0 to 255. */
  readonly level: number;
  /**
   * Step of grey level at the ends of its runs, divided by the difference between the run and the
   * level three pixels away. 1 means a hard edge.
   */
  readonly sharp: number;
}

/**
 * Distance in pixels, on each side of a pixel, of the neighbourhood whose smallest and largest grey
 * level classify it. It is wider than a stroke.
 */
const AROUND = 4;
/** Minimum range of grey levels (0 to 255) in the neighbourhood. */
export const CONTRAST = 22;
/** Maximum size in pixels: larger parts are not letters. */
const SMALLEST = 4;
const TALLEST = 34;

/** The light and the dark parts of a plane that have the height of letters. */
export function inkParts(plane: Plane): { readonly light: readonly Part[]; readonly dark: readonly Part[] } {
  const { data } = plane;
  const { low, high } = extremes(plane);
  // 1 light, 2 dark, 0 neither.
  const ink = low;
  for (let at = 0; at < data.length; at++) {
    const least = low[at] ?? 0;
    const most = high[at] ?? 0;
    if (most - least < CONTRAST) ink[at] = 0;
    else ink[at] = 2 * (data[at] ?? 0) > least + most ? 1 : 2;
  }
  const [light = [], dark = []] = partsByKind(plane, ink, 2, TALLEST);
  return { light, dark };
}

/**
 * Smallest and largest grey level of the nine by nine pixels around each pixel, cut at the edges.
 */
function extremes({ columns, rows, data }: Plane): { low: Uint8Array; high: Uint8Array } {
  const low = new Uint8Array(data.length);
  const high = new Uint8Array(data.length);
  const least = new Uint8Array(columns + 2 * AROUND);
  const most = new Uint8Array(columns + 2 * AROUND);
  for (let y = 0; y < rows; y++) {
    const line = data.subarray(y * columns, (y + 1) * columns);
    least.fill(255);
    most.fill(0);
    least.set(line, AROUND);
    most.set(line, AROUND);
    // Windows of 2, 4 and 8, and two overlapping windows for 9.
    for (const by of [1, 2, 4, 1]) {
      const end = least.length - by;
      for (let x = 0; x < end; x++) {
        const a = least[x + by] ?? 0;
        if (a < (least[x] ?? 0)) least[x] = a;
        const b = most[x + by] ?? 0;
        if (b > (most[x] ?? 0)) most[x] = b;
      }
    }
    low.set(least.subarray(0, columns), y * columns);
    high.set(most.subarray(0, columns), y * columns);
  }
  // The same along columns: windows start at each row and are then moved up by half their height.
  for (const by of [1, 2, 4, 1]) {
    const reach = by * columns;
    const end = data.length - reach;
    for (let at = 0; at < end; at++) {
      const a = low[at + reach] ?? 0;
      if (a < (low[at] ?? 0)) low[at] = a;
      const b = high[at + reach] ?? 0;
      if (b > (high[at] ?? 0)) high[at] = b;
    }
  }
  const up = Math.min(AROUND, rows) * columns;
  const lowest = low.slice();
  const highest = high.slice();
  low.set(lowest.subarray(0, data.length - up), up);
  high.set(highest.subarray(0, data.length - up), up);
  // The window of the first rows contains only rows inside the image.
  for (let y = 0; y < Math.min(AROUND, rows); y++) {
    for (let x = 0; x < columns; x++) {
      let least = 255;
      let most = 0;
      for (let v = 0; v <= Math.min(rows - 1, y + AROUND); v++) {
        for (let u = Math.max(0, x - AROUND); u <= Math.min(columns - 1, x + AROUND); u++) {
          const grey = data[v * columns + u] ?? 0;
          if (grey < least) least = grey;
          if (grey > most) most = grey;
        }
      }
      low[y * columns + x] = least;
      high[y * columns + x] = most;
    }
  }
  return { low, high };
}

/**
 * The parts of each kind of ink, from 1 to `kinds`; 0 means none. Runs of one kind along rows are
 * joined where they touch runs of the next row, also at corners. `tallest`: a part whose shorter
 * side has at least this many pixels is not a letter.
 */
export function partsByKind(
  { columns, rows, data }: Plane,
  ink: Uint8Array,
  kinds: number,
  tallest: number,
): Part[][] {
  let capacity = 1024;
  let starts = new Int32Array(capacity);
  let ends = new Int32Array(capacity);
  let rowOf = new Int32Array(capacity);
  let parent = new Int32Array(capacity);
  let sums = new Float64Array(capacity);
  let steps = new Float64Array(capacity);
  let wholes = new Float64Array(capacity);
  let downs = new Int32Array(capacity);
  let kindOf = new Uint8Array(capacity);
  let count = 0;
  const find = (run: number): number => {
    let root = run;
    while ((parent[root] ?? 0) !== root) root = parent[root] ?? 0;
    while ((parent[run] ?? 0) !== root) {
      const next = parent[run] ?? 0;
      parent[run] = root;
      run = next;
    }
    return root;
  };
  let above = 0;
  for (let y = 0; y < rows; y++) {
    const first = count;
    const row = y * columns;
    for (let x = 0; x < columns;) {
      const kind = ink[row + x] ?? 0;
      if (kind === 0) {
        x++;
        continue;
      }
      const start = x;
      let sum = 0;
      let down = 0;
      for (; x < columns && ink[row + x] === kind; x++) {
        sum += data[row + x] ?? 0;
        if (y === 0 || ink[row + x - columns] !== kind) down++;
      }
      if (count === capacity) {
        capacity *= 2;
        starts = grown(starts, Int32Array, capacity);
        ends = grown(ends, Int32Array, capacity);
        rowOf = grown(rowOf, Int32Array, capacity);
        parent = grown(parent, Int32Array, capacity);
        sums = grown(sums, Float64Array, capacity);
        steps = grown(steps, Float64Array, capacity);
        wholes = grown(wholes, Float64Array, capacity);
        downs = grown(downs, Int32Array, capacity);
        kindOf = grown(kindOf, Uint8Array, capacity);
      }
      starts[count] = start;
      ends[count] = x;
      rowOf[count] = y;
      parent[count] = count;
      sums[count] = sum;
      const left = start > 0 ? Math.abs((data[row + start] ?? 0) - (data[row + start - 1] ?? 0)) : 0;
      const right = x < columns ? Math.abs((data[row + x - 1] ?? 0) - (data[row + x] ?? 0)) : 0;
      const mean = sum / (x - start);
      steps[count] = left + right;
      wholes[count] =
        (start > 0 ? Math.abs(mean - (data[row + Math.max(0, start - 3)] ?? 0)) : 0) +
        (x < columns ? Math.abs(mean - (data[row + Math.min(columns - 1, x + 2)] ?? 0)) : 0);
      downs[count] = down;
      kindOf[count] = kind;
      count++;
    }
    for (let run = first, over = above; run < count; run++) {
      const start = starts[run] ?? 0;
      const end = ends[run] ?? 0;
      while (over < first && (ends[over] ?? 0) < start) over++;
      for (let other = over; other < first && (starts[other] ?? 0) <= end; other++) {
        if (kindOf[run] !== kindOf[other]) continue;
        const a = find(run);
        const b = find(other);
        if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
    above = first;
  }
  const index = new Int32Array(count).fill(-1);
  const found: {
    kind: number;
    x0: number;
    y0: number;
    x1: number;
    y1: number;
    area: number;
    runs: number;
    runsDown: number;
    sum: number;
    step: number;
    whole: number;
  }[] = [];
  for (let run = 0; run < count; run++) {
    const root = find(run);
    let at = index[root] ?? -1;
    if (at < 0) {
      at = found.length;
      index[root] = at;
      found.push({
        kind: kindOf[run] ?? 0,
        x0: columns,
        y0: rows,
        x1: 0,
        y1: 0,
        area: 0,
        runs: 0,
        runsDown: 0,
        sum: 0,
        step: 0,
        whole: 0,
      });
    }
    const part = found[at];
    if (!part) continue;
    const start = starts[run] ?? 0;
    const end = ends[run] ?? 0;
    const y = rowOf[run] ?? 0;
    if (start < part.x0) part.x0 = start;
    if (end > part.x1) part.x1 = end;
    if (y < part.y0) part.y0 = y;
    if (y >= part.y1) part.y1 = y + 1;
    part.area += end - start;
    part.runs++;
    part.runsDown += downs[run] ?? 0;
    part.whole += wholes[run] ?? 0;
    part.sum += sums[run] ?? 0;
    part.step += steps[run] ?? 0;
  }
  const out = Array.from({ length: kinds }, (): Part[] => []);
  for (const { kind, sum, step, whole, ...part } of found) {
    const longer = Math.max(part.x1 - part.x0, part.y1 - part.y0);
    const shorter = Math.min(part.x1 - part.x0, part.y1 - part.y0);
    if (longer < SMALLEST || shorter > tallest || longer > 12 * tallest || part.area < SMALLEST) continue;
    const sharp = whole > 0 ? step / whole : 0;
    out[kind - 1]?.push({ ...part, level: sum / part.area, sharp });
  }
  return out;
}

function grown<T extends Int32Array | Float64Array | Uint8Array>(
  old: T,
  Type: new (length: number) => T,
  length: number,
): T {
  const wider = new Type(length);
  wider.set(old);
  return wider;
}
