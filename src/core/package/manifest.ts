import * as v from 'valibot';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed } from '../result.ts';
import { documentFailures, readJson } from './document.ts';

export const MANIFEST_PATH = 'manifest.json';

const FORMATS = [
  'negatoscope-contribution',
  'negatoscope-dataset',
  'negatoscope-answer-key',
  'negatoscope-submission',
  'negatoscope-results',
  'negatoscope-challenge',
  'negatoscope-withdrawal',
  'negatoscope-crops',
] as const;

export type PackageFormat = (typeof FORMATS)[number];

/** The kind of a package, and every file in it except the manifest and its signature. */
export interface Manifest {
  readonly format: PackageFormat;
  readonly formatVersion: 1;
  readonly challenge: { readonly id: string; readonly version: string };
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** A manifest before its list of files is known. */
export type ManifestHead = Omit<Manifest, 'files' | 'formatVersion'>;

/** The head of a package that this application writes; `tool` is its version. */
export const manifestHead = (
  format: PackageFormat,
  { id, version }: Manifest['challenge'],
  tool: string,
  createdAt: string,
  counts: Manifest['counts'],
): ManifestHead => ({
  format,
  challenge: { id, version },
  tool: { name: 'negatoscope', version: tool },
  createdAt,
  counts,
});

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const schema: v.GenericSchema<Manifest> = v.strictObject({
  format: v.picklist(FORMATS),
  formatVersion: v.literal(1),
  challenge: v.strictObject({ id: word, version: word }),
  tool: v.strictObject({ name: word, version: word }),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  counts: v.record(word, count),
  files: v.array(
    v.strictObject({ path: v.string(), bytes: count, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
  ),
});

/** Bytes of manifest.json. */
export function manifestBytes(manifest: Manifest): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(manifest, null, 1) + '\n');
}

/**
 * Reads manifest.json. Format and version are checked first, so that a package of a later
 * application gets a clear failure.
 *
 * Failures: `package/invalid-document`, `package/unknown-format`, `package/unknown-version`.
 */
export function readManifest(bytes: Uint8Array): Result<Manifest, readonly Failure[]> {
  const json = readJson(bytes, MANIFEST_PATH);
  if (!json.ok) return json;
  const head = v.safeParse(v.object({ format: v.string(), formatVersion: v.unknown() }), json.value);
  if (!head.success) return failed(documentFailures(head.issues, MANIFEST_PATH));
  const { format, formatVersion } = head.output;
  if (!(FORMATS as readonly string[]).includes(format))
    return failed([failure('package/unknown-format', { format })]);
  if (formatVersion !== 1) {
    return failed([
      failure('package/unknown-version', { format, version: JSON.stringify(formatVersion) ?? '' }),
    ]);
  }
  const parsed = v.safeParse(schema, json.value);
  if (!parsed.success) return failed(documentFailures(parsed.issues, MANIFEST_PATH));
  return { ok: true, value: parsed.output };
}
