import type { Picture } from './picture.ts';
import type { Point } from '../measure.ts';

/** An exam that is drawn slice by slice. */
export interface Drawing {
  /** Reference columns of the definition. */
  readonly labels: Readonly<Record<string, string | boolean>>;
  readonly contrast?: boolean;
  /** Draws one slice. The distance is in mm from the slice that shows the finding best. */
  readonly slice: (offset: number) => Slice;
}

export interface Slice {
  readonly picture: Picture;
  /** Where a radiologist would click. Null when the challenge has no click. */
  readonly center: Point | null;
  /** On the picture's grid, 0 and 1. */
  readonly mask: Uint8Array | null;
}
