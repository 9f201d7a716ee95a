import type { DataSet, Part10 } from '../dicom/dataset.ts';
import { characterSetOf, textOf } from '../dicom/element.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { Pseudonyms } from './images.ts';
import { uidFor } from './pseudonym.ts';

/** Values by the path of an `AttributeRecord`, as text, cut to {@link LONGEST}; null for what is no text. To be shown, never kept. */
export type Values = ReadonlyMap<string, string | null>;

const LONGEST = 120;
/** At the same place of several items the first few values are shown. */
const MOST = 3;

/** What stands in a data set, at any depth. */
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
 * The values of a source file, when it is the one of which the image was made: its SOP Instance UID has the image's new UID under the
 * centre's key (or is it, where UIDs are kept). Failure: `deidentify/other-source`.
 */
export async function sourceValues(
  source: Part10,
  identity: Pseudonyms,
  key: CryptoKey,
  file?: string,
): Promise<Result<Values>> {
  const sop = textOf(source.dataset, '00080018') ?? '';
  const isSame = sop !== '' && (sop === identity.sopUid || (await uidFor(key, sop)) === identity.sopUid);
  return isSame ? success(valuesOf(source.dataset)) : failed(failure('deidentify/other-source', {}, file));
}
