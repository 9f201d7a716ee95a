import type { DataSet } from '../dicom/dataset.ts';
import { textOf } from '../dicom/element.ts';
import { isStandardUid } from './standard-uids.ts';

/**
 * Pseudonyms and UIDs by HMAC-SHA-256 with the centre's secret key. The same key always gives the
 * same result; another key gives an unrelated one. Without the key nobody can test a guessed value,
 * which a plain hash would allow.
 */

const UID_ROOT = '2.25.';
const BASE_32 = 'abcdefghijklmnopqrstuvwxyz234567';
const PSEUDONYM_LENGTH = 16;

/**
 * The new UID for `uid`: `2.25.` and the decimal form of the 128 bits of a version 8 UUID (PS3.5
 * section B.2, RFC 9562). At most 44 characters.
 */
export function uidFor(key: CryptoKey, uid: string): Promise<string> {
  return answerOf(key, 'uid', uid, (mac) => {
    const bytes = mac.subarray(0, 16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return UID_ROOT + numberOf(bytes).toString();
  });
}

/**
 * New UIDs for all UIDs that PS3.6 does not list. They are requested together because
 * WebCrypto is asynchronous.
 */
export async function uidMap(key: CryptoKey, uids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const own = [...new Set(uids)].filter((uid) => uid !== '' && !isStandardUid(uid));
  return new Map(await Promise.all(own.map(async (uid) => [uid, await uidFor(key, uid)] as const)));
}

/**
 * A pseudonym: 80 bits as 16 lower-case base-32 characters (RFC 4648). Pseudonyms of different
 * `kind` can't be linked to each other.
 */
export function pseudonymFor(key: CryptoKey, kind: 'patient' | 'exam', text: string): Promise<string> {
  return answerOf(key, kind, text, (mac) => {
    const bits = numberOf(mac.subarray(0, 10));
    return Array.from({ length: PSEUDONYM_LENGTH }, (_, i) => {
      const shift = BigInt(5 * (PSEUDONYM_LENGTH - 1 - i));
      return BASE_32[Number((bits >> shift) & 31n)] ?? '';
    }).join('');
  });
}

/** Maximum shift of a patient's dates in days: ten years. */
const LONGEST_SHIFT = 3652;

/**
 * The secret number of days by which all dates of a patient move: -1 to -3652, the same for every
 * exam of the patient.
 *
 * @param patient the text of {@link patientKeyOf}
 */
export async function dateShiftFor(key: CryptoKey, patient: string): Promise<number> {
  const days = await answerOf(key, 'dates', patient, (mac) =>
    String(numberOf(mac.subarray(0, 8)) % BigInt(LONGEST_SHIFT)),
  );
  return -1 - Number(days);
}

/** What the patient was identified by, from the strongest to the weakest. */
export type PatientSource = 'patient-id' | 'name-and-birth-date' | 'study';

/**
 * The text that identifies the patient: PatientID with its issuer, else name and birth date, else
 * the exam. In the last case two exams of one patient get two pseudonyms, and the caller must
 * report this. Case, blanks and Unicode form are ignored.
 */
export function patientKeyOf(
  dataset: DataSet,
  exam: string,
): { readonly text: string; readonly source: PatientSource } {
  const id = normal(dataset, '00100020');
  if (id !== '') return { text: `id\n${id}\n${normal(dataset, '00100021')}`, source: 'patient-id' };
  const named = nameKeyOf(dataset);
  if (named !== null) return { text: named, source: 'name-and-birth-date' };
  return { text: `exam\n${exam}`, source: 'study' };
}

/** The text that identifies a patient by name and birth date. Null: one of them is blank. */
export function nameKeyOf(dataset: DataSet): string | null {
  const name = normal(dataset, '00100010').replace(/\^+$/, '');
  const birthDate = normal(dataset, '00100030');
  return name !== '' && birthDate !== '' ? `name\n${name}\n${birthDate}` : null;
}

const normal = (dataset: DataSet, tag: string): string =>
  (textOf(dataset, tag) ?? '').normalize('NFC').toUpperCase().replace(/\s+/g, ' ').trim();

/**
 * The files of an exam share most of their UIDs, and WebCrypto is slow. So the last results are
 * cached for as long as their key is in use.
 */
const answers = new WeakMap<CryptoKey, Map<string, Promise<string>>>();
const MOST_ANSWERS = 1000;
const encoder = new TextEncoder();

/**
 * Computes the HMAC of a text and passes it to `make`. The kind separates a patient and a UID with
 * equal text.
 */
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
