import type { Point } from '../measure.ts';

/**
 * Convex hull, clockwise on the screen (y down), from the leftmost point. Collinear points are
 * dropped. Andrew's monotone chain (1979).
 */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (ordered: readonly Point[]) => {
    const hull: Point[] = [];
    for (const point of ordered) {
      for (;;) {
        const last = hull.at(-1);
        const before = hull.at(-2);
        if (last === undefined || before === undefined || turn(before, last, point) > 0) break;
        hull.pop();
      }
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/**
 * A closed polygon of at most `count` points. The vertex of the smallest triangle is removed first
 * (Visvalingam and Whyatt 1993).
 */
export function simplified(polygon: readonly Point[], count: number): Point[] {
  const points = [...polygon];
  const area = (at: number) => {
    const n = points.length;
    const [before, here, after] = [points[(at + n - 1) % n], points[at], points[(at + 1) % n]];
    return before && here && after ? Math.abs(turn(before, here, after)) : 0;
  };
  while (points.length > count) {
    let smallest = 0;
    for (let at = 1; at < points.length; at++) if (area(at) < area(smallest)) smallest = at;
    points.splice(smallest, 1);
  }
  return points;
}

/** Area by the shoelace formula. */
export function polygonArea(polygon: readonly Point[]): number {
  let twice = 0;
  polygon.forEach(([x, y], at) => {
    const [nextX, nextY] = polygon[(at + 1) % polygon.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

const turn = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
