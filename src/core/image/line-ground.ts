import type { Pixels } from '../measure.ts';
import type { Plane } from './grey-plane.ts';
import type { Placed } from './letter-chains.ts';

/**
 * Grey levels nearer to the ground than to the ink, in the box and in a frame of a quarter of the
 * height around it.
 */
export function surroundings(
  { columns, rows, data }: Plane,
  box: { x0: number; y0: number; x1: number; y1: number },
  chain: readonly Placed[],
  level: number,
  height: Pixels,
): { ground: number; deviation: number; crowded: number } {
  const margin = Math.max(2, Math.round(height * 0.25));
  const x0 = Math.max(0, box.x0 - margin);
  const y0 = Math.max(0, box.y0 - margin);
  const x1 = Math.min(columns, box.x1 + margin);
  const y1 = Math.min(rows, box.y1 + margin);
  const bins = new Uint32Array(256);
  let count = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const grey = data[y * columns + x] ?? 0;
      bins[grey] = (bins[grey] ?? 0) + 1;
      count++;
    }
  }
  // The ground: all levels minus the ink's pixels, which are removed from the ink's end of the
  // levels.
  const ink = chain.reduce((sum, { part }) => sum + part.area, 0);
  const sum = bins.reduce((total, n, grey) => total + n * grey, 0);
  const isLight = level * count > sum;
  let left = Math.round(ink * 1.15);
  for (let step = 0; step < 256 && left > 0; step++) {
    const grey = isLight ? 255 - step : step;
    const taken = Math.min(left, bins[grey] ?? 0);
    bins[grey] = (bins[grey] ?? 0) - taken;
    left -= taken;
  }
  let n = 0;
  let total = 0;
  let squares = 0;
  for (let grey = 0; grey < 256; grey++) {
    const times = bins[grey] ?? 0;
    n += times;
    total += times * grey;
    squares += times * grey * grey;
  }
  const ground = n > 0 ? total / n : 0;
  const deviation = n > 0 ? Math.sqrt(Math.max(0, squares / n - ground * ground)) : 255;
  const middle = (level + ground) / 2;
  let frame = 0;
  let crowd = 0;
  for (let y = y0; y < y1; y++) {
    const isBeside = y < box.y0 || y >= box.y1;
    for (let x = x0; x < x1; x++) {
      if (!isBeside && x >= box.x0 && x < box.x1) {
        x = box.x1 - 1;
        continue;
      }
      const grey = data[y * columns + x] ?? 0;
      frame++;
      if (level > ground ? grey > middle : grey < middle) crowd++;
    }
  }
  return { ground, deviation, crowded: frame > 0 ? crowd / frame : 1 };
}
