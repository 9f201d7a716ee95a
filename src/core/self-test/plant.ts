import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Region, RequiredAction } from '../deidentify/answer-key.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import { syntheticExam } from '../demo/exam.ts';
import { isWritable, sizeOfText, writeText } from '../demo/font.ts';
import { DEMO_CHALLENGES, type DemoChallenge } from '../demo/kinds.ts';
import { inventUid } from '../demo/people.ts';
import type { DataSet, Element } from '../dicom/dataset.ts';
import { dataSetOf, element, numberOf, textOf, withElements } from '../dicom/element.ts';
import { readPart10 } from '../dicom/read.ts';
import { EXPLICIT_LE } from '../dicom/transfer-syntax.ts';
import { writePart10 } from '../dicom/write.ts';
import type { Random } from '../random.ts';

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
 * Names that nobody has, with accents and in another script. None is a word of imaging or of this
 * application.
 */
const FAMILIES = ['Quézelbrand', 'Thévenouxel', 'Brindoizeau', 'Škvorcovnik', 'Малёвкина', 'Kerbriantec'];
const GIVEN = ['Héloïse', 'Gaspardin', 'Anaëlline', 'Loïcka', 'Ondřejka', 'Théodulfe'];
const SECOND_NAMES = ['Vandermolenko', 'Pétrusquin', 'Ospédalier'];

interface Invented {
  readonly family: string;
  readonly given: string;
  readonly id: string;
  readonly birthDate: string;
  readonly sex: string;
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
  const patients = [invented(random, 0), invented(random, 1)] as const;
  const frameOfReference = inventUid(random);
  return [patients[0], patients[0], patients[1]].map((patient, index) => {
    const exam = syntheticExam(challenge, index, random);
    const path = exam.images[0]?.file ?? '';
    const drawn = exam.files.find((file) => file.path === path);
    const read = readPart10(drawn?.bytes ?? new Uint8Array());
    const dataset = read.ok ? read.value.dataset : dataSetOf([]);
    const visit: Visit = {
      studyDate: date(random, 2015, 8),
      accession: `ACC${digits(random, 8)}`,
      other: inventUid(random),
      frameOfReference,
    };
    const texts = planted(patient, visit, random);
    const { elements, words } = burned(challenge, dataset, patient, index);
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

interface Visit {
  readonly studyDate: string;
  readonly accession: string;
  /** UID of a referenced image. */
  readonly other: string;
  readonly frameOfReference: string;
}

const STATION = 'STNQX994';
const INSTITUTION = 'Clinique des Glycines Bleues';
const STREET = '12 rue Malevoyette';
const PHONE = '0611223344';
const SECOND_INDEX = 2;

function invented(random: Random, which: number): Invented {
  const pick = (list: readonly string[]): string =>
    // The two patients use different halves, so neither has the other's name.
    list[which * Math.floor(list.length / 2) + Math.floor(random() * Math.floor(list.length / 2))] ?? '';
  return {
    family: pick(FAMILIES),
    given: pick(GIVEN),
    id: `PID${digits(random, 7)}K`,
    birthDate: date(random, 1941, 40),
    sex: random() < 0.5 ? 'F' : 'M',
  };
}

const nameOf = ({ family, given }: Invented) => `${family}^${given}`;
const physicianOf = ({ id }: Invented) =>
  `${SECOND_NAMES[Number(id[SECOND_INDEX + 1]) % SECOND_NAMES.length] ?? ''}^Piet`;

function planted(patient: Invented, visit: Visit, random: Random): readonly Element[] {
  const { family, given, id, birthDate } = patient;
  const day = birthDate.replace(/(....)(..)(..)/, '$3/$2/$1');
  const deepest = dataSetOf([
    element('00100010', 'PN', nameOf(patient)),
    element('00204000', 'LT', `Voisine de ${given} ${family}`),
  ]);
  const purpose = dataSetOf([
    element('00080100', 'SH', '121320'),
    element('00080102', 'SH', 'DCM'),
    element('00080104', 'LO', 'Uncompressed predecessor'),
    element('00081140', 'SQ', [deepest]),
  ]);
  const referred = dataSetOf([
    element('00081150', 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    element('00081155', 'UI', visit.other),
    element('0040A170', 'SQ', [purpose]),
  ]);
  const request = dataSetOf([
    element('00400007', 'LO', `T1 ${family}`),
    element('00400009', 'SH', id),
    element('00290010', 'LO', 'SELF TEST 1'),
    element('00291011', 'LO', `${given} ${family}`),
  ]);
  return [
    element('00080020', 'DA', visit.studyDate),
    element('00080021', 'DA', visit.studyDate),
    element('00080050', 'SH', visit.accession),
    element('00080080', 'LO', INSTITUTION),
    element('00080081', 'ST', `${STREET}, ${family}`),
    element('00080090', 'PN', physicianOf(patient)),
    element('00081010', 'SH', STATION),
    element('00081030', 'LO', `T2 axial ${given} ${family}`),
    element('0008103E', 'LO', `T2 axial ${id}`),
    element('00081070', 'PN', physicianOf(patient)),
    element('00081140', 'SQ', [referred]),
    element('00100010', 'PN', nameOf(patient)),
    element('00100020', 'LO', id),
    element('00100030', 'DA', birthDate),
    element('00100040', 'CS', patient.sex),
    element('00101010', 'AS', '045Y'),
    element('00101040', 'LO', STREET),
    element('00102154', 'SH', PHONE),
    element('00104000', 'LT', `${given} ${family}, née le ${day}`),
    element('00200052', 'UI', visit.frameOfReference),
    element('00204000', 'LT', `Suivi de ${family} par ${physicianOf(patient).replace('^', ' ')}`),
    element('00290010', 'LO', 'SELF TEST 1'),
    element('00291010', 'LO', nameOf(patient)),
    element('00291020', 'LT', `${id} ${birthDate} ${visit.accession}`),
    element('00291030', 'UN', new TextEncoder().encode(`${family} ${digits(random, 3)}`.padEnd(24))),
    element('00400275', 'SQ', [request]),
  ];
}

interface BurnedWord {
  readonly text: string;
  readonly region: Region;
}

/**
 * Name and number burned into the picture, word by word. In an ultrasound picture they are in the
 * banner above the kept field. In any other picture they are in a corner, where only blackening
 * removes them.
 */
function burned(
  challenge: DemoChallenge,
  dataset: DataSet,
  { family, given, id }: Invented,
  exam: number,
): { readonly elements: readonly Element[]; readonly words: readonly BurnedWord[] } {
  const pixels = dataset.elements.get('7FE00010');
  if (pixels?.value.kind !== 'bytes') return { elements: [], words: [] };
  const columns = numberOf(dataset, '00280011') ?? 0;
  const rows = numberOf(dataset, '00280010') ?? 0;
  const stored = valuesOf(dataset, pixels.value.bytes);
  const picture = { columns, rows, data: Float32Array.from(stored) };
  const value = picture.data.reduce((most, one) => Math.max(most, one), 0);
  const isBanner = challenge === 'liver';
  const scale = isBanner || exam % 2 === 0 ? 2 : 1;
  const length = (text: string) => sizeOfText(text, scale)[0];
  const lines = [family, given, id].filter(isWritable);
  let column = 12;
  const words = lines.map((text, line): BurnedWord => {
    // Corners: upper left, upper right, lower left.
    const x0 = isBanner ? column : exam % 3 === 1 ? columns - 6 - length(text) : 6;
    const y0 = isBanner
      ? 46
      : exam % 3 === 2
        ? rows - (lines.length - line) * 12 * scale
        : 6 + line * 12 * scale;
    column += length(text) + 6 * scale;
    writeText(picture, text, { column: x0, row: y0, scale, value });
    return { text, region: { x0, y0, x1: x0 + length(text), y1: y0 + sizeOfText(text, scale)[1] } };
  });
  stored.set(picture.data);
  return {
    elements: [element('7FE00010', stored.BYTES_PER_ELEMENT === 1 ? 'OB' : 'OW', bytesOf(stored))],
    words: [...words, ...(isBanner ? [{ text: '', region: banner(columns) }] : [])],
  };
}

/** Everything above the field, drawn and planted. */
const banner = (columns: number): Region => ({ x0: 8, y0: 4, x1: Math.min(columns, 680), y1: 62 });

type Stored = Uint8Array | Uint16Array | Int16Array;

/**
 * A copy of native pixels as numbers. The machine must be little-endian, as all machines with
 * browsers are.
 */
function valuesOf(dataset: DataSet, bytes: Uint8Array): Stored {
  if (numberOf(dataset, '00280100') === 8) return bytes.slice();
  const copy = bytes.slice().buffer;
  return numberOf(dataset, '00280103') === 1 ? new Int16Array(copy) : new Uint16Array(copy);
}

const bytesOf = (stored: Stored) => new Uint8Array(stored.buffer);

function requiredOf(
  source: DataSet,
  patient: Invented,
  visit: Visit,
  options: readonly ProfileOption[],
  words: readonly BurnedWord[],
): readonly RequiredAction[] {
  const has = (...wanted: readonly ProfileOption[]) => wanted.some((option) => options.includes(option));
  const { family, given, id, birthDate, sex } = patient;
  const required: RequiredAction[] = [];
  const removed = (category: string, path: string, text: string) =>
    required.push({ check: 'text_removed', category, path, text });
  const retained = (category: string, path: string, text: string) =>
    required.push({ check: 'text_retained', category, path, text });
  removed('tag', '00100010', family);
  removed('tag', '00100010', given);
  removed('tag', '00100020', id);
  removed('tag', '00080050', visit.accession);
  removed('tag', '00080090', physicianOf(patient).split('^')[0] ?? '');
  removed('tag', '00102154', PHONE);
  if (!has('retain-patient-characteristics')) removed('tag', '00100030', birthDate);
  removed('tag', '00101040', 'Malevoyette');
  removed('text', '00081030', family);
  removed('text', '0008103E', id);
  removed('text', '00104000', given);
  removed('text', '00204000', family);
  removed('nested', '00400275[0].00400007', family);
  removed('nested', '00081140[0].0040A170[0].00081140[0].00100010', family);
  removed('private', '00291010', family);
  removed('private', '00291020', visit.accession);
  removed('private', '00291030', family);
  removed('private', '00400275[0].00291011', given);
  retained('text', '00081030', 'T2 axial');
  retained('text', '0008103E', 'T2 axial');
  retained('tag', '00080060', textOf(source, '00080060') ?? '');
  retained('tag', '00280004', textOf(source, '00280004') ?? '');
  if (has('retain-institution-identity')) retained('tag', '00080080', INSTITUTION);
  else removed('tag', '00080080', 'Glycines');
  if (has('retain-device-identity')) retained('tag', '00081010', STATION);
  else removed('tag', '00081010', STATION);
  if (has('retain-age', 'retain-patient-characteristics')) retained('tag', '00101010', '045Y');
  if (has('retain-sex', 'retain-patient-characteristics')) retained('tag', '00100040', sex);
  for (const path of ['00100010', '00100020', '00080020', '00280010', '00280011', '00280100', '7FE00010'])
    required.push({ check: 'tag_retained', category: 'tag', path });
  for (const path of ['00100010', '00100020', '00080018', '0020000D', '00280002'])
    required.push({ check: 'text_notnull', category: 'tag', path });
  for (const path of ['00080020', '00080021']) {
    const text = visit.studyDate;
    if (has('retain-full-dates')) retained('date', path, text);
    else if (has('retain-modified-dates'))
      required.push({ check: 'date_shifted', category: 'date', path, text });
  }
  if (!has('retain-full-dates')) removed('date', '00080020', visit.studyDate);
  const uids: readonly (readonly [string, string])[] = [
    ...['00080018', '0020000D', '0020000E', '00200052'].map(
      (path) => [path, textOf(source, path) ?? ''] as const,
    ),
    ['00081140[0].00081155', visit.other],
  ];
  for (const [path, text] of uids) {
    const category = path.length > 8 ? 'nested' : 'uid';
    // Each picture is masked, and a derived image has its own UID.
    if (has('retain-uids') && path !== '00080018') retained(category, path, text);
    else {
      required.push({ check: 'uid_changed', category, path, text });
      required.push({ check: 'uid_consistent', category, path, text });
    }
  }
  required.push({ check: 'patid_consistent', category: 'tag', path: '00100020', text: id });
  for (const { text, region } of words)
    required.push({ check: 'pixels_hidden', category: 'pixels', path: '', text, region });
  required.push({ check: 'pixels_retained', category: 'pixels', path: '', region: middleOf(source) });
  return required;
}

/**
 * A rectangle in the middle of the picture, a quarter of its width: it is inside every ultrasound
 * field.
 */
function middleOf(source: DataSet): Region {
  const columns = numberOf(source, '00280011') ?? 0;
  const rows = numberOf(source, '00280010') ?? 0;
  const [x0, y0] = [Math.round(columns * 0.375), Math.round(rows * 0.375)];
  return { x0, y0, x1: x0 + Math.round(columns / 4), y1: y0 + Math.round(rows / 4) };
}

const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

function date(random: Random, from: number, years: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${from + Math.floor(random() * years)}${part(1 + Math.floor(random() * 12))}${part(1 + Math.floor(random() * 28))}`;
}
