import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { readTable } from '../labels/csv.ts';
import { normaliseId } from '../labels/ids.ts';
import { writeTable } from '../labels/write.ts';
import { seededRandom, shuffled } from '../random.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { CaseGroup } from '../scoring/groups.ts';
import type { DatasetImage } from './dataset-plan.ts';
import { datasetSecret } from './dataset-secret.ts';

export const GROUPS_PATH = 'groups.csv';
const HEADER = ['id', 'group', 'centre'] as const;

/**
 * Groups of a dataset version: which images are of one patient, and which of one centre. A
 * bootstrap by patient and a fair cross-validation need exactly this. The names are valid only
 * within this version. Patients are numbered and centres lettered in an order shuffled by the
 * digests of the cleared files, which only a holder of the contributions knows. The seed of the
 * split is not used, because it is published and would reveal the order of the centres.
 */
export function groupsOf(images: readonly DatasetImage[]): ReadonlyMap<string, CaseGroup> {
  const secret = datasetSecret(
    'groups',
    images.map(({ source }) => source),
  );
  const patientOf = ({ source }: DatasetImage) => `${source.centre}\n${source.record.patient}`;
  const patients = numbered(images.map(patientOf), `${secret} patients`);
  const centres = numbered(
    images.map(({ source }) => source.centre),
    `${secret} centres`,
  );
  const digits = Math.max(3, String(patients.size).length);
  return new Map(
    images.map((image) => [
      image.id,
      {
        group: `g${String((patients.get(patientOf(image)) ?? 0) + 1).padStart(digits, '0')}`,
        centre: letters(centres.get(image.source.centre) ?? 0),
      },
    ]),
  );
}

/** Numbers the distinct names from 0, in a shuffled order. */
function numbered(names: readonly string[], seed: string): ReadonlyMap<string, number> {
  const order = shuffled([...new Set(names)].sort(), seededRandom(seed));
  return new Map(order.map((name, index) => [name, index]));
}

/** A to Z, then AA, AB … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

/** Bytes of groups.csv for some images of a version. */
export function groupTable(
  images: readonly DatasetImage[],
  groups: ReadonlyMap<string, CaseGroup>,
): Uint8Array<ArrayBuffer> {
  return writeTable(
    HEADER,
    images.map(({ id }) => ({
      id,
      group: groups.get(id)?.group ?? null,
      centre: groups.get(id)?.centre ?? null,
    })),
  );
}

/**
 * Reads groups.csv. Failures: those of the table's form, `package/invalid-document`,
 * `labels/duplicate-id` (as `package/invalid-document`).
 */
export function readGroups(bytes: Uint8Array): Result<ReadonlyMap<string, CaseGroup>, readonly Failure[]> {
  const table = readTable(bytes, GROUPS_PATH);
  if (!table.ok) return table;
  const wrong = (where: string, message: string) =>
    failed([failure('package/invalid-document', { path: GROUPS_PATH, where, message })]);
  const { header, rows } = table.value;
  if (HEADER.some((name, index) => header[index] !== name)) {
    return wrong('1', `the columns are not ${HEADER.join(', ')}`);
  }
  const groups = new Map<string, CaseGroup>();
  for (const { line, cells } of rows) {
    const [id = '', group = '', centre = ''] = cells.map((cell) => cell.trim());
    if (id === '' || group === '' || centre === '') return wrong(String(line), 'a blank cell');
    if (groups.has(normaliseId(id))) return wrong(String(line), `the id ${id} is there twice`);
    groups.set(normaliseId(id), { group, centre });
  }
  return success(groups);
}
