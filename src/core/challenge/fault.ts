import type { InvalidReason } from './failures.ts';

/** One error of a definition: where, as keys from the root, and why. */
export interface Fault {
  readonly path: Path;
  readonly reason: InvalidReason;
}

export type Path = readonly (string | number)[];

/** `['score', 'terms', 1, 'truth']` as `score.terms[1].truth`. */
export function pathText(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}
