import { fold } from '../labels/fold.ts';

/** The searchable part of one line of the correspondence table. */
export interface SearchedLine {
  readonly patient: string;
  readonly exam: string;
  /** null while identities are hidden. Then only pseudonyms are searched. */
  readonly identity: {
    readonly patientName: string;
    readonly patientId: string;
    readonly birthDate: string;
    readonly accession: string;
    readonly studyDate: string;
  } | null;
}

/**
 * True when each word of the query is in the line, in any field and order. Case and accents are
 * ignored. Dates are found as written in DICOM (19630214), with separators (1963-02-14) and in the
 * French order (14/02/1963).
 */
export function matches(line: SearchedLine, query: string): boolean {
  const words = fold(query).split(' ').filter(Boolean);
  if (words.length === 0) return true;
  const { identity } = line;
  const fields = [
    line.patient,
    line.exam,
    ...(identity
      ? [
          fold(identity.patientName.replaceAll(/[\^=]/g, ' ')),
          fold(identity.patientId),
          fold(identity.accession),
          ...datesOf(identity.birthDate),
          ...datesOf(identity.studyDate),
        ]
      : []),
  ];
  return words.every((word) => fields.some((field) => field.includes(word)));
}

function datesOf(date: string): string[] {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(date) ?? [];
  return year && month && day
    ? [date, `${year}-${month}-${day}`, `${day}/${month}/${year}`, `${day}.${month}.${year}`]
    : [date];
}

/**
 * A DICOM person name in common form: `DUPONT Jeanne`. The first component group that is not empty
 * is used.
 */
export function personName(name: string): string {
  const form = name.split('=').find((one) => one.replaceAll('^', '').trim() !== '') ?? '';
  return form
    .split('^')
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' ');
}
