import type { DataSet, Part10, Tag } from '../dicom/dataset.ts';
import { characterSetOf, textsOf } from '../dicom/element.ts';
import { isVocabulary } from './vocabulary.ts';

export interface Identifier {
  readonly kind: string;
  /** Lower case, NFC. */
  readonly text: string;
}

const NAMES = 'name';
/** Attributes that identify, and what their values are. At any depth. */
const SOURCES: Readonly<Record<Tag, string>> = {
  '00100010': NAMES,
  '00101001': NAMES,
  '00101005': NAMES,
  '00101060': NAMES,
  '00080090': NAMES,
  '00081048': NAMES,
  '00081050': NAMES,
  '00081060': NAMES,
  '00081070': NAMES,
  '00321032': NAMES,
  '0040A123': NAMES,
  '00100020': 'id',
  '00101000': 'id',
  '00080050': 'accession',
  '00200010': 'study id',
  '00401001': 'id',
  '00100030': 'birth date',
  '00080080': 'institution',
  '00080081': 'institution',
  '00081040': 'institution',
  '00081010': 'station',
  '00101040': 'address',
  '00102154': 'telephone',
  '00080092': 'address',
  '00080094': 'telephone',
};

const SHORTEST_NAME = 3;
const SHORTEST_ID = 4;
/** Shorter ones must stand alone to count, or chance would find them. */
const ALONE_BELOW = 8;

/** The identifiers of a source file: names and their parts, ids, dates of birth in several forms, institutions, addresses. */
export function identifiersOf({ dataset }: Part10): Identifier[] {
  const found = new Map<string, Identifier>();
  const add = (kind: string, text: string, shortest: number) => {
    const folded = text.normalize('NFC').trim().toLowerCase();
    if ([...folded].length >= shortest && !isVocabulary(folded) && !/^0+$/.test(folded)) {
      found.set(folded, { kind, text: folded });
    }
  };
  const visit = (set: DataSet, around: readonly string[]) => {
    const characterSet = characterSetOf(set, around);
    for (const { tag, vr, value } of set.elements.values()) {
      if (value.kind === 'items') for (const item of value.items) visit(item, characterSet);
      const kind = SOURCES[tag] ?? (vr === 'PN' ? NAMES : undefined);
      if (kind === undefined || value.kind !== 'bytes') continue;
      for (const text of textsOf(set, tag, around)) {
        if (kind === NAMES) {
          for (const part of text.split(/[\^=\s,.]+/))
            add(kind, part, /^[\p{L}'-]+$/u.test(part) ? SHORTEST_NAME : SHORTEST_ID);
        } else if (kind === 'birth date') {
          const date = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
          if (!date) continue;
          const [, y, m, d] = date;
          for (const form of [
            `${y}${m}${d}`,
            `${y}-${m}-${d}`,
            `${d}/${m}/${y}`,
            `${m}/${d}/${y}`,
            `${d}.${m}.${y}`,
            `${d}-${m}-${y}`,
          ]) {
            add(kind, form, SHORTEST_ID);
          }
        } else add(kind, text, SHORTEST_ID);
      }
    }
  };
  visit(dataset, []);
  return [...found.values()];
}

const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

function occurs(text: string, identifier: string): boolean {
  const alone = identifier.length < ALONE_BELOW || /^\d+$/.test(identifier);
  for (let at = text.indexOf(identifier); at >= 0; at = text.indexOf(identifier, at + 1)) {
    if (!alone || (!isWord(text[at - 1]) && !isWord(text[at + identifier.length]))) return true;
  }
  return false;
}

/** Whether a text of the source holds one of its identifiers. */
export function mentions(text: string, identifiers: readonly Identifier[]): boolean {
  const folded = text.normalize('NFC').toLowerCase();
  return identifiers.some(({ text: identifier }) => occurs(folded, identifier));
}

/**
 * The identifiers that are still somewhere in the bytes: as UTF-8, Latin-1 or UTF-16, in any case. `bytes` is the written file without
 * the value of Pixel Data.
 */
export function findEchoes(bytes: Uint8Array, identifiers: readonly Identifier[]): Identifier[] {
  const texts = ['utf-8', 'windows-1252', 'utf-16le'].map((encoding) =>
    new TextDecoder(encoding).decode(bytes).toLowerCase(),
  );
  return identifiers.filter(({ text }) => texts.some((read) => occurs(read, text)));
}
