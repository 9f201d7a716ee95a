import type { Tag } from './dataset.ts';
import { ENTRIES, REPEATING_ENTRIES } from './dictionary.generated.ts';

interface Entry {
  readonly vr: string;
  readonly keyword: string;
}

const byTag = new Map<Tag, Entry>();
const byKeyword = new Map<string, Tag>();
const byNumber = new Map<number, Tag>();
for (const line of ENTRIES.split('\n')) {
  const tag = line.slice(0, 8);
  const keyword = line.slice(12);
  byTag.set(tag, { vr: line.slice(9, 11), keyword });
  byKeyword.set(keyword, tag);
  byNumber.set(Number.parseInt(tag, 16), tag);
}
const repeating = REPEATING_ENTRIES.split('\n').map((line) => ({
  pattern: new RegExp('^' + line.slice(0, 8).replaceAll('x', '[0-9A-F]') + '$'),
  entry: { vr: line.slice(9, 11), keyword: line.slice(12) },
}));

/**
 * The tag for group × 65536 + element. For tags of PS3.6 it always returns the same string object,
 * because map lookups are faster with it.
 */
export function tagOfNumber(number: number): Tag {
  return byNumber.get(number) ?? number.toString(16).toUpperCase().padStart(8, '0');
}

function entryOf(tag: Tag): Entry | null {
  if (isPrivate(tag)) return null;
  return byTag.get(tag) ?? repeating.find(({ pattern }) => pattern.test(tag))?.entry ?? null;
}

/** True for an odd group: only the manufacturer defines its meaning. */
export function isPrivate(tag: Tag): boolean {
  return ODD.has(tag.charCodeAt(3));
}

/** Character codes of the odd hexadecimal digits. */
const ODD = new Set([...'13579BDF'].map((digit) => digit.charCodeAt(0)));

/**
 * True for (gggg,0010) to (gggg,00FF) of an odd group: a private creator element, which reserves a
 * block.
 */
export function isPrivateCreator(tag: Tag): boolean {
  return isPrivate(tag) && tag.startsWith('00', 4) && tag >= tag.slice(0, 4) + '0010';
}

/**
 * VR of an attribute by PS3.6; `UN` when PS3.6 has none. Where the standard allows a choice: OW for
 * OB or OW, OW for a look-up table, and US or SS by `signed` (true when PixelRepresentation is 1).
 */
export function vrOf(tag: Tag, signed = false): string {
  if (tag.endsWith('0000')) return 'UL';
  if (isPrivateCreator(tag)) return 'LO';
  const vr = entryOf(tag)?.vr ?? 'UN';
  if (vr === 'xs') return signed ? 'SS' : 'US';
  return vr === 'ox' || vr === 'uo' || vr === 'xo' ? 'OW' : vr;
}

/** Keyword of a standard attribute (`"PatientName"`); null when PS3.6 has none. */
export function keywordOf(tag: Tag): string | null {
  return entryOf(tag)?.keyword ?? null;
}

/**
 * Tag of a keyword; null when the keyword is unknown. Attributes of repeating groups have no single
 * tag.
 */
export function tagOf(keyword: string): Tag | null {
  return byKeyword.get(keyword) ?? null;
}
