// A declaration of a module cannot be imported, and programs that reach this file from tests must find it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./python.d.ts" />
import text from './score.py?raw';

/**
 * The score in plain Python, which each dataset contains: same totals, terms and refusals as
 * `score.ts` and `masks.ts`.
 */
export const SCORE_PY: string = text;
