/*
 * Numbers of DICOM text (DS and IS, PS3.5 section 6.2), and those that are written otherwise. What can
 * be read in one way only is repaired; the rest is unreadable, which is not the same as absent.
 */

/** What was wrong with a number that was read nevertheless. */
export type NumberRepair = 'decimal-comma' | 'comma-for-backslash' | 'other-vr';

/** Why a number can't be read. */
export type NumberFault =
  /** Text that is no number, or no finite one. */
  | 'not-a-number'
  /** More or fewer values than the attribute has. */
  | 'other-count'
  /** A comma that may be decimal, or stand between thousands or values. */
  | 'ambiguous-comma'
  /** A number that the attribute can't have, as a spacing below 0. */
  | 'impossible';

export type Numbers =
  | { readonly state: 'absent' }
  | { readonly state: 'read'; readonly values: readonly number[] }
  | { readonly state: 'repaired'; readonly values: readonly number[]; readonly repair: NumberRepair }
  | { readonly state: 'unreadable'; readonly fault: NumberFault };

/** A number of the header that was not simply read. Holds no text of the file. */
export type NumberNote = {
  /** Keyword of PS3.6. */
  readonly attribute: string;
} & (
  | { readonly state: 'repaired'; readonly values: readonly number[]; readonly repair: NumberRepair }
  | { readonly state: 'unreadable'; readonly fault: NumberFault }
);

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^([+-]?)(\d*),(\d+)(e[+-]?\d+)?$/i;
/** From here on a number with a comma can't be of thousands: no attribute that we read is so large. */
const TOO_LARGE = 100_000;

const unreadable = (fault: NumberFault): Numbers => ({ state: 'unreadable', fault });

/**
 * The numbers of an attribute's values.
 *
 * @param texts the values between backslashes, trimmed
 * @param count how many the attribute has; null: any number
 */
export function numbersOfTexts(texts: readonly string[], count: number | null): Numbers {
  if (texts.every((text) => text === '')) return { state: 'absent' };
  if (texts.every((text) => PLAIN.test(text))) return counted(texts.map(Number), count, null);
  const [only = ''] = texts;
  if (texts.length === 1 && count !== null && count > 1 && only.includes(','))
    return commaSeparated(
      only.split(',').map((part) => part.trim()),
      count,
    );
  const parts = texts.map((text) => COMMA.exec(text));
  const isReadable = texts.every((text, n) => PLAIN.test(text) || (parts[n] ?? null) !== null);
  if (!isReadable) return unreadable('not-a-number');
  // One value that must be decimal tells of all.
  const commas = parts.filter((part) => part !== null);
  const isDecimal = commas.some((part) => !mayBeThousands(part));
  if (!isDecimal) return unreadable('ambiguous-comma');
  return counted(
    texts.map((text) => Number(text.replace(',', '.'))),
    count,
    'decimal-comma',
  );
}

/** "1,024" may be 1024; "0,45", "1,5", "1024,000" and "12,5e1" are decimal. */
function mayBeThousands([, , whole = '', fraction = '', exponent]: RegExpExecArray): boolean {
  if (fraction.length !== 3 || exponent !== undefined) return false;
  return /^[1-9]\d{0,2}$/.test(whole) && Number(whole + fraction) < TOO_LARGE;
}

/** One text where several values are due: the commas stand for backslashes, or each second one does. */
function commaSeparated(parts: readonly string[], count: number): Numbers {
  const digits = parts.every((part) => PLAIN.test(part));
  if (!digits) return unreadable('not-a-number');
  const isWhole = parts.every((part) => /^[+-]?\d+$/.test(part));
  if (parts.length === count) {
    // "0,45" for two values may be one number with a decimal comma.
    if (isWhole && count === 2) return unreadable('ambiguous-comma');
    return counted(parts.map(Number), count, 'comma-for-backslash');
  }
  const areFractions = parts.every((part, n) => n % 2 === 0 || /^\d+$/.test(part));
  if (parts.length !== 2 * count || !isWhole || !areFractions) return unreadable('other-count');
  const values = Array.from({ length: count }, (_, n) =>
    Number(`${parts[2 * n] ?? ''}.${parts[2 * n + 1] ?? ''}`),
  );
  return counted(values, count, 'comma-for-backslash');
}

/** @param repair null: none was needed */
export function counted(
  values: readonly number[],
  count: number | null,
  repair: NumberRepair | null,
): Numbers {
  if (!values.every(Number.isFinite)) return unreadable('not-a-number');
  const isRepeated = count === 1 && values.every((value) => value === values[0]);
  if (count !== null && values.length !== count && !isRepeated) return unreadable('other-count');
  return repair === null ? { state: 'read', values } : { state: 'repaired', values, repair };
}
