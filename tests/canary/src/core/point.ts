// Planted errors: src/core/measure.ts alone declares a point.
export type EndPoint = readonly [from: number, to: number];
export interface Point {
  readonly x: number;
  readonly y: number;
}
export const place: readonly [number, number] = [0, 0];
export const outline: readonly (readonly [x: number, y: number])[] = [];
