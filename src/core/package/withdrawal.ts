import * as v from 'valibot';
import { failure, type Failure } from '../failure.ts';
import { failed, type Result } from '../result.ts';
import { jsonBytes, readDocument } from './document.ts';
import { manifestHead, type ManifestHead } from './manifest.ts';
import type { MergedImage } from './merge.ts';
import type { OpenedPackage } from './open.ts';
import type { PackageEntry } from '../bytes/source.ts';

/**
 * Reason for withdrawing a patient's images: a closed list, because free text can contain names.
 */
export const WITHDRAWAL_REASONS = ['objection', 'consent-withdrawn', 'imported-by-error', 'other'] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

const WITHDRAWAL_PATH = 'withdrawal.json';
const pseudonym = v.pipe(v.string(), v.regex(/^[a-z2-7]{16}$/));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const schema = v.strictObject({
  centre: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** ISO 8601. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  patients: v.pipe(
    v.array(
      v.strictObject({
        patient: pseudonym,
        reason: v.picklist(WITHDRAWAL_REASONS),
        exams: v.array(pseudonym),
        /** Exported images: digest of the file and of its pixels. */
        images: v.array(v.strictObject({ exam: pseudonym, digest, pixelDigest: digest })),
      }),
    ),
    v.minLength(1),
  ),
});

/** What a centre withdraws: pseudonyms and digests, and no value of the source. */
export type Withdrawal = v.InferOutput<typeof schema>;

export function withdrawalHead(
  challenge: { readonly id: string; readonly version: string },
  version: string,
  { at, patients }: Withdrawal,
): ManifestHead {
  return manifestHead('negatoscope-withdrawal', challenge, version, at, {
    patients: patients.length,
    images: patients.reduce((sum, { images }) => sum + images.length, 0),
  });
}

// The files of a package are a stream. This one has a single file.
export async function* withdrawalEntries(withdrawal: Withdrawal): AsyncGenerator<PackageEntry> {
  yield { path: WITHDRAWAL_PATH, bytes: jsonBytes(withdrawal) };
}

/** Failures: `package/wrong-format`, `package/wrong-challenge`, `package/missing-file`, `package/invalid-document`. */
export async function readWithdrawal(
  opened: OpenedPackage,
  challenge: { readonly id: string },
): Promise<Result<Withdrawal, readonly Failure[]>> {
  const { format, challenge: of } = opened.manifest;
  if (format !== 'negatoscope-withdrawal')
    return failed([failure('package/wrong-format', { expected: 'negatoscope-withdrawal', format })]);
  // The image can also be in another version of the challenge.
  if (of.id !== challenge.id)
    return failed([failure('package/wrong-challenge', { expected: challenge.id, got: of.id })]);
  const bytes = await opened.entry(WITHDRAWAL_PATH);
  if (!bytes.ok) return failed([bytes.failure]);
  return readDocument(bytes.value, WITHDRAWAL_PATH, schema);
}

/** A withdrawal and the fingerprint of the key that signed it. */
export interface SignedWithdrawal {
  readonly signer: string;
  readonly withdrawal: Withdrawal;
}

/** Images named by a withdrawal, sorted by the signer of the contribution that holds them. */
export interface WithdrawalScope {
  /** Signed by the same key: these images are withdrawn. */
  readonly own: readonly MergedImage[];
  /**
   * Same pseudonym, but the contribution is unsigned or signed by another key: this centre can't
   * withdraw them.
   */
  readonly foreign: readonly MergedImage[];
}

/**
 * @param signerOf returns the fingerprint of the key that signed a package, by its digest; null for
 * an unsigned one
 */
export function scopeOf(
  { signer, withdrawal }: SignedWithdrawal,
  images: readonly MergedImage[],
  signerOf: (packageDigest: string) => string | null,
): WithdrawalScope {
  const patients = new Set(withdrawal.patients.map(({ patient }) => patient));
  // An earlier contribution may have the image under a patient id that was split since.
  const digests = new Set(withdrawal.patients.flatMap((one) => one.images.map(({ digest: of }) => of)));
  const named = images.filter(
    ({ record }) => patients.has(record.patient) || digests.has(record.clearing.digest),
  );
  const isOwn = ({ packageDigest }: MergedImage) => signerOf(packageDigest) === signer;
  return { own: named.filter(isOwn), foreign: named.filter((image) => !isOwn(image)) };
}

/**
 * The merged list with withdrawn images marked: those of a withdrawn patient in contributions
 * signed by the withdrawing key, and every image with the same pixels as one of those.
 */
export function applyWithdrawals(
  images: readonly MergedImage[],
  withdrawals: readonly SignedWithdrawal[],
  signerOf: (packageDigest: string) => string | null,
): MergedImage[] {
  const own = withdrawals.flatMap((one) => scopeOf(one, images, signerOf).own);
  const keys = new Set(own.map(({ key }) => key));
  const pixels = new Set(own.map(({ record }) => record.clearing.pixelDigest));
  return images.map((image) => {
    if (keys.has(image.key)) return { ...image, withdrawn: 'patient' };
    return pixels.has(image.record.clearing.pixelDigest) ? { ...image, withdrawn: 'pixels' } : image;
  });
}
