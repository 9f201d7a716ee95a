import type { Locale } from '../../state/shell/locale.svelte.ts';
import type { PixelSpacing } from '../../core/measure.ts';

/** Numbers, plurals and dates of one language. */
export interface Format {
  number(value: number, digits?: number): string;
  /** A square size is one number. */
  pixelSize(size: PixelSpacing): string;
  percent(share: number, digits?: number): string;
  /** Decimal units (powers of 1000): kB, MB, GB. */
  bytes(value: number): string;
  /** From an ISO 8601 date. */
  date(iso: string): string;
  dateTime(iso: string): string;
  /** An approximate duration in the largest unit that fits. */
  duration(seconds: number): string;
  list(items: readonly string[], last?: 'and' | 'or'): string;
  /** `count` and the noun in the correct plural form. */
  count(count: number, one: string, other: string): string;
}

const BYTE_UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function makeFormat(tag: string): Format {
  const numbers = new Map<number | undefined, Intl.NumberFormat>();
  const plural = new Intl.PluralRules(tag);
  const unit = (value: number, name: string, digits = 0): string =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);

  const format: Format = {
    number(value, digits) {
      let known = numbers.get(digits);
      if (!known) {
        known = new Intl.NumberFormat(
          tag,
          digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits },
        );
        numbers.set(digits, known);
      }
      return known.format(value);
    },
    pixelSize: ([x, y]) => [...new Set([format.number(x, 3), format.number(y, 3)])].join(' × '),
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(tag, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(share),
    bytes(value) {
      const power = Math.max(1, Math.min(BYTE_UNITS.length, Math.floor(Math.log10(Math.max(1, value)) / 3)));
      const scaled = value / 1000 ** power;
      return unit(
        power === 1 ? Math.ceil(scaled) : scaled,
        BYTE_UNITS[power - 1] ?? 'kilobyte',
        scaled < 100 ? 1 : 0,
      );
    },
    date: (iso) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso)),
    dateTime: (iso) =>
      new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso)),
    duration(seconds) {
      if (seconds < 60) return `${format.number(Math.ceil(seconds))}\u202Fs`;
      if (seconds < 3600) return `${format.number(Math.round(seconds / 60))}\u202Fmin`;
      return `${format.number(seconds / 3600, 1)}\u202Fh`;
    },
    list: (items, last = 'and') =>
      new Intl.ListFormat(tag, { type: last === 'and' ? 'conjunction' : 'disjunction' }).format(items),
    count: (count, one, other) => `${format.number(count)} ${plural.select(count) === 'one' ? one : other}`,
  };
  return format;
}

export const formats: Readonly<Record<Locale, Format>> = { en: makeFormat('en-GB'), fr: makeFormat('fr-FR') };
