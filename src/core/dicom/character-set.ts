/** Decoding of DICOM text, PS3.3 section C.12.1.1.2 and PS3.5 section 6.1. */

/**
 * Maps the defined terms of (0008,0005), with and without code extensions, to labels of the
 * Encoding Standard.
 */
const LABELS: Readonly<Record<string, string>> = {
  '': 'windows-1252',
  'ISO_IR 6': 'windows-1252',
  'ISO_IR 100': 'windows-1252',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 192': 'utf-8',
  'ISO_IR 149': 'euc-kr',
  'ISO_IR 58': 'gbk',
  'ISO_IR 87': 'windows-1252',
  'ISO_IR 159': 'windows-1252',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/**
 * Escape sequences (after ESC) that select a set of upper bytes. In all of these sets, bytes below
 * 0x80 are ASCII.
 */
const UPPER: Readonly<Record<string, string>> = {
  '-A': 'windows-1252',
  '-B': 'iso-8859-2',
  '-C': 'iso-8859-3',
  '-D': 'iso-8859-4',
  '-L': 'iso-8859-5',
  '-G': 'iso-8859-6',
  '-F': 'iso-8859-7',
  '-H': 'iso-8859-8',
  '-M': 'windows-1254',
  '-b': 'iso-8859-15',
  '-T': 'windows-874',
  ')I': 'shift_jis',
  '$)C': 'euc-kr',
  '$)A': 'gbk',
};
/**
 * Escape sequences that select a set of lower bytes: either one byte per character, or the prefix
 * that turns a pair into EUC-JP.
 */
const LOWER: Readonly<Record<string, readonly number[] | null>> = {
  '(B': null,
  '(J': null,
  '$@': [],
  $B: [],
  '$(D': [0x8f],
};
const ESCAPE = 0x1b;

/**
 * Control characters that end a line, and the backslash between values. After them the first
 * character set applies again.
 */
const ENDS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x5c]);
/** In names, the separators of components and groups have the same effect. */
const NAME_ENDS = new Set([...ENDS, 0x5e, 0x3d]);

/** A defined term as PS3.3 writes it. Real files vary in blanks, hyphens, underscores and case. */
function normalTerm(term: string): string {
  const [, name = '', number = ''] = /^ISO[ _-]*(?:2022[ _-]*)?(IR)[ _-]*(\d+)$/i.exec(term) ?? [];
  return name === '' ? term.toUpperCase() : `ISO_IR ${number}`;
}

/** True when this module knows the value of Specific Character Set, including code extensions. */
export function isCharacterSet(term: string): boolean {
  return normalTerm(term) in LABELS;
}

/**
 * Decodes one value field. `terms` are the values of Specific Character Set. Unknown terms are read
 * as Latin-1; decoding never fails. In a name (PN), code extensions end at each component.
 */
export function decodeText(bytes: Uint8Array, terms: readonly string[], isName = false): string {
  const plain = asciiOf(bytes);
  if (plain !== null) return plain;
  const initial = LABELS[normalTerm(terms[0] ?? '')] ?? 'windows-1252';
  if (!bytes.includes(ESCAPE) || initial === 'utf-8' || initial === 'gb18030' || initial === 'gbk') {
    return decoderOf(initial).decode(bytes);
  }
  const ends = isName ? NAME_ENDS : ENDS;
  let upper = initial;
  let pairs: readonly number[] | null = null;
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === ESCAPE) {
      const sequence = escapeAt(bytes, at + 1);
      if (sequence in UPPER) upper = UPPER[sequence] ?? upper;
      else if (sequence in LOWER) pairs = LOWER[sequence] ?? null;
      at += 1 + sequence.length;
      continue;
    }
    const next = bytes.indexOf(ESCAPE, at);
    let end = next < 0 ? bytes.length : next;
    // The second byte of a pair can look like a delimiter. No byte of an upper set can.
    if (pairs === null) {
      const stop = bytes.subarray(at, end).findIndex((byte) => ends.has(byte));
      if (stop >= 0) end = at + stop + 1;
    }
    const run = bytes.subarray(at, end);
    text += pairs ? decodePairs(run, pairs) : decoderOf(upper).decode(run);
    if (pairs === null && ends.has(run.at(-1) ?? 0)) upper = initial;
    at = end;
  }
  return text;
}

const decoders = new Map<string, TextDecoder>();

/** Decoders are cached: making one costs more than decoding most values. */
function decoderOf(label: string): TextDecoder {
  const decoder = decoders.get(label) ?? new TextDecoder(label);
  decoders.set(label, decoder);
  return decoder;
}

const SHORT = 256;

/**
 * Fast path for a short value of ASCII without escapes, which most values are. All sets agree on
 * it, except for two characters of ISO_IR 13. Null for other values.
 */
export function asciiOf(bytes: Uint8Array): string | null {
  const { length } = bytes;
  if (length > SHORT) return null;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x80 || byte === ESCAPE) return null;
  }
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

/** The escape sequence at `at`: intermediate bytes (0x20 to 0x2F, or `$`) and a final byte. */
function escapeAt(bytes: Uint8Array, at: number): string {
  let sequence = '';
  for (let i = at; i < bytes.length && sequence.length < 4; i++) {
    const byte = bytes[i] ?? 0;
    sequence += String.fromCharCode(byte);
    if (byte < 0x20 || byte > 0x2f) break;
  }
  return sequence;
}

/** EUC-JP is JIS X 0208 and 0212 with the eighth bit set. */
function decodePairs(run: Uint8Array, prefix: readonly number[]): string {
  const euc: number[] = [];
  for (let i = 0; i < run.length; i++) {
    const first = run[i] ?? 0;
    if (first < 0x21 || i + 1 >= run.length) euc.push(first);
    else euc.push(...prefix, first | 0x80, (run[++i] ?? 0) | 0x80);
  }
  return decoderOf('euc-jp').decode(Uint8Array.from(euc));
}
