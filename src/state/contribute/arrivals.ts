import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { HeaderDeidentified, Pseudonyms } from '../../core/deidentify/images.ts';
import type { Ingested } from '../../core/deidentify/ingest.ts';
import { apartExam, apartSopUid, isSameImage, type Marks } from '../../core/deidentify/marks.ts';
import { answersOf, patientBy, type PatientAnswer } from '../../core/deidentify/patients-in-doubt.ts';
import { success, type Result } from '../../core/result.ts';
import type { Database } from '../../storage/database.ts';
import { putRenamed } from '../../storage/identities.ts';
import { imagesOf, putImage, readDicom } from '../../storage/images.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { allPatients } from '../../storage/patients.ts';
import type { ImageRow } from '../../storage/rows/images.ts';

interface Parts {
  readonly database: Database;
  readonly challengeId: string;
  readonly images: WorkerPool<ImageApi>;
  readonly key: CryptoKey;
}

/** An image that got other pseudonyms, and the id that it had. */
interface Moved {
  readonly earlier: string;
  readonly row: ImageRow;
}

interface Known {
  row: ImageRow;
  readonly marks: Marks | null;
  /** It was not stored before this import. */
  readonly isNew: boolean;
}

/**
 * Stores the images of one import so that none takes the place of another. Images with one SOP Instance UID and different pixels or
 * patients are kept apart under UIDs of their own, whichever is read first; one that was stored before keeps its UID. So are exams of
 * several patients under one Study Instance UID.
 */
export class Arrivals {
  readonly #parts: Parts;
  /** By the SOP Instance UID of the file. */
  readonly #byUid = new Map<string, Known[]>();
  readonly #byPatient = new Map<string, Known[]>();
  /** Patients of an exam, by its pseudonym as the file tells it. */
  readonly #patients = new Map<string, Set<string>>();
  /** Exams that were known before this import keep their UID. */
  readonly #settled = new Set<string>();
  /** The stored images of a patient's exam, by the exam as the file tells it and the patient. */
  readonly #stored = new Map<string, Pick<Pseudonyms, 'exam' | 'studyUid'>>();
  /** One image of a UID is stored after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  static async begin(parts: Parts): Promise<Arrivals> {
    const arrivals = new Arrivals(parts);
    const { database, challengeId } = parts;
    const [rows, patients] = await Promise.all([imagesOf(database, challengeId), allPatients(database)]);
    for (const { exam, patient } of patients) {
      arrivals.#patientIn(exam, patient);
      arrivals.#settled.add(exam);
    }
    for (const row of rows) {
      arrivals.#note({ row, marks: row.marks ?? null, isNew: false });
      if (!row.marks) continue;
      const { exam, patient, studyUid } = row.identity;
      arrivals.#patientIn(row.marks.plain.exam, patient);
      arrivals.#stored.set(`${row.marks.plain.exam}\n${patient}`, { exam, studyUid });
    }
    return arrivals;
  }

  /** The patient of an arriving image, by what a person said of its patient id. */
  patientOf(marks: Marks): string {
    return patientBy(this.#answerOf(marks) ?? 'same', marks);
  }

  /** Stores one image. */
  put(arriving: Ingested, path: string, at: string): Promise<Result<ImageRow>> {
    const uid = arriving.marks.plain.sopUid;
    const turn = (this.#turns.get(uid) ?? Promise.resolve()).then(() => this.#put(arriving, path, at));
    this.#turns.set(
      uid,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** Gives images that were stored before their clash was known a UID of their own. */
  async end(): Promise<Result<readonly Moved[]>> {
    const moved: Moved[] = [];
    for (const known of [...this.#byUid.values()].flat()) {
      const { row, marks, isNew } = known;
      if (!isNew || !marks) continue;
      const to = await this.#identityFor(marks, row.answer, row);
      if (isSame(to, row.identity)) continue;
      const renamed = await this.#renamedStored(row, to);
      if (!renamed.ok) return renamed;
      const image = renamed.value;
      if (!image) continue;
      const stored = await outcomeOf(() => putRenamed(this.#parts.database, row, image, row.answer));
      if (!stored.ok) return stored;
      known.row = stored.value;
      moved.push({ earlier: row.id, row: stored.value });
    }
    return success(moved);
  }

  async #put(
    { image, identity, sought, marks }: Ingested,
    path: string,
    at: string,
  ): Promise<Result<ImageRow>> {
    const { database, challengeId, images } = this.#parts;
    const answer = this.#answerOf(marks) ?? undefined;
    const before = await this.#twinOf(marks);
    const patient = patientBy(answer ?? 'same', marks);
    this.#patientIn(marks.plain.exam, patient);
    const to = await this.#identityFor(marks, answer, before?.row ?? null);
    let own: HeaderDeidentified = image;
    if (!isSame(to, image.identity)) {
      const renamed = await images.run((api) => api.renamed(image, to));
      if (!renamed.ok) return renamed;
      own = renamed.value;
    }
    const person = { marks, ...(answer && { answer }) };
    const stored = await outcomeOf(() =>
      putImage(database, challengeId, own, { ...identity, path }, at, sought, person),
    );
    if (!stored.ok) return stored;
    if (before) before.row = stored.value;
    else this.#note({ row: stored.value, marks, isNew: true });
    return stored;
  }

  /** @param row the image as it is stored; null: it is not yet */
  async #identityFor(
    marks: Marks,
    answer: PatientAnswer | undefined,
    row: ImageRow | null,
  ): Promise<Omit<Pseudonyms, 'seriesUid'>> {
    const { key } = this.#parts;
    const { plain } = marks;
    const patient = patientBy(answer ?? 'same', marks);
    const others = (this.#byUid.get(plain.sopUid) ?? []).filter((known) => known.row !== row);
    const known = (this.#byUid.get(plain.sopUid) ?? []).find((one) => one.row === row);
    // What was stored before this import keeps its UID.
    const kept = known && !known.isNew ? known.row.identity.sopUid : null;
    const sopUid = kept ?? (others.length > 0 ? await apartSopUid(key, marks) : plain.sopUid);
    const patients = this.#patients.get(plain.exam) ?? new Set([patient]);
    const [first] = patients;
    const isOwn = patients.size === 1 || (this.#settled.has(plain.exam) && first === patient);
    const exam =
      this.#stored.get(`${plain.exam}\n${patient}`) ?? (isOwn ? plain : await apartExam(key, plain, patient));
    return { patient, exam: exam.exam, studyUid: exam.studyUid, sopUid };
  }

  /** The stored image that an arriving one is again. Images of an earlier version are decoded for it. */
  async #twinOf(marks: Marks): Promise<Known | null> {
    for (const known of this.#byUid.get(marks.plain.sopUid) ?? []) {
      if (known.marks) {
        if (isSameImage(known.marks, marks)) return known;
      } else if (known.row.identity.patient === marks.plain.patient) {
        const { row } = known;
        const dicom = await readDicom(this.#parts.database, row.id);
        if (!dicom) return known;
        const file = {
          dicom,
          identity: row.identity,
          facts: row.facts,
          deidentification: row.deidentification,
        };
        const pixels = await this.#parts.images.run((api) => api.pixels(file));
        if (pixels.ok && pixels.value === marks.pixels) return known;
      }
    }
    return null;
  }

  async #renamedStored(row: ImageRow, to: Omit<Pseudonyms, 'seriesUid'>) {
    const dicom = await readDicom(this.#parts.database, row.id);
    if (!dicom) return success(null);
    const { identity, facts, deidentification } = row;
    return this.#parts.images.run((api) => api.renamed({ dicom, identity, facts, deidentification }, to));
  }

  #answerOf(marks: Marks): PatientAnswer | null {
    const own = (this.#byPatient.get(marks.plain.patient) ?? []).flatMap(({ row, marks: known }) =>
      known ? [{ id: row.id, marks: known, answer: row.answer ?? null }] : [],
    );
    return answersOf(own)({ id: '', marks, answer: null });
  }

  #patientIn(exam: string, patient: string): void {
    this.#patients.set(exam, (this.#patients.get(exam) ?? new Set()).add(patient));
  }

  #note(known: Known): void {
    const { row, marks } = known;
    add(this.#byUid, marks?.plain.sopUid ?? row.identity.sopUid, known);
    add(this.#byPatient, marks?.plain.patient ?? row.identity.patient, known);
  }
}

function add(map: Map<string, Known[]>, name: string, known: Known): void {
  const own = map.get(name);
  if (own) own.push(known);
  else map.set(name, [known]);
}

const isSame = (to: Omit<Pseudonyms, 'seriesUid'>, from: Pseudonyms): boolean =>
  to.patient === from.patient &&
  to.exam === from.exam &&
  to.studyUid === from.studyUid &&
  to.sopUid === from.sopUid;
