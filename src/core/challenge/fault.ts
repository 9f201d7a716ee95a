import type { BaseIssue } from 'valibot';
import type { InvalidReason, JsonType, TextForm } from './failures.ts';

/** One error of a definition: its position, as keys from the root, and its reason. */
export interface Fault {
  readonly path: Path;
  readonly reason: InvalidReason;
}

export type Path = readonly (string | number)[];

export const fault = (path: Path, reason: InvalidReason): Fault => ({ path, reason });

/** Writes `['score', 'terms', 1, 'truth']` as `score.terms[1].truth`. */
export function pathText(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

/** The key that identifies each form of condition. */
export const CONDITION_KEYS = ['equals', 'in', 'blank', 'anyOf', 'allOf', 'not'] as const;

/** Converts an issue that Valibot raises for the schema of a definition to our closed reasons. */
export function faultOf(issue: BaseIssue<unknown>): Fault {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  if (issue.kind === 'validation') return { path, reason: valueReason(issue) };
  if (issue.type === 'strict_tuple' && issue.expected === 'never') {
    const list = issue.path?.at(-1)?.input as readonly unknown[];
    const expected = Number(path.at(-1));
    return { path: path.slice(0, -1), reason: { code: 'wrong-length', expected, got: list.length } };
  }
  return { path, reason: shapeReason(issue) };
}

function shapeReason(issue: BaseIssue<unknown>): InvalidReason {
  if (issue.type === 'never') return { code: 'unknown-key' };
  if (issue.input === undefined) return { code: 'missing' };
  const got = jsonType(issue.input);
  switch (issue.type) {
    case 'custom':
      return got === 'object'
        ? { code: 'not-a-condition', keys: CONDITION_KEYS }
        : { code: 'wrong-type', expected: 'object', got };
    case 'string':
      return { code: 'wrong-type', expected: 'text', got };
    case 'number':
      return { code: 'wrong-type', expected: 'number', got };
    case 'boolean':
      return { code: 'wrong-type', expected: 'true-or-false', got };
    case 'array':
    case 'strict_tuple':
      return { code: 'wrong-type', expected: 'list', got };
    case 'object_with_rest':
      return { code: 'wrong-type', expected: 'object', got };
  }
  if (issue.expected === 'Object') return { code: 'wrong-type', expected: 'object', got };
  const allowed = (issue.expected ?? '').replace(/^\(|\)$/g, '').split(' | ');
  return { code: 'not-one-of', allowed, got: issue.received };
}

function valueReason(issue: BaseIssue<unknown>): InvalidReason {
  switch (issue.type) {
    case 'min_value':
      return { code: 'out-of-range', minimum: Number(issue.requirement) };
    case 'max_value':
      return { code: 'out-of-range', maximum: Number(issue.requirement) };
    case 'gt_value':
      return { code: 'not-positive' };
    case 'integer':
      return { code: 'not-whole' };
    case 'min_length':
      return { code: 'blank' };
    case 'finite':
      return { code: 'out-of-range' };
  }
  return issue.message === 'blank'
    ? { code: 'blank' }
    : { code: 'wrong-form', form: issue.message as TextForm };
}

function jsonType(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'true-or-false' : 'object';
}
