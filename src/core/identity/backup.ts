import * as v from 'valibot';
import { failure, type Failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';

/**
 * The backup of a centre: the secrets that make its pseudonyms, and the table that explains them.
 * JSON, only written inside an age file with a passphrase. The `age` program can open it too.
 */

const text = v.string();
const base64 = v.pipe(text, v.base64());
const pseudonym = v.pipe(text, v.regex(/^[a-z2-7]{16}$/));
const digest = v.pipe(text, v.regex(/^[0-9a-f]{64}$/));

const identity = v.looseObject({
  path: text,
  patientName: text,
  patientId: text,
  birthDate: text,
  accession: text,
  studyDate: text,
});

const schema = v.strictObject({
  format: v.literal('negatoscope-backup'),
  formatVersion: v.literal(1),
  tool: v.strictObject({ name: text, version: text }),
  /** ISO 8601. */
  createdAt: text,
  centre: v.nullable(v.strictObject({ centre: text, by: text })),
  /**
   * Secrets by their id in the workspace. `secret` is the raw HMAC key, or the PKCS #8 of the
   * signing key.
   */
  secrets: v.array(
    v.strictObject({
      id: v.pipe(text, v.minLength(1)),
      kind: v.picklist(['pseudonyms', 'signature']),
      secret: base64,
      publicKey: v.optional(base64),
    }),
  ),
  patients: v.array(
    v.strictObject({
      exam: pseudonym,
      patient: pseudonym,
      challenges: v.array(text),
      addedAt: text,
      identity,
    }),
  ),
  released: v.array(
    v.strictObject({
      digest,
      pixelDigest: digest,
      challengeId: text,
      challengeVersion: text,
      patient: pseudonym,
      exam: pseudonym,
      at: text,
    }),
  ),
  objections: v.array(
    v.strictObject({
      patient: pseudonym,
      reason: v.picklist(['objection', 'consent-withdrawn', 'imported-by-error', 'other']),
      exclusion: text,
      at: text,
      exportedAt: v.nullable(text),
    }),
  ),
});

export type Backup = v.InferOutput<typeof schema>;

export const backupBytes = (backup: Backup): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(backup) + '\n');

/**
 * Failures: `identity/not-a-backup`, `identity/unknown-backup-version`, `identity/damaged-backup`.
 * They never hold a value of the backup.
 */
export function readBackup(bytes: Uint8Array): Result<Backup, Failure> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return failed(failure('identity/not-a-backup', {}));
  }
  const head = v.safeParse(
    v.object({ format: v.literal('negatoscope-backup'), formatVersion: v.unknown() }),
    json,
  );
  if (!head.success) return failed(failure('identity/not-a-backup', {}));
  const { formatVersion } = head.output;
  if (formatVersion !== 1) {
    const version = typeof formatVersion === 'number' ? String(formatVersion) : '?';
    return failed(failure('identity/unknown-backup-version', { version }));
  }
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return success(parsed.output);
  return failed(failure('identity/damaged-backup', { where: v.getDotPath(parsed.issues[0]) ?? '' }));
}
