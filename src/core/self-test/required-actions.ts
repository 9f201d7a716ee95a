import type { Region, RequiredAction } from '../deidentify/answer-key.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import type { DataSet } from '../dicom/dataset.ts';
import { numberOf, textOf } from '../dicom/element.ts';
import { type Invented, type Visit, STATION, INSTITUTION, PHONE, physicianOf } from './invented.ts';
import type { BurnedWord } from './burned-words.ts';

/**
 * The action that each planted item needs. It follows from the options alone: the profile is not
 * consulted.
 */
export function requiredOf(
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
