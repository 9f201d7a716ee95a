import type { ChallengeFailures } from './challenge/failures.ts';
import type { DeidentifyFailures } from './deidentify/failures.ts';
import type { DicomFailures } from './dicom/failures.ts';
import type { IdentityFailures } from './identity/failures.ts';
import type { ImageFailures } from './image/failures.ts';
import type { LabelsFailures } from './labels/failures.ts';
import type { PackageFailures } from './package/failures.ts';
import type { RoundFailures } from './round/failures.ts';
import type { ScoringFailures } from './scoring/failures.ts';
import type { SplitFailures } from './split/failures.ts';

/** Failures of the machine that runs the application, not of the user's data. */
interface MachineFailures {
  'machine/storage-full': { readonly needed?: number };
  'machine/storage-unavailable': { readonly cause: string };
  'machine/worker-crashed': { readonly cause: string };
  'machine/cancelled': object;
  'machine/unexpected': { readonly cause: string };
}

/**
 * Every failure code of the application with the details for its message. The interface maps all of
 * them; the compiler checks this.
 */
export interface FailureDetails
  extends
    ChallengeFailures,
    DeidentifyFailures,
    DicomFailures,
    IdentityFailures,
    ImageFailures,
    LabelsFailures,
    MachineFailures,
    PackageFailures,
    RoundFailures,
    ScoringFailures,
    SplitFailures {}

export type FailureCode = keyof FailureDetails;

export type FailureOf<C extends FailureCode> = {
  readonly code: C;
  readonly details: FailureDetails[C];
  /**
   * The file (or package entry) of the failure, by the name that the user knows. Never stored,
   * never exported.
   */
  readonly file?: string;
};

export type Failure = { [C in FailureCode]: FailureOf<C> }[FailureCode];

/** Makes one failure value. */
export function failure<C extends FailureCode>(code: C, details: FailureDetails[C], file?: string): Failure {
  return (file === undefined ? { code, details } : { code, details, file }) as Failure;
}

/** One failure or several, as a list. */
export const failuresOf = (one: Failure | readonly Failure[]): readonly Failure[] =>
  'code' in one ? [one] : one;
