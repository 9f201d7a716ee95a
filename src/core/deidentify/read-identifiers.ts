import { dataSetOf, element } from '../dicom/element.ts';
import type { TextBox } from '../image/text-detector.ts';
import { identifiersOf, type Identifier } from './identifiers.ts';
import type { ReadIdentifier } from './text-flags.ts';
import { folded } from './vocabulary.ts';

/** A word found by character recognition. */
export interface ReadWord {
  readonly text: string;
  readonly box: TextBox;
  /** Words of one line follow each other. */
  readonly line: string;
  /** Confidence, 0 to 100. */
  readonly confidence: number;
}

/**
 * Maximum number of words on one line that are joined to one identifier: a name with given names, a
 * date in words.
 */
const TOGETHER = 5;

/** Characters that character recognition confuses, each mapped to one representative. */
const CONFUSED: readonly (readonly [RegExp, string])[] = [
  [/[0oqd]/g, 'o'],
  [/[1li|!j]/g, 'l'],
  [/[5s]/g, 's'],
  [/[8b]/g, 'b'],
  [/[2z]/g, 'z'],
  [/[6g]/g, 'g'],
  [/[uvy]/g, 'v'],
  [/rn/g, 'm'],
];

/**
 * Minimum number of characters of a number or place that is searched in pixels. Machines also write
 * shorter ones there.
 */
const SHORTEST = 4;

/**
 * Further identifiers of a source to search for in its pixels: physicians, operators, other names
 * and numbers of the patient, institutions, addresses and machines. Dates are covered by {@link
 * localIdentifiers}. Only for the centre's encrypted tables.
 */
export function soughtInPixels(identifiers: readonly Identifier[]): readonly Identifier[] {
  return identifiers.filter(
    ({ kind, text }) =>
      kind === 'name' || ((kind === 'id' || kind === 'place') && signsOf(text).length >= SHORTEST),
  );
}

/** The patient's identifiers from the centre's own table, in the spellings that are searched. */
export function localIdentifiers(identity: {
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly accession: string;
  readonly studyDate: string;
}): readonly Identifier[] {
  return identifiersOf(
    dataSetOf([
      element('00080005', 'CS', 'ISO_IR 192'),
      element('00080020', 'DA', identity.studyDate),
      element('00080050', 'SH', identity.accession),
      element('00100010', 'PN', identity.patientName),
      element('00100020', 'LO', identity.patientId),
      element('00100030', 'DA', identity.birthDate),
    ]),
  );
}

/**
 * Finds identifiers among recognised words. Case, accents, separators and similar-looking
 * characters are ignored. One wrong character is allowed from six characters on, two from ten.
 * Numbers of fewer than eight digits and words of fewer than six characters must match exactly.
 * False alarms are preferred to misses.
 */
export function identifiersRead(
  words: readonly ReadWord[],
  identifiers: readonly Identifier[],
): readonly ReadIdentifier[] {
  const sought = identifiers
    .filter(({ kind }) => kind !== 'uid')
    .map(({ attribute, text }) => ({ attribute, signs: signsOf(text), isNumber: /^[\d\W]+$/.test(text) }))
    .filter(({ signs }) => signs.length >= 3);
  const found = new Map<string, ReadIdentifier>();
  words.forEach((first, at) => {
    let signs = '';
    let box = first.box;
    for (let next = at; next < Math.min(words.length, at + TOGETHER); next++) {
      const word = words[next];
      if (!word || word.line !== first.line) break;
      signs += signsOf(word.text);
      box = around(box, word.box);
      for (const one of sought) {
        if (!isLike(signs, one.signs, one.isNumber)) continue;
        const name = `${one.attribute} ${box.join()}`;
        if (!found.has(name)) found.set(name, { box, attribute: one.attribute });
      }
    }
  });
  return smallest([...found.values()]);
}

function signsOf(text: string): string {
  let signs = folded(text).replace(/[^\p{L}\p{N}|!]/gu, '');
  for (const [like, one] of CONFUSED) signs = signs.replace(like, one);
  return signs;
}

function isLike(read: string, sought: string, isNumber: boolean): boolean {
  if (read === sought) return true;
  if (sought.length < 6) return false;
  if (read.includes(sought)) return true;
  const allowed = isNumber ? (sought.length >= 8 ? 1 : 0) : sought.length >= 10 ? 2 : 1;
  return Math.abs(read.length - sought.length) <= allowed && distance(read, sought) <= allowed;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Of overlapping finds of one attribute where one contains the other, keeps the smallest. */
function smallest(finds: readonly ReadIdentifier[]): ReadIdentifier[] {
  return finds.filter(
    (one) =>
      !finds.some(
        (other) =>
          other !== one &&
          holds(one.box, other.box) &&
          (!holds(other.box, one.box) || finds.indexOf(other) < finds.indexOf(one)),
      ),
  );
}

const holds = (outer: TextBox, inner: TextBox): boolean =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

const around = (a: TextBox, b: TextBox): TextBox => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];
