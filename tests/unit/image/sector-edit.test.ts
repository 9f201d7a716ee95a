import { describe, expect, test } from 'vitest';
import type { UltrasoundRegion } from '../../../src/core/dicom/facts.ts';
import { polygonMask } from '../../../src/core/image/mask.ts';
import { cornersOf, sectorPolygon, withCorner } from '../../../src/core/image/sector-edit.ts';
import { limitsOf, regionBox, withinBox } from '../../../src/core/image/sector-limits.ts';
import { sectorOutline, type Sector } from '../../../src/core/image/sector-shape.ts';

const field = (x: number, sag: Sector['sag'] = [0, 0]): Sector => ({
  corners: [
    [x, 20],
    [x + 100, 20],
    [x + 100, 120],
    [x, 120],
  ],
  sag,
});
const region = (x0: number, y0: number, x1: number, y1: number, spatialFormat = 1): UltrasoundRegion => ({
  ...{ x0, y0, x1, y1, spatialFormat },
  dataType: 1,
  spacing: null,
});

/** Degrees that an arc of this chord and sag spans. */
const angleOf = (chord: number, sag: number) => (4 * Math.atan((2 * sag) / chord) * 180) / Math.PI;
const chordOf = ({ corners: [, , br, bl] }: Sector) => Math.hypot(br[0] - bl[0], br[1] - bl[1]);

describe('a corner that is moved', () => {
  test('takes its place and leaves the others theirs', () => {
    const [moved] = withCorner([field(50)], 1, [170, 30]);
    expect(moved?.corners).toEqual([
      [50, 20],
      [170, 30],
      [150, 120],
      [50, 120],
    ]);
  });

  test('does not mutate the fields', () => {
    const before = [field(50, [4, 10])];
    withCorner(before, 0, [1, 1]);
    expect(before).toEqual([field(50, [4, 10])]);
  });

  test.each([0, 1, 2, 3])('keeps the angle of both arcs (corner %i)', (corner) => {
    const start = field(50, [8, 20]);
    const [from] = cornersOf([start]).slice(corner);
    const [moved] = withCorner([start], corner, [from![0] + 13, from![1] + 9]);
    expect(angleOf(chordOf(moved!), moved!.sag[1])).toBeCloseTo(angleOf(100, 20), 9);
    // The arc of the side that did not move is as it was.
    expect(moved!.sag[corner < 2 ? 1 : 0]).toBe(start.sag[corner < 2 ? 1 : 0]);
  });

  test('stays on its side of its neighbours', () => {
    const [moved] = withCorner([field(50)], 0, [400, 400]);
    expect(moved!.corners[0][0]).toBeLessThan(150);
    expect(moved!.corners[0][1]).toBeLessThan(120);
  });

  test('belongs to the second field from the fifth on', () => {
    const [first, second] = withCorner([field(0), field(150)], 6, [240, 110]);
    expect(first).toEqual(field(0));
    expect(second!.corners[2]).toEqual([240, 110]);
  });

  test('that is not there moves nothing', () => {
    expect(withCorner([field(0)], 4, [1, 1])).toEqual([field(0)]);
  });

  test('of a side that is nearly a point lets its arc be', () => {
    const phased: Sector = {
      corners: [
        [100, 20],
        [101, 20],
        [180, 120],
        [20, 120],
      ],
      sag: [0.3, 12],
    };
    const [moved] = withCorner([phased], 1, [140, 20]);
    expect(moved!.sag).toEqual([0.3, 12]);
  });

  // A scan of places, also absurd ones: what is inside twice would be outside by the even-odd rule.
  test('never makes an outline cross itself or the other field', () => {
    const start = [field(20, [6, 14]), field(160, [6, 14])];
    for (let corner = 0; corner < 8; corner++) {
      for (let x = -40; x <= 320; x += 45) {
        for (let y = -40; y <= 200; y += 30) {
          const sectors = withCorner(start, corner, [x, y]);
          expect(crossings(sectors), `corner ${corner} to ${x}, ${y}`).toBe(0);
        }
      }
    }
  });
});

/** Crossings of sides counted by parameters along both, another way than the one under test. */
function crossings(sectors: readonly Sector[]): number {
  const sides = sectors
    .map(sectorOutline)
    .flatMap((outline) => outline.map((p, n) => [p, outline[(n + 1) % outline.length]!] as const));
  let count = 0;
  for (const [i, [a, b]] of sides.entries()) {
    for (const [c, d] of sides.slice(i + 1)) {
      const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
      const by = rx * sy - ry * sx;
      if (Math.abs(by) < 1e-9) continue;
      const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / by;
      const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / by;
      if ([t, u].every((share) => share > 1e-6 && share < 1 - 1e-6)) count++;
    }
  }
  return count;
}

describe('the limits of an outline', () => {
  test('are the 2D regions, else the image', () => {
    const regions = [region(10, 20, 60, 70), region(80, 30, 120, 90), region(0, 0, 199, 9, 3)];
    expect(regionBox([200, 100], regions)).toEqual([10, 20, 120, 90]);
    expect(limitsOf([200, 100], [])).toEqual([0, 0, 199, 99]);
  });

  test('believe no region that leaves the image', () => {
    expect(regionBox([200, 100], [region(0, 0, 800, 600)])).toBeNull();
    expect(regionBox([200, 100], [region(60, 20, 50, 80)])).toBeNull();
    // Some scanners give the number of columns as the last one.
    expect(regionBox([200, 100], [region(0, 0, 200, 100)])).toEqual([0, 0, 199, 99]);
  });

  test('hold a point at their border', () => {
    expect(withinBox([-30, 500], [10, 20, 120, 90])).toEqual([9.5, 90.5]);
    expect(withinBox([40, 50], [10, 20, 120, 90])).toEqual([40, 50]);
  });

  test.each([
    ['one field', [field(20, [6, 30])]],
    ['two fields', [field(20, [6, 30]), field(160, [6, 30])]],
  ])('keep what the header does not call ultrasound outside, of %s', (_, sectors) => {
    const size = [300, 200] as const;
    const limits = region(40, 30, 220, 110);
    const { data } = polygonMask(sectorPolygon(sectors, size, [limits]), size);
    data.forEach((inside, at) => {
      const [x, y] = [at % 300, Math.floor(at / 300)];
      const isWithin = x >= limits.x0 && x <= limits.x1 && y >= limits.y0 && y <= limits.y1;
      if (!isWithin && inside === 1) throw new Error(`${x}, ${y} leaves`);
    });
    expect(data).toContain(1);
    expect(data[100 * 300 + 60]).toBe(1);
  });
});
