import type { Database } from './database.ts';
import { type WithdrawalRow } from './rows/withdrawals.ts';

export const withdrawalsOf = (database: Database, challengeId: string) =>
  database.withdrawals.where({ challengeId }).toArray();

export const putWithdrawal = (database: Database, row: WithdrawalRow) => database.withdrawals.put(row);
