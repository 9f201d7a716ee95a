import type { Marks } from './marks.ts';

/** The answer to whether the images under one doubtful patient id are of one patient. */
export type PatientAnswer = 'same' | 'name' | 'exam';

/** One image under a patient id, with the answer that holds for it. */
export interface MarkedImage {
  readonly id: string;
  readonly marks: Marks;
  readonly answer: PatientAnswer | null;
}

/** Images under one patient id that may be of several persons, and nobody has said so yet. */
export interface PatientQuestion {
  /** Pseudonym of the patient id as it stands. */
  readonly patient: string;
  /** The id stands for nobody, or persons differ under it. */
  readonly reason: 'placeholder' | 'persons-differ';
  /** Images that wait for the answer. */
  readonly images: readonly string[];
  readonly exams: number;
  /** Number of persons if they are told apart by name and birth date. */
  readonly byName: number;
}

/**
 * The questions that are open. An id is asked about when it stands for nobody, or when several names,
 * birth dates or sexes occur under it. A new image follows an answer that keeps persons apart; an
 * answer that holds them for one patient covers only the persons that were there.
 */
export function patientQuestions(images: readonly MarkedImage[]): PatientQuestion[] {
  const questions: PatientQuestion[] = [];
  for (const [patient, own] of byPatientId(images)) {
    const isNobody = own.some(({ marks }) => marks.isPlaceholder);
    if (!isNobody && !differs(own)) continue;
    const answer = answersOf(own);
    const open = own.filter((image) => answer(image) === null);
    if (open.length === 0) continue;
    questions.push({
      patient,
      reason: isNobody ? 'placeholder' : 'persons-differ',
      images: open.map(({ id }) => id),
      exams: new Set(own.map(({ marks }) => marks.plain.exam)).size,
      byName: new Set(own.map(({ marks }) => patientBy('name', marks))).size,
    });
  }
  return questions.sort((a, b) => (a.patient < b.patient ? -1 : 1));
}

/** Images by the pseudonym of their patient id as it stands. */
export function byPatientId(images: readonly MarkedImage[]): ReadonlyMap<string, readonly MarkedImage[]> {
  const groups = new Map<string, MarkedImage[]>();
  for (const image of images) {
    const { patient } = image.marks.plain;
    const own = groups.get(patient);
    if (own) own.push(image);
    else groups.set(patient, [image]);
  }
  return groups;
}

/** @param own all images under one patient id @returns the answer that holds for one of them: its own, or one given for others */
export function answersOf(own: readonly MarkedImage[]): (image: MarkedImage) => PatientAnswer | null {
  const apart = own.find(({ answer }) => answer === 'name' || answer === 'exam')?.answer ?? null;
  const covered = new Set(own.filter(({ answer }) => answer === 'same').map(personIn));
  return (image) => image.answer ?? apart ?? (covered.has(personIn(image)) ? 'same' : null);
}

/** The patient's pseudonym under an answer. */
export function patientBy(answer: PatientAnswer, { plain, byName, byExam }: Marks): string {
  if (answer === 'same') return plain.patient;
  return answer === 'name' ? (byName ?? byExam) : byExam;
}

const TRAITS = ['name', 'birthDate', 'sex'] as const;

function differs(images: readonly MarkedImage[]): boolean {
  return TRAITS.some(
    (trait) => new Set(images.map(({ marks }) => marks.traits[trait]).filter(Boolean)).size > 1,
  );
}

const personIn = ({ marks }: MarkedImage): string =>
  TRAITS.map((trait) => marks.traits[trait] ?? '').join(' ');
