import type { Withdrawal } from '../core/package/withdrawal.ts';
import type { Database } from './database.ts';

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

export const withdrawalsOf = (database: Database, challengeId: string) =>
  database.withdrawals.where({ challengeId }).toArray();

export const putWithdrawal = (database: Database, row: WithdrawalRow) => database.withdrawals.put(row);
