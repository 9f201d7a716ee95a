import type { Elsewhere } from '../../../../core/image/failures.ts';
import { formats } from '../../formats.ts';

const { number } = formats.fr;
const pixels = (sizes: readonly number[]): string => sizes.map((mm) => number(mm, 3)).join(' × ');

/** What the geometry of a mask says, against that of its image or reference (`of`). */
export function elsewhere({ degrees, expected, got, millimetres }: Elsewhere, of: string): string {
  if (degrees !== null) return `est tourné de ${number(degrees, 1)}° par rapport à ${of}`;
  if (expected && got) return `a des pixels de ${pixels(got)} mm, contre ${pixels(expected)} mm pour ${of}`;
  return `se trouve à ${number(millimetres ?? 0, 2)} mm de ${of}`;
}
