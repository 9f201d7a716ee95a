const DAY_MS = 86_400_000;
/** Before it a year has no four digits. */
const FIRST_DAY = Date.parse('0001-01-01T00:00:00Z');
const DATE = /^(\d{4})(\d{2})(\d{2})$/;
const DATE_TIME = /^(\d{8})(.*)$/;

/**
 * A date (DA, also both ends of a range) or date-time (DT) moved by whole days; the time of a date-time stays with its offset
 * from UTC, or goes with `keepTimes` false. Null where the
 * value is no full and real date: what can't be moved may not stay.
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
  // 30 February parses to no time, or to March in some engines.
  if (Number.isNaN(time) || isoDate(time) !== text) return null;
  const moved = time + days * DAY_MS;
  return moved < FIRST_DAY ? null : isoDate(moved);
}

const isoDate = (time: number): string => new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
