import type { Database } from './database.ts';
import type { LocalIdentity } from './rows/images.ts';
import { unsealStored } from './keys.ts';
import { type PatientRow } from './rows/patients.ts';

export const allPatients = (database: Database) => database.patients.orderBy('patient').toArray();

export async function identityOfPatient(database: Database, { local }: PatientRow): Promise<LocalIdentity> {
  return JSON.parse(new TextDecoder().decode(await unsealStored(database, local))) as LocalIdentity;
}
