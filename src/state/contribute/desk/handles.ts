import type { Point } from '../../../core/measure.ts';

/** The point that a handle moves. The interface makes the handle's accessible name from it. */
export type HandleName =
  /** Corner `corner` of ultrasound field `field` (from 1); `field` is null if there is one field only. */
  | { readonly kind: 'corner'; readonly corner: FieldCorner; readonly field: number | null }
  /** Corner `number` (from 1) of a free outline. */
  | { readonly kind: 'free'; readonly number: number }
  | { readonly kind: 'end'; readonly end: 'first' | 'second' };

/** Corners of an ultrasound field in the order of its handles. */
export const FIELD_CORNERS = ['upper-left', 'upper-right', 'lower-right', 'lower-left'] as const;
export type FieldCorner = (typeof FIELD_CORNERS)[number];

/** Points over the picture that a person moves by dragging or by keys. Source pixels, centres at integers. */
export interface Handles {
  /** `polygon`: the outline is closed. */
  readonly kind: 'polygon' | 'line';
  readonly points: readonly Point[];
  readonly name: (handle: number) => HandleName;
  /** The points and the outline after a move, while the person still drags. */
  readonly moved: (
    handle: number,
    to: Point,
  ) => { readonly points: readonly Point[]; readonly outline: readonly Point[] };
  /** Moves one point and stores it. */
  readonly move: (handle: number, to: Point) => void;
}
