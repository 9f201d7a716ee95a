import { describe, expect, test } from 'vitest';
import type { UltrasoundRegion } from '../../../src/core/dicom/facts.ts';
import type { Image } from '../../../src/core/dicom/image.ts';
import { polygonMask } from '../../../src/core/image/mask.ts';
import { proposeSector } from '../../../src/core/image/sector.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

const COLUMNS = 400;
const ROWS = 300;
type Inside = (x: number, y: number) => boolean;

const fan =
  (apex: number, near: number, far: number, degrees: number): Inside =>
  (x, y) => {
    const r = Math.hypot(x - 200, y - apex);
    return r >= near && r <= far && Math.abs(Math.atan2(x - 200, y - apex)) <= (degrees * Math.PI) / 180;
  };
const SHAPES: Record<string, Inside> = {
  linear: (x, y) => x >= 90 && x <= 310 && y >= 50 && y <= 270,
  convex: fan(-40, 100, 310, 32),
  phased: fan(42, 0, 225, 42),
};

/** Speckle in the sector, with dark cysts; a banner, lines of text, a ruler and a grey wedge around it. */
function frame(inside: Inside, { noise = 0 } = {}) {
  const data = new Uint8Array(COLUMNS * ROWS);
  const truth = new Uint8Array(COLUMNS * ROWS);
  const banner = new Uint8Array(COLUMNS * ROWS);
  let state = 7;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < COLUMNS; x++) {
      const at = y * COLUMNS + x;
      const glyph = random() < 0.45;
      if (inside(x, y)) {
        truth[at] = 1;
        const cyst = Math.hypot(x - 190, y - 170) < 22;
        data[at] = cyst ? 0 : 8 + Math.floor(random() * 150);
      } else if (y < 16) {
        banner[at] = 1;
        data[at] = glyph && y > 3 && y < 12 && x % 60 < 40 ? 255 : 94;
      } else if ((y > 20 && y < 29 && x > 4 && x < 80) || (y > 34 && y < 43 && x > 4 && x < 60)) {
        banner[at] = 1;
        data[at] = glyph && x % 6 > 0 ? 230 : 0;
      } else if (x > 385 && x < 392 && y > 60 && y < 160) data[at] = 255 - (y - 60) * 2;
      else if (x === 380 && y % 20 === 0) data[at] = 255;
      else data[at] = Math.floor(random() * (noise + 1));
    }
  }
  const image: Image = {
    size: [COLUMNS, ROWS],
    components: 1,
    data,
    spacing: null,
    origin: lengths(0, 0, 0),
    orientation: [1, 0, 0, 0, 1, 0],
    thickness: millimetres(1),
  };
  return { image, truth, banner };
}

function dice(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let sum = 0;
  a.forEach((value, at) => {
    both += value & (b[at] ?? 0);
    sum += value + (b[at] ?? 0);
  });
  return (2 * both) / sum;
}

const region = (further: Partial<UltrasoundRegion>): UltrasoundRegion => ({
  x0: 0,
  y0: 18,
  x1: 399,
  y1: 299,
  spatialFormat: 1,
  dataType: 1,
  spacing: null,
  ...further,
});

describe.each(Object.entries(SHAPES))('a %s sector', (_, inside) => {
  test.each([0, 2])('is found without banner and text (background noise %i)', (noise) => {
    const { image, truth, banner } = frame(inside, { noise });
    const proposal = proposeSector(image, []);
    expect(proposal?.source).toBe('component');
    expect(dice(proposal!.mask.data, truth)).toBeGreaterThan(0.96);
    expect(proposal!.mask.data.some((value, at) => value && banner[at])).toBe(false);
  });

  test('stays within the 2D region of the header', () => {
    const { image } = frame(inside);
    const proposal = proposeSector(image, [region({ y0: 120 }), region({ y0: 0, spatialFormat: 4 })]);
    expect(proposal?.source).toBe('regions+component');
    expect(proposal!.mask.data.subarray(0, 120 * COLUMNS).some((value) => value !== 0)).toBe(false);
  });
});

test('the mask is the mask of the polygon, of at most 64 points', () => {
  const { image } = frame(SHAPES['convex']!);
  const { mask, polygon } = proposeSector(image, [])!;
  expect(polygon.length).toBeLessThanOrEqual(64);
  expect(polygonMask(polygon, image.size)).toEqual(mask);
});

test('a curved probe leaves the text above its face outside', () => {
  const { image } = frame(SHAPES['convex']!);
  const { mask } = proposeSector(image, [])!;
  expect(mask.data[50 * COLUMNS + 200]).toBe(0);
  expect(mask.data[64 * COLUMNS + 200]).toBe(1);
});

test('colour flow counts as tissue', () => {
  const { image, truth } = frame(SHAPES['linear']!);
  const data = Uint8Array.from({ length: image.data.length * 3 }, (_, at) =>
    truth[Math.floor(at / 3)] ? (at % 3 === 2 ? 120 : 0) : 0,
  );
  expect(dice(proposeSector({ ...image, components: 3, data }, [])!.mask.data, truth)).toBeGreaterThan(0.99);
});

test('regions that leave the image are not believed', () => {
  const { image, truth } = frame(SHAPES['linear']!);
  const proposal = proposeSector(image, [region({ x0: 200, x1: 900 })]);
  expect(proposal?.source).toBe('component');
  expect(dice(proposal!.mask.data, truth)).toBeGreaterThan(0.96);
});

test('an empty image has the region, or nothing', () => {
  const image = { ...frame(SHAPES['linear']!).image, data: new Uint8Array(COLUMNS * ROWS) };
  expect(proposeSector(image, [])).toBeNull();
  expect(proposeSector(image, [region({ x0: 10, y0: 20, x1: 29, y1: 39 })])).toMatchObject({
    source: 'regions',
    polygon: [
      [9.5, 19.5],
      [29.5, 19.5],
      [29.5, 39.5],
      [9.5, 39.5],
    ],
  });
});
