const DAY_MS = 86_400_000;
/** Earlier years do not have four digits. */
const FIRST_DAY = Date.parse('0001-01-01T00:00:00Z');
const DATE = /^(\d{4})(\d{2})(\d{2})$/;
/** After the day only a time and an offset from UTC may stand: anything else could be text. */
const DATE_TIME = /^(\d{8})([\d.]*(?:[-+]\d{4})?)$/;
const SYNTAX: Readonly<Record<string, RegExp>> = {
  DA: /^\d{4}\.?\d{2}\.?\d{2}(?:-\d{4}\.?\d{2}\.?\d{2})?$/,
  TM: /^\d{2}(?::?\d{2}){0,2}(?:\.\d{1,6})?(?:-\d{2}(?::?\d{2}){0,2}(?:\.\d{1,6})?)?$/,
  DT: /^\d{4,14}(?:\.\d{1,6})?(?:[-+]\d{4})?$/,
};

/** True for an empty value and for one that has the form of its VR (DA, TM or DT), PS3.5 section 6.2. */
export function isDateText(value: string, vr: string): boolean {
  return value === '' || (SYNTAX[vr]?.test(value) ?? false);
}

/**
 * Moves a date (DA, also both ends of a range) or a date-time (DT) by whole days. A date-time keeps
 * its time and its offset from UTC; with `keepTimes` false it loses both. Returns null when the
 * value is not a full and real date: a value that can't be moved must not stay.
 */
export function shifted(value: string, vr: 'DA' | 'DT', days: number, keepTimes: boolean): string | null {
  const text = value.trim();
  const range = /^(\d[^-]*)-(\d[^-]*)$/.exec(text);
  if (vr === 'DA' && range !== null) {
    const ends = range.slice(1).map((end) => shifted(end, vr, days, keepTimes));
    return ends.includes(null) ? null : ends.join('-');
  }
  if (vr === 'DA') return movedDate(text.replaceAll('.', ''), days);
  const [, date = '', rest = ''] = DATE_TIME.exec(text) ?? [];
  const moved = movedDate(date, days);
  if (moved === null) return null;
  return keepTimes ? moved + rest : moved;
}

function movedDate(text: string, days: number): string | null {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // Engines differ on 30 February: some give no time, some give a day in March.
  if (Number.isNaN(time) || isoDate(time) !== text) return null;
  const moved = time + days * DAY_MS;
  return moved < FIRST_DAY ? null : isoDate(moved);
}

const isoDate = (time: number): string => new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
