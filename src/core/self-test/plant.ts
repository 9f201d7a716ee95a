import type { ChallengeDefinition } from '../definition/definition.ts';
import type { RequiredAction } from '../deidentify/answer-key.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import { syntheticExam } from '../demo/exam.ts';
import { DEMO_CHALLENGES, type DemoChallenge } from '../demo/kinds.ts';
import { inventUid } from '../demo/people.ts';
import { dataSetOf, textOf, withElements } from '../dicom/element.ts';
import { readPart10 } from '../dicom/read.ts';
import { EXPLICIT_LE } from '../dicom/transfer-syntax.ts';
import { writePart10 } from '../dicom/write.ts';
import type { Random } from '../random.ts';
import { type Visit, inventedPatient, inventedDigits, inventedDate } from './invented.ts';
import { plantedElements } from './planted-header.ts';
import { burnedName } from './burned-words.ts';
import { requiredOf } from './required-actions.ts';

/**
 * A drawn file with the planted data of an invented patient, and the required action for each
 * planted item.
 */
export interface PlantedFile {
  readonly name: string;
  /** Exams of one patient share it. */
  readonly patient: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly required: readonly RequiredAction[];
}

/**
 * The challenge whose exams are drawn for a definition: its own, else the first of its modality.
 * Null when no exam can be drawn for the modality.
 */
export function drawnFor({ id, modality }: ChallengeDefinition): DemoChallenge | null {
  const own = DEMO_CHALLENGES.find((one) => one === id);
  return own ?? BY_MODALITY[modality] ?? null;
}

const BY_MODALITY: Readonly<Record<string, DemoChallenge>> = { CT: 'thyroid', MR: 'meniscus', US: 'liver' };

/**
 * Two exams of one invented patient and one exam of another, drawn for a challenge. Identity is
 * planted in tags, nested sequences, private groups, free texts, UIDs, dates and the pixels. The
 * required actions follow only from the options of the definition: the profile is not consulted.
 */
export function plantedExams(
  challenge: DemoChallenge,
  options: readonly ProfileOption[],
  random: Random,
): readonly PlantedFile[] {
  const patients = [inventedPatient(random, 0), inventedPatient(random, 1)] as const;
  const frameOfReference = inventUid(random);
  return [patients[0], patients[0], patients[1]].map((patient, index) => {
    const exam = syntheticExam(challenge, index, random);
    const path = exam.images[0]?.file ?? '';
    const drawn = exam.files.find((file) => file.path === path);
    const read = readPart10(drawn?.bytes ?? new Uint8Array());
    const dataset = read.ok ? read.value.dataset : dataSetOf([]);
    const visit: Visit = {
      studyDate: inventedDate(random, 2015, 8),
      accession: `ACC${inventedDigits(random, 8)}`,
      other: inventUid(random),
      frameOfReference,
    };
    const texts = plantedElements(patient, visit, random);
    const { elements, words } = burnedName(challenge, dataset, patient, index);
    const source = withElements(dataset, { set: [...texts, ...elements] });
    return {
      name: `exam-${index + 1}/image.dcm`,
      patient: patient.id,
      bytes: writePart10(source, {
        transferSyntax: EXPLICIT_LE,
        sopClass: textOf(source, '00080016') ?? '',
        sopInstance: textOf(source, '00080018') ?? '',
      }),
      required: requiredOf(source, patient, visit, options, words),
    };
  });
}
