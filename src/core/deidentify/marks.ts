import { sha256 } from '../bytes/digest.ts';
import type { DataSet } from '../dicom/dataset.ts';
import type { StoredFrame } from '../dicom/stored-frame.ts';
import { textOf } from '../dicom/element.ts';
import { PIXEL_TAGS } from '../dicom/read-facts.ts';
import { readPart10 } from '../dicom/read.ts';
import { pixelDigest } from './clear.ts';
import type { DeidentifiedFile, Pseudonyms } from './images.ts';
import { isPlaceholder } from './placeholder.ts';
import { nameKeyOf, pseudonymFor, uidFor } from './pseudonym.ts';

/**
 * What tells one image and one person from another besides the UIDs and the patient id of the file,
 * which are often copied. Holds keyed digests and no value of the source. Stays at the centre.
 */
export interface Marks {
  /** Pseudonyms and UIDs by the file's own UIDs and patient id alone, before any clash. */
  readonly plain: Pseudonyms;
  /** SHA-256 of the pixels: decoded values for one frame, with every further frame as encoded. */
  readonly pixels: string;
  /** The patient's pseudonym by name and birth date. Null: one of them is blank or stands for nobody. */
  readonly byName: string | null;
  /** The patient's pseudonym if each exam is a patient of its own. */
  readonly byExam: string;
  /** The patient id (the name, where the id is blank) is one that stands for nobody. */
  readonly isPlaceholder: boolean;
  /** Keyed digests that differ between two persons. Null: blank, or stands for nobody. */
  readonly traits: {
    readonly name: string | null;
    readonly birthDate: string | null;
    readonly sex: string | null;
  };
}

/** The marks of an image, from its source's attributes and the decoded first frame. */
export async function marksOf(
  dataset: DataSet,
  image: DeidentifiedFile,
  first: StoredFrame,
  key: CryptoKey,
): Promise<Marks> {
  const text = (tag: string): string => (textOf(dataset, tag) ?? '').trim();
  const { identity } = image;
  const [id, name, birthDate, sex] = ['00100020', '00100010', '00100030', '00100040'].map(text);
  const named = isPlaceholder(name ?? '') ? null : nameKeyOf(dataset);
  const trait = (kind: string, value: string) =>
    value === '' ? null : pseudonymFor(key, 'patient', `${kind}\n${value}`);
  const [byName, byExam, pixels, ofName, ofBirth, ofSex] = await Promise.all([
    named && pseudonymFor(key, 'patient', named),
    pseudonymFor(key, 'patient', `exam\n${identity.exam}`),
    pixelsOf(image, first),
    trait('trait-name', isPlaceholder(name ?? '') ? '' : wordsOf(name ?? '')),
    trait('trait-birth', birthDate ?? ''),
    trait('trait-sex', /^[MF]$/i.test(sex ?? '') ? (sex ?? '').toUpperCase() : ''),
  ]);
  // Without an id the patient is identified by the name: see `patientKeyOf`.
  const standsForNobody = isPlaceholder(id ?? '') || (id === '' && nameKeyOf(dataset) !== null && !named);
  return {
    plain: identity,
    pixels,
    byName,
    byExam,
    isPlaceholder: standsForNobody,
    traits: { name: ofName, birthDate: ofBirth, sex: ofSex },
  };
}

/**
 * SHA-256 of the pixels of a de-identified file. @param first its first frame, decoded, so that the
 * encoding of a single frame does not matter
 */
export async function pixelsOf({ dicom, facts }: DeidentifiedFile, first: StoredFrame): Promise<string> {
  const digest = await pixelDigest(first);
  if (facts.frames <= 1) return digest;
  const part10 = readPart10(dicom);
  const parts = [digest, String(facts.frames)];
  for (const tag of part10.ok ? PIXEL_TAGS : []) {
    const value = part10.ok ? part10.value.dataset.elements.get(tag)?.value : undefined;
    const chunks =
      value?.kind === 'fragments' ? value.fragments : value?.kind === 'bytes' ? [value.bytes] : [];
    for (const chunk of chunks) parts.push(await sha256(chunk));
  }
  return sha256(new TextEncoder().encode(parts.join('\n')));
}

/**
 * Words of the family and given name in one order, without accents, case and punctuation: the same
 * person is often written with and without a prefix, and with the parts exchanged.
 */
function wordsOf(name: string): string {
  const form = name.split('=').find((one) => one.replaceAll('^', '').trim() !== '') ?? '';
  const parts = form.split('^').slice(0, 2).join(' ');
  return parts
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(' ');
}

/**
 * True when two files under one SOP Instance UID are the same image: equal pixels of the same
 * person. Where the patient id stands for nobody, the name tells the person.
 */
export function isSameImage(a: Marks, b: Marks): boolean {
  return a.pixels === b.pixels && personOf(a) === personOf(b);
}

/** The SOP Instance UID that an image gets when another image has its UID. */
export const apartSopUid = (key: CryptoKey, marks: Marks): Promise<string> =>
  uidFor(key, `${marks.plain.sopUid}\n${marks.pixels}\n${personOf(marks)}`);

const personOf = ({ plain, isPlaceholder: isNobody, byName }: Marks): string =>
  isNobody ? `${plain.patient} ${byName ?? ''}` : plain.patient;

/** Pseudonym and UID of an exam whose Study Instance UID another patient has, too. */
export async function apartExam(
  key: CryptoKey,
  plain: Pick<Pseudonyms, 'exam' | 'studyUid'>,
  patient: string,
): Promise<Pick<Pseudonyms, 'exam' | 'studyUid'>> {
  const [exam, studyUid] = await Promise.all([
    pseudonymFor(key, 'exam', `${plain.exam}\n${patient}`),
    uidFor(key, `${plain.studyUid}\n${patient}`),
  ]);
  return { exam, studyUid };
}
