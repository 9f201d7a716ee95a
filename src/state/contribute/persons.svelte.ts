import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { HeaderDeidentified } from '../../core/deidentify/images.ts';
import { apartExam } from '../../core/deidentify/marks.ts';
import {
  patientBy,
  patientQuestions,
  type PatientAnswer,
  type PatientQuestion,
} from '../../core/deidentify/patients-in-doubt.ts';
import { failure } from '../../core/failure.ts';
import { failed, success, type Result } from '../../core/result.ts';
import type { Database } from '../../storage/database.ts';
import { imagesInExamsOf, putRenamed } from '../../storage/identities.ts';
import { readDicom } from '../../storage/images.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import type { ImageRow } from '../../storage/rows/images.ts';
import type { Choice } from './choice.ts';
import type { ImagesPort, ObjectionsPort, QueuePort, SigningPort } from './ports.ts';
import type { StoredImage } from './stored-image.ts';

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  /** Shows again what is stored. */
  readonly reload: () => Promise<void>;
}

type Ports = ImagesPort & ObjectionsPort & QueuePort & SigningPort;

/** Images that have the same UID in their files and are kept apart. */
export interface Clash {
  readonly kind: 'image' | 'exam';
  readonly images: readonly StoredImage[];
}

/** Who is one patient: ids that may stand for several, what a person said of them, and images and exams with copied UIDs. */
export class Persons {
  readonly #contribute: Ports;
  readonly #parts: Parts;

  constructor(contribute: Ports, parts: Parts) {
    this.#contribute = contribute;
    this.#parts = parts;
  }

  readonly #marked = $derived.by(() =>
    [...this.#contribute.images.all.values()].flatMap(({ id, marks, answer }) =>
      marks ? [{ id, marks, answer: answer ?? null }] : [],
    ),
  );

  /** Patient ids that nobody has answered for. Their images can't be accepted. */
  readonly questions: readonly PatientQuestion[] = $derived.by(() => patientQuestions(this.#marked));

  readonly #open = $derived.by(() => new Set(this.questions.flatMap(({ images }) => images)));

  /** Answers by the pseudonym of the patient id as it stands, to be shown and changed. */
  readonly answers: ReadonlyMap<string, PatientAnswer> = $derived.by(() => {
    const open = new Set(this.questions.map(({ patient }) => patient));
    return new Map(
      this.#marked.flatMap(({ marks, answer }) =>
        answer && !open.has(marks.plain.patient) ? [[marks.plain.patient, answer] as const] : [],
      ),
    );
  });

  readonly clashes: readonly Clash[] = $derived.by(() => {
    const images = [...this.#contribute.images.all.values()];
    const byUid = Map.groupBy(images, ({ identity, marks }) => marks?.plain.sopUid ?? identity.sopUid);
    const byExam = Map.groupBy(images, ({ exam, marks }) => marks?.plain.exam ?? exam);
    return [
      ...[...byUid.values()]
        .filter((own) => own.length > 1)
        .map((own) => ({ kind: 'image' as const, images: own })),
      ...[...byExam.values()]
        .filter((own) => new Set(own.map(({ exam }) => exam)).size > 1)
        .map((own) => ({ kind: 'exam' as const, images: own })),
    ];
  });

  isInDoubt({ imageId }: Pick<Choice, 'imageId'>): boolean {
    return this.#open.has(imageId);
  }

  /** The choice as it may be stored: no image is accepted while its patient is in doubt. */
  bound(choice: Choice): Choice {
    if (choice.state !== 'accepted' || !this.isInDoubt(choice)) return choice;
    return { ...choice, state: 'open', clearing: null };
  }

  /** Opens again what was accepted before its patient came into doubt. */
  async hold(): Promise<Result<void>> {
    const held = this.#contribute.queue.accepted.filter((choice) => this.isInDoubt(choice));
    return held.length > 0 ? this.#contribute.queue.put(held, false) : success(undefined);
  }

  /** Numbers of patients that the answers would give. */
  countsOf(patient: string): { readonly exams: number; readonly byName: number } {
    const own = this.#marked.filter(({ marks }) => marks.plain.patient === patient);
    return {
      exams: new Set(own.map(({ marks }) => marks.plain.exam)).size,
      byName: new Set(own.map(({ marks }) => patientBy('name', marks))).size,
    };
  }

  /** Images under a patient id as it stands, to show who they are. */
  under(patient: string): StoredImage[] {
    return [...this.#contribute.images.all.values()].filter(({ marks }) => marks?.plain.patient === patient);
  }

  /**
   * Says whether the images under a patient id are of one patient, in all challenges. It can be said anew. The files get the pseudonyms
   * of their patients, and clearings of changed files are taken back. Failures: `identity/objection-in-doubt`, those of `renamed`.
   */
  async answer(patient: string, answer: PatientAnswer): Promise<Result<void>> {
    const objections = await this.#contribute.objections.read();
    const key = await this.#contribute.signing.key();
    const read = await outcomeOf(() => imagesInExamsOf(this.#parts.database, patient));
    if (!read.ok) return read;
    const isOwn = ({ marks }: ImageRow) => marks?.plain.patient === patient;
    const rows = read.value.filter(isOwn);
    const objecting = [patient, ...rows.map(({ identity }) => identity.patient)];
    if (answer !== 'same' && objecting.some((one) => objections.has(one)))
      return failed(failure('identity/objection-in-doubt', {}));
    const patientOf = (row: ImageRow) =>
      row.marks && isOwn(row) ? patientBy(answer, row.marks) : row.identity.patient;
    const exams = Map.groupBy(read.value, ({ exam, marks }) => marks?.plain.exam ?? exam);
    for (const row of rows) {
      const { marks } = row;
      if (!marks) continue;
      const own = patientOf(row);
      const isShared = new Set((exams.get(marks.plain.exam) ?? []).map(patientOf)).size > 1;
      const isKept = isShared && own === row.identity.patient;
      const apart = isShared ? await apartExam(key, marks.plain, own) : marks.plain;
      const { exam, studyUid } = isKept ? row.identity : apart;
      const renamed = await this.#renamed(row, { patient: own, exam, studyUid });
      if (!renamed.ok) return renamed;
      const stored = await outcomeOf(() => putRenamed(this.#parts.database, row, renamed.value, answer));
      if (!stored.ok) return stored;
    }
    await this.#parts.reload();
    return success(undefined);
  }

  /** null: the pseudonyms stay. */
  async #renamed(
    { id, identity, facts, deidentification }: ImageRow,
    to: { readonly patient: string; readonly exam: string; readonly studyUid: string },
  ): Promise<Result<HeaderDeidentified | null>> {
    const { sopUid } = identity;
    if (to.patient === identity.patient && to.exam === identity.exam && to.studyUid === identity.studyUid)
      return success(null);
    const dicom = await readDicom(this.#parts.database, id);
    if (!dicom)
      return failed(failure('machine/storage-unavailable', { cause: 'the image is no longer stored' }));
    return this.#parts.images.run((api) =>
      api.renamed({ dicom, identity, facts, deidentification }, { ...to, sopUid }),
    );
  }
}
