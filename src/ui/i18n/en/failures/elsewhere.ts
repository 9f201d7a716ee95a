import type { Elsewhere } from '../../../../core/image/failures.ts';
import { formats } from '../../formats.ts';

const { number } = formats.en;
const pixels = (sizes: readonly number[]): string => sizes.map((mm) => number(mm, 3)).join(' × ');

/** What the geometry of a mask says, against that of its image or reference (`of`). */
export function elsewhere({ degrees, expected, got, millimetres }: Elsewhere, of: string): string {
  if (degrees !== null) return `is turned by ${number(degrees, 1)}° against ${of}`;
  if (expected && got) return `has pixels of ${pixels(got)} mm, ${of} of ${pixels(expected)} mm`;
  return `lies ${number(millimetres ?? 0, 2)} mm away from ${of}`;
}
