import type { RoundEvent } from '../core/round/events.ts';
import type { RoundPlan } from '../core/round/plan.ts';
import type { Report } from '../core/scoring/report.ts';
import type { Failure } from '../core/failure.ts';
import type { Database } from './database.ts';

/** A round on this machine: what is planned while its log is empty. What happened in it is its log alone. */
export interface RoundRow {
  readonly id: string;
  readonly createdAt: string;
  readonly draft: RoundPlan;
  /** The teams as they were typed, one a line. */
  readonly teams: string;
}

/** The clock of an open round as last written. */
export interface RoundClockRow {
  readonly id: string;
  /** Milliseconds lived through since the opening. */
  readonly elapsed: number;
  /** The wall clock then, in milliseconds since 1970. */
  readonly wall: number;
}

/** One line of a round's log; never changed. */
export interface RoundEventRow {
  readonly round: string;
  /** From 0. */
  readonly sequence: number;
  readonly event: RoundEvent;
}

/** A package that a round was given: a test part, an answer key, or what a team handed in, sound or not. */
export interface RoundFileRow {
  /** Round, kind and number or challenge. */
  readonly id: string;
  readonly round: string;
  readonly kind: 'test' | 'answers' | 'submission';
  /** Number of the receipt; null for the organiser's own packages. */
  readonly receipt: number | null;
  /** SHA-256 (hex) of the manifest; null where there is none. */
  readonly digest: string | null;
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970: with name and size, which file of a watched folder it was. */
  readonly lastModified: number;
  readonly file: Blob;
}

/** What the scoring made of one receipt. */
export interface JudgementRow {
  readonly id: string;
  readonly round: string;
  readonly receipt: number;
  readonly report: Report | null;
  /** Why there is no report. */
  readonly failures: readonly Failure[];
  /** One total a draw. */
  readonly draws: Float64Array | null;
}

export const allRounds = async (database: Database): Promise<RoundRow[]> =>
  (await database.rounds.toArray()).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));

export const logOf = async (database: Database, round: string): Promise<RoundEvent[]> =>
  (await database.roundEvents.where({ round }).sortBy('sequence')).map(({ event }) => event);

/**
 * Adds to a round's log what `next` makes of the log as it is, in one transaction with the files that belong to it: either all is kept
 * or nothing, and no other window can write in between. An empty answer adds nothing.
 *
 * @returns what was added
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
