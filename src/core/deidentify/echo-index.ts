import { addPatterns, LONG, patternSet, spaced, variantsOf, type PatternSet } from './echo-patterns.ts';
import type { Identifier } from './identifiers.ts';
import { JOINED } from './names.ts';

/**
 * Identifiers prepared for searching: those shared by all images of an exam, and the UIDs of one
 * image.
 */
export interface EchoIndex extends SharedIndex {
  /** Its `parts` cover all patterns. */
  readonly uids: PatternSet;
}

interface SharedIndex {
  readonly identifiers: readonly Identifier[];
  /** Folded text. Where only whole words count, a blank is added at both ends. */
  readonly phrases: readonly { readonly attribute: string; readonly text: string }[];
  /** Cache of results of {@link echoIn}: the same texts occur in many places. */
  readonly answers: Map<string, string | null>;
  readonly patterns: PatternSet;
  /** Numbers in identifiers, see {@link numbersIn}, with the attribute they came from. */
  readonly numbers: ReadonlyMap<string, string>;
  /** Ids and dates without their separators, with the attribute they came from. */
  readonly squeezed: ReadonlyMap<string, string>;
}

/**
 * An identifier that was found: the attribute it came from and the place where it is now. Never its
 * value.
 */
export interface Echo {
  readonly attribute: string;
  readonly place: string;
}

/** Prepares identifiers for {@link echoIn} and {@link findEchoes}. */
export function echoIndex(
  identifiers: readonly Identifier[],
  memory: EchoMemory = new EchoMemory(),
): EchoIndex {
  const shared = memory.sharedOf(identifiers.filter(({ kind }) => kind !== 'uid'));
  const uids = patternSet(shared.patterns.parts.slice());
  for (const { attribute, text, kind } of identifiers) {
    if (kind === 'uid' && !shared.patterns.seen.has(text)) addPatterns(uids, attribute, text, kind);
  }
  return { ...shared, uids };
}

/**
 * Keeps what was prepared for the last image, for reuse with the next image of the same exam. Holds
 * identifiers: never stored.
 */
export class EchoMemory {
  #last: SharedIndex | null = null;

  /** @param identifiers all identifiers except UIDs, which differ for every image */
  sharedOf(identifiers: readonly Identifier[]): SharedIndex {
    const last = this.#last;
    const isSame =
      last !== null &&
      last.answers.size < MOST_ANSWERS &&
      last.identifiers.length === identifiers.length &&
      last.identifiers.every((each, i) => isEqual(each, identifiers[i]));
    if (isSame) return last;
    this.#last = sharedIndex(identifiers);
    return this.#last;
  }
}

const MOST_ANSWERS = 2000;

function isEqual(one: Identifier, other: Identifier | undefined): boolean {
  return (
    one === other ||
    (one.text === other?.text && one.kind === other.kind && one.attribute === other.attribute)
  );
}

function sharedIndex(identifiers: readonly Identifier[]): SharedIndex {
  const patterns = patternSet();
  for (const { attribute, text, kind } of identifiers) {
    for (const variant of variantsOf(text, kind)) addPatterns(patterns, attribute, variant, kind);
  }
  // Dates that differ only in their separators give the same phrase.
  const phrases = new Map<string, EchoIndex['phrases'][number]>();
  for (const { attribute, text, kind } of identifiers) {
    const words = spaced(text);
    if (words === '') continue;
    const bounded = kind !== 'date' && !JOINED.test(words) && (words.length < LONG || /^\d+$/.test(words));
    const sought = bounded ? ` ${words} ` : words;
    if (!phrases.has(sought)) phrases.set(sought, { attribute, text: sought });
  }
  const numbers = new Map(
    identifiers.flatMap((identifier) =>
      numbersIn(identifier).map((number) => [number, identifier.attribute] as const),
    ),
  );
  const squeezed = new Map(
    identifiers
      .filter(({ kind }) => kind === 'id' || kind === 'date')
      .map(({ text, attribute }) => [squeezedText(text), attribute] as const)
      .filter(([text]) => text.length >= LONG_SQUEEZED && /\d/.test(text)),
  );
  return { identifiers, phrases: [...phrases.values()], answers: new Map(), patterns, numbers, squeezed };
}

/** Shorter ids occur by chance in a text whose separators are left out. */
const LONG_SQUEEZED = 5;

const squeezedText = (text: string): string => spaced(text).replaceAll(' ', '');

/**
 * Returns the keyword of the source attribute whose id or date is written in `text` with other
 * separators, such as `55-231` for `55231`; null when none is. It finds more by chance than
 * {@link echoIn}: for texts that may be emptied.
 */
export function echoApart({ squeezed, numbers }: EchoIndex, text: string): string | null {
  for (const number of text.match(/\d{4,}/g) ?? []) {
    const attribute = numbers.get(number.replace(/^0+/, ''));
    if (attribute !== undefined) return attribute;
  }
  const searched = squeezedText(text);
  for (const [each, attribute] of squeezed) if (searched.includes(each)) return attribute;
  return null;
}

/**
 * The numbers that an identifier can be written as: itself when it is digits alone, and without the
 * zeros before it, which no part of a UID can have; of an id with letters, its longer numbers.
 */
function numbersIn({ text, kind }: Identifier): readonly string[] {
  if (/^\d+$/.test(text)) return [text, text.replace(/^0+/, '')];
  if (kind !== 'id') return [];
  return [...(text.match(/\d+/g) ?? []), text.replace(/\D/g, '')]
    .map((number) => number.replace(/^0+/, ''))
    .filter((number) => number.length >= LONG_SQUEEZED);
}

/**
 * Returns the keyword of the source attribute whose identifier occurs in `text`; null when none
 * does. Case, accents and separators are ignored.
 */
export function echoIn({ phrases, answers }: EchoIndex, text: string): string | null {
  const known = answers.get(text);
  if (known !== undefined) return known;
  const searched = ` ${spaced(text)} `;
  const answer = phrases.find((phrase) => searched.includes(phrase.text))?.attribute ?? null;
  answers.set(text, answer);
  return answer;
}
