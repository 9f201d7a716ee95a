import type { Database } from './database.ts';
import { type CharterRow } from './rows/centres.ts';

export const readCentre = (database: Database) => database.centres.get('self');

export const writeCentre = (database: Database, centre: string, by: string) =>
  database.centres.put({ id: 'self', centre, by });

export const readCharter = (database: Database, challengeId: string) => database.charters.get(challengeId);

export const writeCharter = (database: Database, charter: CharterRow) => database.charters.put(charter);
