import type { Withdrawal } from '../../core/package/withdrawal.ts';

/** A withdrawal package that a curator opened. */
export interface WithdrawalRow {
  /** SHA-256 (hex) of the package's manifest. */
  readonly id: string;
  readonly challengeId: string;
  readonly name: string;
  /** Fingerprint of the key that signed it. */
  readonly signer: string;
  readonly withdrawal: Withdrawal;
  readonly addedAt: string;
}
