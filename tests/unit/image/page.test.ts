import { expect, test } from 'vitest';
import { pagesOf, sourceBox } from '../../../src/core/image/page.ts';

/** A dark picture with one light pixel. */
function spot(columns: number, rows: number, x: number, y: number) {
  const data = new Uint8Array(columns * rows).fill(10);
  data[y * columns + x] = 250;
  return { size: [columns, rows] as const, components: 1 as const, data };
}

/** The box of what is dark on a page. */
function inkOf(pgm: Uint8Array): [number, number, number, number] {
  const text = new TextDecoder('latin1').decode(pgm.subarray(0, 40));
  const [head = '', columns = '0'] = /^P5\n(\d+) (\d+)\n255\n/.exec(text) ?? [];
  const pixels = pgm.subarray(head.length);
  const width = Number(columns);
  const xs: number[] = [];
  const ys: number[] = [];
  pixels.forEach((grey, at) => {
    if (grey > 150) return;
    xs.push(at % width);
    ys.push(Math.floor(at / width));
  });
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
}

test('light text on dark becomes dark on light, enlarged, and its place is found again', () => {
  const [whole, ...rest] = pagesOf(spot(120, 80, 30, 20), []);
  expect(rest).toEqual([]);
  expect(whole!.scale).toBe(2);
  const [x0, y0, x1, y1] = sourceBox(whole!, inkOf(whole!.pgm));
  expect(x0 <= 30 && x1 > 30 && y0 <= 20 && y1 > 20).toBe(true);
  expect(Math.max(x1 - x0, y1 - y0)).toBeLessThanOrEqual(3);
});

test('a box that is taller than wide is read in both directions', () => {
  const pages = pagesOf(spot(200, 200, 42, 70), [[36, 50, 52, 140]]);
  expect(pages.map(({ turned }) => turned)).toEqual([0, 1, 3]);
  for (const page of pages.slice(1)) {
    const [x0, y0, x1, y1] = sourceBox(page, inkOf(page.pgm));
    expect([x0 <= 42 && x1 > 42, y0 <= 70 && y1 > 70]).toEqual([true, true]);
    expect(Math.max(x1 - x0, y1 - y0)).toBeLessThanOrEqual(4);
  }
});
