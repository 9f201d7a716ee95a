import * as v from 'valibot';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';

/** Reading and writing of the JSON documents inside packages. */

/** JSON text that ends with a line break, in UTF-8. */
export function jsonBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value, null, 1) + '\n');
}

/** JSON text that is the same for equal values, independent of the order of their keys. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** UTF-8 text of a document. Failure: `package/invalid-document`. */
export function readText(bytes: Uint8Array, path: string): Result<string, readonly Failure[]> {
  try {
    return success(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return failed([failure('package/invalid-document', { path, where: '', message: 'not UTF-8' })]);
  }
}

/** The value of a JSON document. Failure: `package/invalid-document`. */
export function readJson(bytes: Uint8Array, path: string): Result<unknown, readonly Failure[]> {
  const text = readText(bytes, path);
  if (!text.ok) return text;
  try {
    return success(JSON.parse(text.value) as unknown);
  } catch {
    return failed([failure('package/invalid-document', { path, where: '', message: 'not JSON' })]);
  }
}

/** Checks a JSON document against a schema and reports all errors together. */
export function readDocument<T>(
  bytes: Uint8Array,
  path: string,
  schema: v.GenericSchema<unknown, T>,
): Result<T, readonly Failure[]> {
  const json = readJson(bytes, path);
  if (!json.ok) return json;
  const parsed = v.safeParse(schema, json.value);
  return parsed.success ? success(parsed.output) : failed(documentFailures(parsed.issues, path));
}

/** One `package/invalid-document` for each issue of a schema. */
export function documentFailures(issues: readonly v.BaseIssue<unknown>[], path: string): readonly Failure[] {
  return issues.map((issue) =>
    failure('package/invalid-document', { path, where: v.getDotPath(issue) ?? '', message: issue.message }),
  );
}
