import type { RoundEvent } from '../core/round/events.ts';
import type { Database } from './database.ts';
import { type RoundRow, type RoundClockRow, type RoundFileRow, type JudgementRow } from './rows/rounds.ts';

export const allRounds = async (database: Database): Promise<RoundRow[]> =>
  (await database.rounds.toArray()).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));

export const logOf = async (database: Database, round: string): Promise<RoundEvent[]> =>
  (await database.roundEvents.where({ round }).sortBy('sequence')).map(({ event }) => event);

/**
 * Adds events to a round's log, with the files that belong to them. `next` makes the events from the present log. All is one transaction:
 * everything is stored or nothing, and no other window can write in between. An empty list adds nothing.
 *
 * @returns the added events
 */
export const appendToLog = (
  database: Database,
  round: string,
  next: (log: readonly RoundEvent[]) => {
    readonly events: readonly RoundEvent[];
    readonly files?: readonly RoundFileRow[];
    readonly judgements?: readonly JudgementRow[];
  },
): Promise<readonly RoundEvent[]> =>
  database.transaction('rw', [database.roundEvents, database.roundFiles, database.judgements], async () => {
    const log = await logOf(database, round);
    const { events, files = [], judgements = [] } = next(log);
    await database.roundEvents.bulkAdd(
      events.map((event, index) => ({ round, sequence: log.length + index, event })),
    );
    if (files.length > 0) await database.roundFiles.bulkPut(files);
    if (judgements.length > 0) await database.judgements.bulkPut(judgements);
    return events;
  });

export const putRound = (database: Database, row: RoundRow) => database.rounds.put(row);

export const writeClock = (database: Database, row: RoundClockRow) => database.roundClocks.put(row);

export const clockOf = (database: Database, id: string) => database.roundClocks.get(id);

export const roundFiles = (database: Database, round: string) =>
  database.roundFiles.where({ round }).toArray();

export const putRoundFile = (database: Database, row: RoundFileRow) => database.roundFiles.put(row);

export const deleteRoundFile = (database: Database, id: string) => database.roundFiles.delete(id);

export const judgementsOf = (database: Database, round: string) =>
  database.judgements.where({ round }).toArray();
