import type { DataSet } from '../dicom/dataset.ts';
import { textOf } from '../dicom/element.ts';

/**
 * Pseudonyms and UIDs by HMAC-SHA-256 with the centre's secret: the same key gives the same map, another key an unrelated one, and
 * without the key no value can be tried out, as it could be with a plain hash.
 */

const UID_ROOT = '2.25.';
const STANDARD_ROOT = '1.2.840.10008.';
const BASE_32 = 'abcdefghijklmnopqrstuvwxyz234567';
const PSEUDONYM_LENGTH = 16;

/** True for UIDs that the standard itself assigns (SOP classes, transfer syntaxes, context groups): they identify nobody. */
export function isStandardUid(uid: string): boolean {
  return uid.startsWith(STANDARD_ROOT);
}

/** True for attributes (by keyword) whose UIDs name a kind of object, a coding scheme or a context group, even a manufacturer's own. */
export function namesAKind(keyword: string): boolean {
  return /SOPClass|CodingScheme|ContextUID|MappingResource/.test(keyword);
}

/**
 * The new UID of `uid`: `2.25.` and the decimal of the 128 bits of a UUID of version 8 (PS3.5 section B.2, RFC 9562), at most 44
 * characters.
 */
export function uidFor(key: CryptoKey, uid: string): Promise<string> {
  return answerOf(key, 'uid', uid, (mac) => {
    const bytes = mac.subarray(0, 16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return UID_ROOT + numberOf(bytes).toString();
  });
}

/** The new UIDs of all that are not the standard's own, at once, since WebCrypto answers later. */
export async function uidMap(key: CryptoKey, uids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const own = [...new Set(uids)].filter((uid) => uid !== '' && !isStandardUid(uid));
  return new Map(await Promise.all(own.map(async (uid) => [uid, await uidFor(key, uid)] as const)));
}

/** A pseudonym: 80 bits as 16 lower-case base-32 characters (RFC 4648). One `kind` says nothing about another. */
export function pseudonymFor(key: CryptoKey, kind: 'patient' | 'exam', text: string): Promise<string> {
  return answerOf(key, kind, text, (mac) => {
    const bits = numberOf(mac.subarray(0, 10));
    return Array.from({ length: PSEUDONYM_LENGTH }, (_, i) => {
      const shift = BigInt(5 * (PSEUDONYM_LENGTH - 1 - i));
      return BASE_32[Number((bits >> shift) & 31n)] ?? '';
    }).join('');
  });
}

/** Longest move of a patient's dates: ten years. */
const LONGEST_SHIFT = 3652;

/**
 * The secret number of days by which all dates of a patient move: -1 to -3652, the same for each exam of the patient.
 *
 * @param patient the text of {@link patientKeyOf}
 */
export async function dateShiftFor(key: CryptoKey, patient: string): Promise<number> {
  const days = await answerOf(key, 'dates', patient, (mac) =>
    String(numberOf(mac.subarray(0, 8)) % BigInt(LONGEST_SHIFT)),
  );
  return -1 - Number(days);
}

/** What stood for the patient, from the best to the weakest. */
export type PatientSource = 'patient-id' | 'name-and-birth-date' | 'study';

/**
 * The text that stands for the patient: PatientID with its issuer, else name and birth date, else the exam (then two exams of one
 * patient get two pseudonyms, which is for the caller to say). Case, blanks and Unicode form make no difference.
 */
export function patientKeyOf(
  dataset: DataSet,
  exam: string,
): { readonly text: string; readonly source: PatientSource } {
  const normal = (tag: string): string =>
    (textOf(dataset, tag) ?? '').normalize('NFC').toUpperCase().replace(/\s+/g, ' ').trim();
  const id = normal('00100020');
  if (id !== '') return { text: `id\n${id}\n${normal('00100021')}`, source: 'patient-id' };
  const name = normal('00100010').replace(/\^+$/, '');
  const birthDate = normal('00100030');
  if (name !== '' && birthDate !== '') {
    return { text: `name\n${name}\n${birthDate}`, source: 'name-and-birth-date' };
  }
  return { text: `exam\n${exam}`, source: 'study' };
}

/** The files of an exam share most of their UIDs, and WebCrypto answers slowly: the last answers are kept as long as their key. */
const answers = new WeakMap<CryptoKey, Map<string, Promise<string>>>();
const MOST_ANSWERS = 1000;
const encoder = new TextEncoder();

/** What `make` makes of the code of a text. The kind keeps a patient and a UID of equal text apart. */
function answerOf(
  key: CryptoKey,
  kind: 'patient' | 'exam' | 'uid' | 'dates',
  text: string,
  make: (mac: Uint8Array) => string,
): Promise<string> {
  const asked = `${kind}\n${text}`;
  const known = answers.get(key) ?? new Map<string, Promise<string>>();
  answers.set(key, known);
  const answer =
    known.get(asked) ??
    crypto.subtle.sign('HMAC', key, encoder.encode(asked)).then((mac) => make(new Uint8Array(mac)));
  if (known.size >= MOST_ANSWERS) known.clear();
  known.set(asked, answer);
  return answer;
}

function numberOf(bytes: Uint8Array): bigint {
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  return number;
}
