import type { DataSet, Part10 } from '../dicom/dataset.ts';
import { characterSetOf, textOf } from '../dicom/element.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { Pseudonyms } from './images.ts';
import { patientKeyOf, pseudonymFor, uidFor } from './pseudonym.ts';

/**
 * Values by the path of an `AttributeRecord`, as text, cut to {@link LONGEST}. Null for values that
 * are not text. Only for display; never stored.
 */
export type Values = ReadonlyMap<string, string | null>;

const LONGEST = 120;
/** When several items have a value at the same place, the first few are shown. */
const MOST = 3;

/** Values of a data set, at any depth. */
export function valuesOf(dataset: DataSet): Values {
  const all = new Map<string, (string | null)[]>();
  collect(dataset, '', [], all);
  return new Map(
    [...all].map(([path, values]) => {
      const texts = values.filter((value) => value !== null);
      if (texts.length === 0) return [path, null] as const;
      const shown = [...new Set(texts)];
      const joined = shown.slice(0, MOST).join(' · ') + (shown.length > MOST ? ' …' : '');
      return [path, joined.length > LONGEST ? `${joined.slice(0, LONGEST)}…` : joined] as const;
    }),
  );
}

function collect(
  dataset: DataSet,
  place: string,
  inherited: readonly string[],
  all: Map<string, (string | null)[]>,
): void {
  const terms = characterSetOf(dataset, inherited);
  for (const { tag, value } of dataset.elements.values()) {
    const path = place + tag;
    if (value.kind === 'items') {
      for (const item of value.items) collect(item, `${path}[].`, terms, all);
      continue;
    }
    const isText = value.kind === 'bytes' && !tag.startsWith('7FE0');
    const text = isText && value.bytes.length > 0 ? textOf(dataset, tag, terms) : isText ? '' : null;
    const known = all.get(path);
    if (known) known.push(text);
    else all.set(path, [text]);
  }
}

/**
 * The values of a source file, if it is the source of the image. This is checked by its SOP
 * Instance UID and its patient: under the centre's key they must give the image's new UID (or equal
 * it when UIDs are retained) and its patient's pseudonym, both as before any clash. Failure: `deidentify/other-source`.
 */
export async function sourceValues(
  source: Part10,
  identity: Pseudonyms,
  key: CryptoKey,
  file?: string,
): Promise<Result<Values>> {
  const sop = textOf(source.dataset, '00080018') ?? '';
  const hasUid = sop !== '' && (sop === identity.sopUid || (await uidFor(key, sop)) === identity.sopUid);
  const exam = textOf(source.dataset, '0020000D') || `instance/${sop}`;
  const patient = await pseudonymFor(key, 'patient', patientKeyOf(source.dataset, exam).text);
  const isSame = hasUid && patient === identity.patient;
  return isSame ? success(valuesOf(source.dataset)) : failed(failure('deidentify/other-source', {}, file));
}
