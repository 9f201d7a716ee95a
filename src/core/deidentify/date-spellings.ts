/**
 * Spellings in which the date of a DICOM value can occur in text, in lower case. Empty when the value
 * does not begin with a date, or holds the placeholder 1900-01-01.
 */
export function datesOf(text: string): string[] {
  const match = /^(\d{4})[.-]?(0[1-9]|1[0-2])[.-]?(0[1-9]|[12]\d|3[01])/.exec(text);
  if (match === null) return [];
  const [, year = '', month = '', day = ''] = match;
  if (year + month + day === '19000101') return [];
  const orders = [
    [year, month, day],
    [day, month, year],
    [month, day, year],
  ];
  const short = orders.map(([first = '', second = '', third = '']) =>
    [first, second, third].map((part) => (part === year ? year.slice(2) : part)),
  );
  const plain = [String(Number(day)), day].flatMap((number) =>
    (MONTHS[Number(month) - 1] ?? []).flatMap((name) => [
      `${number} ${name} ${year}`,
      `${number}-${name}-${year}`,
      `${name} ${number}, ${year}`,
      `${name} ${number} ${year}`,
    ]),
  );
  return [
    ...['', '-', '/', '.', ' '].flatMap((separator) => orders.map((order) => order.join(separator))),
    // Forms with a two-digit year and points or blanks also occur in UIDs and decimals, so they are
    // not used.
    ...['-', '/'].flatMap((separator) => short.map((order) => order.join(separator))),
    ...plain,
  ];
}

/** Names of the months in English and French, in full and abbreviated. */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'january', 'janvier', 'janv'],
  ['feb', 'february', 'février', 'fevrier', 'févr', 'fevr'],
  ['mar', 'march', 'mars'],
  ['apr', 'april', 'avril', 'avr'],
  ['may', 'mai'],
  ['jun', 'june', 'juin'],
  ['jul', 'july', 'juillet', 'juil'],
  ['aug', 'august', 'août', 'aout'],
  ['sep', 'sept', 'september', 'septembre'],
  ['oct', 'october', 'octobre'],
  ['nov', 'november', 'novembre'],
  ['dec', 'december', 'décembre', 'decembre', 'déc'],
];
