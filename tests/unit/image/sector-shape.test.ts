import { describe, expect, test } from 'vitest';
import { polygonArea } from '../../../src/core/image/hull.ts';
import { polygonMask } from '../../../src/core/image/mask.ts';
import { sectorKey } from '../../../src/core/image/sector-key.ts';
import {
  fanOf,
  joinedOutline,
  sectorOutline,
  shapeOf,
  type Sector,
} from '../../../src/core/image/sector-shape.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { buildDicom, imageFields, type Fields } from '../../fixtures/dicom.ts';

/** The field of a fan about (200, apex): radii in pixels, half its angle in degrees. */
function fan(apex: number, near: number, far: number, degrees: number): Sector {
  const angle = (degrees * Math.PI) / 180;
  const at = (r: number, side: number) =>
    [200 + side * r * Math.sin(angle), apex + r * Math.cos(angle)] as const;
  const hang = 1 - Math.cos(angle);
  return { corners: [at(near, -1), at(near, 1), at(far, 1), at(far, -1)], sag: [near * hang, far * hang] };
}
const RECTANGLE: Sector = {
  corners: [
    [10, 20],
    [110, 20],
    [110, 90],
    [10, 90],
  ],
  sag: [0, 0],
};

test.each([
  ['linear', RECTANGLE],
  ['convex', fan(-40, 100, 310, 32)],
  ['phased', fan(40, 4, 225, 42)],
  [
    'trapezoid',
    {
      ...RECTANGLE,
      corners: [
        [40, 20],
        [80, 20],
        [110, 90],
        [10, 90],
      ],
    } as Sector,
  ],
])('a %s field is told by its corners and arcs', (shape, sector) => {
  expect(shapeOf(sector)).toBe(shape);
});

describe('a fan', () => {
  test('is told from its four corners and two arcs', () => {
    const { apex, radii, angles } = fanOf(fan(-40, 100, 310, 32))!;
    expect(apex[0]).toBeCloseTo(200, 6);
    expect(apex[1]).toBeCloseTo(-40, 6);
    expect(radii[0]).toBeCloseTo(100, 6);
    expect(radii[1]).toBeCloseTo(310, 6);
    expect(angles[0]).toBeCloseTo(-32, 6);
    expect(angles[1]).toBeCloseTo(32, 6);
  });

  test('has an outline on its circles', () => {
    for (const [x, y] of sectorOutline(fan(-40, 100, 310, 32))) {
      const r = Math.hypot(x - 200, y + 40);
      expect(Math.min(Math.abs(r - 100), Math.abs(r - 310))).toBeLessThan(1e-6);
    }
  });

  test('parallel sides meet nowhere', () => expect(fanOf(RECTANGLE)).toBeNull());
});

test('two fields are one outline, whose bridge holds no pixel', () => {
  const shifted: Sector = {
    ...RECTANGLE,
    corners: [
      [150, 20],
      [250, 20],
      [250, 90],
      [150, 90],
    ],
  };
  const outlines = [RECTANGLE, shifted].map(sectorOutline);
  const joined = polygonMask(joinedOutline(outlines), [300, 120]);
  const apart = outlines.map((outline) => polygonMask(outline, [300, 120]).data);
  expect(joined.data).toEqual(apart[0]!.map((value, at) => value | apart[1]![at]!));
  expect(polygonArea(joinedOutline(outlines))).toBeCloseTo(2 * 100 * 70, 6);
});

describe('what is remembered of a scanner', () => {
  async function key(fields: Fields): Promise<string | null> {
    const image = imageFields(
      { columns: 2, rows: 2, pixels: Uint8Array.of(1, 2, 3, 4) },
      { Manufacturer: 'Maker', ManufacturerModelName: 'One', ...fields },
    );
    const part10 = readPart10(buildDicom({ fields: image }));
    if (!part10.ok) throw new Error(part10.failure.code);
    const facts = factsOf(part10.value);
    if (!facts.ok) throw new Error(facts.failure.code);
    return sectorKey(part10.value.dataset, facts.value);
  }

  test('is found by maker, model and geometry, not by the patient', async () => {
    const own = await key({});
    expect(own).toMatch(/^[0-9a-f]{64}$/);
    expect(await key({ PatientName: 'OTHER', Manufacturer: 'MAKER ' })).toBe(own);
    expect(await key({ ManufacturerModelName: 'Two' })).not.toBe(own);
    expect(await key({ Rows: 1, Columns: 4 })).not.toBe(own);
    const region = { RegionSpatialFormat: 1, RegionLocationMinX0: 0, RegionLocationMinY0: 0 };
    const regions = [{ ...region, RegionLocationMaxX1: 1, RegionLocationMaxY1: 1 }];
    expect(await key({ SequenceOfUltrasoundRegions: regions })).not.toBe(own);
    expect(await key({ Manufacturer: '' })).toBeNull();
  });
});
