type Point = readonly [number, number];

/** Points over the picture that a person can move, by dragging or by keys. Source pixels, centres at integers. */
export interface Handles {
  /** Whether what they draw is closed. */
  readonly kind: 'polygon' | 'line';
  readonly points: readonly Point[];
  /** Accessible name of one. */
  readonly name: (handle: number) => string;
  /** The points and what they draw, with one of them elsewhere. */
  readonly moved: (
    handle: number,
    to: Point,
  ) => { readonly points: readonly Point[]; readonly outline: readonly Point[] };
  /** Moves one for good. */
  readonly move: (handle: number, to: Point) => void;
}
