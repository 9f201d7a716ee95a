import { Database } from '../storage/database.ts';

/** The one connection to the workspace. */
export const database = new Database();
