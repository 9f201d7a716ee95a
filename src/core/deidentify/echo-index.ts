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
  /** Identifiers that are digits alone, with the attribute they came from. */
  readonly numbers: ReadonlyMap<string, string>;
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
    identifiers.filter(({ text }) => /^\d+$/.test(text)).map(({ text, attribute }) => [text, attribute]),
  );
  return { identifiers, phrases: [...phrases.values()], answers: new Map(), patterns, numbers };
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
