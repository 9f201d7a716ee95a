/** A prediction file that is wrong in known ways. */
export interface Malformed {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Every error: code, line, column; null where an error has none. */
  readonly errors: readonly (readonly [code: string, line: number | null, column: string | null])[];
}

type Wrong = Malformed['errors'][number];
interface Sheet {
  header: string[];
  rows: string[][];
}

const COLUMNS = ['Malin', 'Lesion', 'Kyste', 'Angiome', 'CHC', 'Foie Homogene', 'HNF', 'Metastase'];
const IDS = Array.from({ length: 12 }, (_, i) => `case-${i + 1}`);

/** The liver reference that the files below are held against. */
export const REFERENCE =
  'id,Lesion,Benin,Malin,Type de lesion\n' +
  IDS.map(
    (id, i) =>
      `${id},${['1,0,1,CHC', '1,1,0,Kyste', '0,0,0,Foie Homogene', '1,0,1,Metastase', '1,1,0,HNF', '1,1,0,Angiome'][i % 6] ?? ''}\n`,
  ).join('');

const sheet = (): Sheet => ({
  header: ['id', ...COLUMNS],
  rows: IDS.map((id, i) => [id, ...COLUMNS.map((_, k) => `0.${(i * 7 + k * 3) % 9}5`)]),
});

/** Lines: the header is line 1. */
const line = (row: number): number => row + 2;

/** Each spoils one place and tells what must be said of it. Row and column are taken modulo what there is. */
const FAULTS: readonly ((sheet: Sheet, row: number, column: number) => Wrong[])[] = [
  (s, r, c) => cell(s, r, c, '', 'labels/blank-value'),
  (s, r, c) => cell(s, r, c, 'NaN', 'labels/nan-value'),
  (s, r, c) => cell(s, r, c, '-inf', 'labels/infinite-value'),
  (s, r, c) => cell(s, r, c, '1e999', 'labels/infinite-value'),
  (s, r, c) => cell(s, r, c, 'haut', 'labels/not-a-number'),
  (s, r, c) => cell(s, r, c, '0x1F', 'labels/not-a-number'),
  (s, r, c) => cell(s, r, c, '0.5.1', 'labels/not-a-number'),
  (s, r, c) => cell(s, r, c, '٣', 'labels/not-a-number'),
  (s, r) => {
    s.rows[r]?.splice(0, 1, 'stranger');
    return [
      ['scoring/extra-id', line(r), null],
      ['scoring/missing-case', null, null],
    ];
  },
  (s, r) => {
    s.rows[r]?.splice(0, 1, '  ');
    return [
      ['labels/blank-id', line(r), null],
      ['scoring/missing-case', null, null],
    ];
  },
  (s, r) => {
    s.rows.push([...(s.rows[r] ?? [])]);
    return [['labels/duplicate-id', null, null]];
  },
  (s, r) => {
    s.rows[r]?.push('0.1');
    return [['labels/ragged-row', line(r), null]];
  },
  (s, r) => {
    s.rows[r]?.pop();
    return [['labels/ragged-row', line(r), null]];
  },
  (s, r) => {
    s.rows.splice(r, 0, ['']);
    return [['labels/blank-line', line(r), null]];
  },
  (s, _r, c) => {
    s.header[c + 1] = 'Tumeur';
    return [
      ['labels/missing-column', null, COLUMNS[c] ?? null],
      ['labels/unknown-column', null, null],
    ];
  },
  (s, _r, c) => {
    s.header.push(COLUMNS[c] ?? '');
    s.rows.forEach((row) => row.push('0.5'));
    return [['labels/duplicate-header', null, null]];
  },
  (s, _r, c) => {
    s.header.push(`${COLUMNS[c] ?? ''} (0/1)`);
    s.rows.forEach((row) => row.push('0.5'));
    return [['labels/duplicate-column', null, COLUMNS[c] ?? null]];
  },
  (s, r) => {
    s.rows.splice(r, 1);
    return [['scoring/missing-case', null, null]];
  },
];

function cell(s: Sheet, row: number, column: number, text: string, code: string): Wrong[] {
  s.rows[row]?.splice(column + 1, 1, text);
  return [[code, line(row), COLUMNS[column] ?? null]];
}

const EOLS = ['\n', '\r\n', '\r'];
const SEPARATORS = [',', ';', '\t'];
const written = ({ header, rows }: Sheet, separator: string, eol: string): string =>
  [header, ...rows].map((cells) => cells.join(separator)).join(eol) + eol;
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Two hundred files: every fault at several places, dialects and line ends, two faults at once, and files that are no table. */
export function malformedFiles(): readonly Malformed[] {
  const files: Malformed[] = [];
  for (let n = 0; files.length < 190; n++) {
    const one = n % FAULTS.length;
    const spoiled = sheet();
    const [row, column] = [(n * 5) % 11, (n * 3) % COLUMNS.length];
    const errors = [...(FAULTS[one]?.(spoiled, row, column) ?? [])];
    // A second fault, of the faults of one cell, on the last case: nothing above has moved it but a line put in or taken out.
    if (n >= FAULTS.length * 5) {
      const last = spoiled.rows.findIndex(([id]) => id === 'case-12');
      const wanted = spoiled.header.indexOf('HNF');
      if (wanted > 0) {
        spoiled.rows[last]?.splice(wanted, 1, 'bas');
        errors.push(['labels/not-a-number', line(last), 'HNF']);
      }
    }
    const separator = SEPARATORS[n % 3] ?? ',';
    const eol = EOLS[Math.floor(n / 3) % 3] ?? '\n';
    files.push({ name: `${n}: fault ${one}`, bytes: encoded(written(spoiled, separator, eol)), errors });
  }
  const text = written(sheet(), ',', '\n');
  const first = text.indexOf('case-1,');
  return [
    ...files,
    { name: 'empty', bytes: encoded(''), errors: [['labels/empty-file', null, null]] },
    { name: 'blanks', bytes: encoded(' \n\t\n'), errors: [['labels/empty-file', null, null]] },
    { name: 'header alone', bytes: encoded(text.slice(0, first)), errors: noRows() },
    { name: 'blank header', bytes: encoded(`\n${text}`), errors: [['labels/blank-line', 1, null]] },
    { name: 'nul', bytes: encoded(text.replace('case-3', 'case\0')), errors: [['labels/not-text', 4, null]] },
    {
      name: 'broken UTF-8 after a mark',
      bytes: Uint8Array.from([0xef, 0xbb, 0xbf, 0x69, 0x64, 0xff]),
      errors: [['labels/undecodable', null, null]],
    },
    {
      name: 'unclosed quote',
      bytes: encoded(text.replace('case-5', '"case-5')),
      errors: [['labels/unclosed-quote', 6, null]],
    },
    {
      name: 'quote closed too early',
      bytes: encoded(text.replace('case-5,', '"case"-5",')),
      errors: [['labels/malformed-quote', 6, null]],
    },
    {
      name: 'lines after a quoted line break are counted as an editor does',
      bytes: encoded(text.replace('case-2,', '"case\n-2",').replace(/case-4,0\.\d+/, 'case-4,peu')),
      errors: [
        ['scoring/extra-id', 3, null],
        ['labels/not-a-number', 6, 'Malin'],
        ['scoring/missing-case', null, null],
      ],
    },
    { name: 'no id', bytes: encoded(text.replace('id,', 'cas,')), errors: noId() },
  ];
}

const noRows = (): Wrong[] => [
  ['labels/no-rows', null, null],
  ...IDS.map((): Wrong => ['scoring/missing-case', null, null]),
];

const noId = (): Wrong[] => [
  ['labels/missing-column', null, 'id'],
  ['labels/unknown-column', null, null],
];
