import { dataSetOf, element } from '../dicom/element.ts';
import type { TextBox } from '../image/text-detector.ts';
import { identifiersOf, type Identifier } from './identifiers.ts';
import type { ReadIdentifier } from './text-flags.ts';
import { folded } from './vocabulary.ts';

/** A word that character recognition read. */
export interface ReadWord {
  readonly text: string;
  readonly box: TextBox;
  /** Words of one line follow each other. */
  readonly line: string;
  /** 0 to 100. */
  readonly confidence: number;
}

/** Words of one line that may together be one identifier: a name and given names, a date in words. */
const TOGETHER = 5;

/** Signs that character recognition takes for each other: each to one of them. */
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

/** Signs of the shortest number or place that is looked for in pixels: less is also what machines write there. */
const SHORTEST = 4;

/**
 * What else of a source is looked for in its pixels: physicians, operators, other names and numbers of the patient, institutions,
 * addresses and machines. Dates are those of {@link localIdentifiers}. For the centre's encrypted tables alone.
 */
export function soughtInPixels(identifiers: readonly Identifier[]): readonly Identifier[] {
  return identifiers.filter(
    ({ kind, text }) =>
      kind === 'name' || ((kind === 'id' || kind === 'place') && signsOf(text).length >= SHORTEST),
  );
}

/** Who the source is of, as its centre keeps it, in the spellings that are searched. */
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
 * Identifiers among words that were read, without regard to case, accents, separators and signs that look alike. One wrong sign is
 * allowed from six signs on and two from ten; numbers of under eight digits and words of under six signs must agree. It errs on the
 * side of finding.
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

/** Levenshtein. */
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

/** Of finds of one attribute that hold each other, the smallest. */
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
