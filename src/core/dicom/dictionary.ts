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

/** The tag of group × 65536 + element: for those of PS3.6 always the same string, which is found faster in a map than a new one. */
export function tagOfNumber(number: number): Tag {
  return byNumber.get(number) ?? number.toString(16).toUpperCase().padStart(8, '0');
}

function entryOf(tag: Tag): Entry | null {
  if (isPrivate(tag)) return null;
  return byTag.get(tag) ?? repeating.find(({ pattern }) => pattern.test(tag))?.entry ?? null;
}

/** True for an odd group: its meaning is the manufacturer's own. */
export function isPrivate(tag: Tag): boolean {
  return ODD.has(tag.charCodeAt(3));
}

/** Codes of the odd hexadecimal digits. */
const ODD = new Set([...'13579BDF'].map((digit) => digit.charCodeAt(0)));

/** True for (gggg,0010) to (gggg,00FF) of an odd group: the name of who reserves a block. */
export function isPrivateCreator(tag: Tag): boolean {
  return isPrivate(tag) && tag.startsWith('00', 4) && tag >= tag.slice(0, 4) + '0010';
}

/**
 * VR of an attribute by PS3.6; `UN` when it has none there. Where the standard leaves a choice: OW of OB and OW, OW of a look-up
 * table, and US or SS by `signed` (PixelRepresentation is 1).
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

/** Tag of a keyword; null when there is none. Attributes of repeating groups have no single tag. */
export function tagOf(keyword: string): Tag | null {
  return byKeyword.get(keyword) ?? null;
}
