import { folded, isConnectingWord, isImagingWord } from './vocabulary.ts';

/** Words of institutions, placeholders and our own markers. They identify nobody. */
const GENERIC = new Set(
  `hospital hopital hospitalier university universitaire universite clinic clinique center centre medical medicine imaging imagerie
  radiology radiologie department service institute institut research school saint regional general national health sante city
  street avenue road rue boulevard unknown inconnu none null name nom patient anonymous anonymized anonymised anonyme removed
  basic application confidentiality profile option clean retain characteristics descriptors modified negatoscope part edition
  male female other yes not mono monochrome rgb palette color none linear identity derived axial`.split(
    /\s+/,
  ),
);

/** True for a word (folded) that identifies nobody: of institutions in general, of placeholders and of our own markers. */
export const isGenericWord = (word: string): boolean => GENERIC.has(word);

/**
 * A name of two parts is searched as a whole even if both parts are words of imaging ("Long^Head"),
 * but not if both are placeholder words ("Anonymous^Patient"). So is a family name or a given name
 * of several words ("Ben-Yahia", "D'Almeida", "De La Croix"), and each particle with the word after
 * it. For scripts that write names without blanks, the joined form is searched too.
 */
export function addName(text: string, add: (part: string) => void): void {
  for (const group of text.split('=')) {
    const whole = group.replace(/\^+$/, '').trim();
    const parts = wordsOf(whole);
    const isJoined = JOINED.test(whole);
    if (isNaming(parts) && (isJoined || whole.length >= 5)) {
      add(whole);
      add(parts.join(' '));
      add(parts.toReversed().join(' '));
      if (isJoined) add(parts.join(''));
    }
    for (const compound of compoundsOf(whole)) {
      add(compound);
      const joined = wordsOf(compound).join('');
      if (isLongEnough(joined) && !isCommon(joined)) add(joined);
    }
    parts.filter((part) => isLongEnough(part) && !isCommon(part)).forEach(add);
  }
}

/** Several words that are not all placeholders. */
function isNaming(words: readonly string[]): boolean {
  return words.length > 1 && words.some((word) => !isGenericWord(folded(word)));
}

/** Components of a name (PS3.5 section 6.2): family, given, middle. Prefix and suffix are titles. */
const NAME_COMPONENTS = 3;

/** Words that are a part of the name after them, folded. */
const PARTICLES: ReadonlySet<string> = new Set(
  `a abd abdel abou abu af al am ap ar at aus bel ben bint bou d da dal dalla das de degli dei del dela della delle den der des di
  do dos du e el en fitz i ibn il in l la las le les lo los m mac mc na o of os saint sainte san santa sao st ste t te ten ter
  tho thor und van vande vander vom von vor y z zu zum zur`.split(/\s+/),
);

/**
 * The components of a name that have several words, and inside them particles with the word or the
 * words after them. Each as it is written, with its own separators.
 */
export function compoundsOf(name: string): readonly string[] {
  const found = new Set<string>();
  for (const component of name.split('^').slice(0, NAME_COMPONENTS)) {
    const words = [...component.matchAll(WORD)].map(({ 0: word, index }) => ({
      word: folded(word),
      from: index,
      to: index + word.length,
    }));
    const isParticle = (at: number) => PARTICLES.has(words[at]?.word ?? '');
    const add = (first: number, last: number): void => {
      const inner = words.slice(first, last + 1).map(({ word }) => word);
      if (!isNaming(inner) || inner.every(isConnectingWord)) return;
      found.add(component.slice(words[first]?.from, words[last]?.to));
    };
    add(0, words.length - 1);
    words.forEach((_, at) => {
      if (!isParticle(at) || isParticle(at - 1)) return;
      add(
        at,
        words.findIndex((__, next) => next > at && !isParticle(next)),
      );
      add(at, words.length - 1);
    });
  }
  return [...found];
}

/** Scripts that write a name in two or three characters without blanks. */
export const JOINED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function isLongEnough(part: string): boolean {
  return part.length >= (JOINED.test(part) ? 2 : 3);
}

export function isCommon(word: string): boolean {
  return isImagingWord(folded(word)) || isGenericWord(folded(word));
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}
