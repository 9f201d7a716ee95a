import type { Point } from '../../../core/measure.ts';

/** Which point a handle is. The interface makes its accessible name of it. */
export type HandleName =
  /** Corner `corner` of ultrasound field `field` (from 1); `field` is null where there is one field. */
  | { readonly kind: 'corner'; readonly corner: FieldCorner; readonly field: number | null }
  /** Corner `number` (from 1) of a free outline. */
  | { readonly kind: 'free'; readonly number: number }
  | { readonly kind: 'end'; readonly end: 'first' | 'second' };

/** Corners of an ultrasound field in the order of its handles. */
export const FIELD_CORNERS = ['upper-left', 'upper-right', 'lower-right', 'lower-left'] as const;
export type FieldCorner = (typeof FIELD_CORNERS)[number];

/** Points over the picture that a person can move, by dragging or by keys. Source pixels, centres at integers. */
export interface Handles {
  /** Whether what they draw is closed. */
  readonly kind: 'polygon' | 'line';
  readonly points: readonly Point[];
  readonly name: (handle: number) => HandleName;
  /** The points and what they draw, with one of them elsewhere. */
  readonly moved: (
    handle: number,
    to: Point,
  ) => { readonly points: readonly Point[]; readonly outline: readonly Point[] };
  /** Moves one for good. */
  readonly move: (handle: number, to: Point) => void;
}
