import type { DataSet } from './dataset.ts';
import { itemsOf, numberOf } from './element.ts';
import { millimetres } from '../measure.ts';
import type { Spacing, UltrasoundRegion } from './facts.ts';

const CENTIMETRES = 3;
const TWO_D = 1;

/** SequenceOfUltrasoundRegions (0018,6011), PS3.3 section C.8.5.5. Regions without a box are left out. */
export function ultrasoundRegionsOf(dataset: DataSet): UltrasoundRegion[] {
  return itemsOf(dataset, '00186011').flatMap((item) => {
    const [x0, y0, x1, y1] = ['00186018', '0018601A', '0018601C', '0018601E'].map((tag) =>
      numberOf(item, tag),
    );
    if (!isNumber(x0) || !isNumber(y0) || !isNumber(x1) || !isNumber(y1)) return [];
    const dataType = numberOf(item, '00186014') ?? 0;
    return [
      { x0, y0, x1, y1, spatialFormat: numberOf(item, '00186012') ?? 0, dataType, spacing: spacingIn(item) },
    ];
  });
}

/** Spacing of the largest 2D region that has one. */
export function ultrasoundSpacing(regions: readonly UltrasoundRegion[]): Spacing | null {
  let largest: UltrasoundRegion | null = null;
  for (const region of regions) {
    if (region.spatialFormat !== TWO_D || !region.spacing) continue;
    if (!largest || area(region) > area(largest)) largest = region;
  }
  return largest?.spacing ? { ...largest.spacing, source: 'ultrasound-region' } : null;
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

function area({ x0, y0, x1, y1 }: UltrasoundRegion): number {
  return (x1 - x0) * (y1 - y0);
}

function spacingIn(item: DataSet): UltrasoundRegion['spacing'] {
  if (numberOf(item, '00186024') !== CENTIMETRES || numberOf(item, '00186026') !== CENTIMETRES) return null;
  // The sign only gives the direction of the axis.
  const x = Math.abs(numberOf(item, '0018602C') ?? 0) * 10;
  const y = Math.abs(numberOf(item, '0018602E') ?? 0) * 10;
  return x > 0 && y > 0 ? { x: millimetres(x), y: millimetres(y) } : null;
}
