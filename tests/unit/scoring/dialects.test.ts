import { describe, expect, test } from 'vitest';
import { readReference } from '../../../src/core/labels/reference.ts';
import { scorePredictionFile } from '../../../src/core/scoring/score.ts';
import { bytes, THYROID } from '../../fixtures/scoring/definitions.ts';
import { inPython, python } from '../../fixtures/scoring/python.ts';

/*
 * One table of predictions as spreadsheet programs, R and pandas save it. Eight of nine pairs are in the right order, so the total is
 * 8/9 whatever the dialect, for the application and for score.py.
 */

const ROWS: readonly (readonly [id: string, score: string])[] = [
  ['a-1', '0.1'],
  ['a-2', '0.9'],
  ['a-3', '0.3'],
  ['a-4', '0.8'],
  ['a-5', '0.6'],
  ['a-6', '0.55'],
];
const REFERENCE = 'id,anormale\n' + ROWS.map(([id], i) => `${id},${i % 2}\n`).join('');
const EIGHT_NINTHS = 0.8888888888888888;

interface Dialect {
  readonly separator?: string;
  readonly end?: string;
  readonly comma?: boolean;
  readonly quoted?: boolean;
  /** After each row, the header included. */
  readonly rowEnd?: string;
  readonly headerEnd?: string;
  readonly before?: string;
  readonly after?: string;
}

function sheet({
  separator = ',',
  end = '\n',
  comma,
  quoted,
  rowEnd = '',
  headerEnd,
  before = '',
  after = '',
}: Dialect) {
  const cell = (text: string) => (quoted ? `"${text}"` : text);
  const row = (cells: readonly string[], last: string) => cells.map(cell).join(separator) + last;
  const rows = ROWS.map(([id, score]) => row([id, comma ? score.replace('.', ',') : score], rowEnd));
  return before + [row(['id', 'anormale'], headerEnd ?? rowEnd), ...rows].join(end) + end + after;
}
const utf16 = (text: string) => Uint8Array.from(Buffer.from(text, 'utf16le'));
const swapped = (text: string) => Uint8Array.from(Buffer.from(text, 'utf16le').swap16());
const semicolons: Dialect = { separator: ';', comma: true, end: '\r\n' };

const DIALECTS: readonly [name: string, file: Uint8Array][] = [
  ['plain', bytes(sheet({}))],
  ['sep=; in a first line', bytes(sheet({ ...semicolons, before: 'sep=;\r\n' }))],
  ['SEP=, in quotes', bytes(sheet({ before: '"SEP=,"\n' }))],
  ['sep= with a tab', bytes(sheet({ separator: '\t', before: 'sep=\t\n' }))],
  ['sep=; after a byte-order mark', bytes(sheet({ ...semicolons, before: '\ufeffsep=;\r\n' }))],
  ['sep=; in UTF-16', utf16(sheet({ ...semicolons, before: '\ufeffsep=;\r\n' }))],
  ['sep=; padded with semicolons', bytes(sheet({ ...semicolons, before: 'sep=;;\r\n' }))],
  ['a tab at the end of a header with commas', bytes(sheet({ headerEnd: '\t' }))],
  ['="…" of a spreadsheet', bytes(sheet({}).replaceAll(/^(a-\d)/gm, '="$1"'))],
  ['="…" of a spreadsheet, in quotes', bytes(sheet({}).replaceAll(/^(a-\d)/gm, '"=""$1"""'))],
  ['a last row of semicolons', bytes(sheet({ ...semicolons, after: ';\r\n' }))],
  ['many last rows of semicolons', bytes(sheet({ ...semicolons, after: ';\r\n;\r\n ; \r\n\r\n' }))],
  ['a last row of more semicolons than columns', bytes(sheet({ ...semicolons, after: ';;;;\r\n' }))],
  ['a semicolon at the end of every row', bytes(sheet({ ...semicolons, rowEnd: ';' }))],
  ['three commas at the end of every row', bytes(sheet({ rowEnd: ',,,' }))],
  ['a comma at the end of every row but the header', bytes(sheet({ rowEnd: ',', headerEnd: '' }))],
  [
    'blank columns only in the header',
    bytes(sheet({ rowEnd: '', headerEnd: ',,' }).replace(/^(.*,),\n/, '$1,\n')),
  ],
  ['tab with a decimal comma', bytes(sheet({ separator: '\t', comma: true, end: '\r\n' }))],
  ['tab with a decimal comma, in quotes', bytes(sheet({ separator: '\t', comma: true, quoted: true }))],
  [
    'UTF-16 with a mark, as “Unicode text” of a spreadsheet',
    utf16('\ufeff' + sheet({ separator: '\t', comma: true, end: '\r\n' })),
  ],
  ['UTF-16 without a mark', utf16(sheet({}))],
  ['UTF-16 big endian without a mark', swapped(sheet({ ...semicolons }))],
  ['UTF-8 with a mark', bytes('\ufeff' + sheet({}))],
  ['CR alone', bytes(sheet({ end: '\r' }))],
  ['CR alone with semicolons', bytes(sheet({ ...semicolons, end: '\r' }))],
  ['all cells in quotes', bytes(sheet({ quoted: true }))],
];

const REFUSED: readonly [name: string, file: Uint8Array, code: string, line: number][] = [
  ['a blank row inside', bytes(sheet({}).replace('a-3', ',\na-3')), 'labels/blank-id', 4],
  [
    'a blank row inside after sep=',
    bytes('sep=,\n' + sheet({}).replace('a-3', '\na-3')),
    'labels/blank-line',
    5,
  ],
  ['text past the last column', bytes(sheet({}).replace('0.3', '0.3,see note')), 'labels/ragged-row', 4],
  ['a decimal comma with commas', bytes(sheet({ comma: true })), 'labels/ragged-row', 2],
  ['file endings in the ids', bytes(sheet({}).replaceAll(/(a-\d)/g, '$1.nii.gz')), 'scoring/extra-id', 2],
  ['a NUL character', bytes(sheet({}).replace('a-2', 'a\0-2')), 'labels/not-text', 3],
  [
    'an open quote after sep=',
    bytes('sep=,\n' + sheet({}).replace('a-4', '"a-4')),
    'labels/unclosed-quote',
    6,
  ],
];

const job = (file: Uint8Array) => ({
  challenge: 'thyroid',
  ruleSet: 'strict' as const,
  reference: REFERENCE,
  prediction: Buffer.from(file).toString('base64'),
});

function score(file: Uint8Array) {
  const truth = readReference(bytes(REFERENCE), THYROID);
  if (!truth.ok) throw new Error(JSON.stringify(truth.failure));
  return scorePredictionFile(file, THYROID, truth.value, 'strict');
}

describe('predictions saved as', () => {
  test.each(DIALECTS)('%s: the same total', (name, file) => {
    const report = score(file);
    if (!report.ok) throw new Error(JSON.stringify(report.failure));
    expect(report.value.total).toBe(EIGHT_NINTHS);
    // What was read otherwise than as it is written is told.
    if (
      !['plain', 'CR alone', 'all cells in quotes', 'a tab at the end of a header with commas'].includes(name)
    )
      expect(report.value.repairs).not.toEqual([]);
  });

  test.each(REFUSED)('%s: refused with its line', (_, file, code, line) => {
    const report = score(file);
    expect(report.ok ? [] : report.failure).toContainEqual(
      expect.objectContaining({ code, details: expect.objectContaining({ line }) as object }),
    );
  });

  test.skipIf(python === undefined)(
    'any of these: score.py agrees (skipped where there is no Python)',
    () => {
      const outcomes = inPython(DIALECTS.map(([, file]) => job(file)));
      expect(outcomes.map(({ total }) => total)).toEqual(DIALECTS.map(() => EIGHT_NINTHS));
      const refusals = inPython(REFUSED.map(([, file]) => job(file)));
      for (const [i, [name, , code, line]] of REFUSED.entries())
        expect(refusals[i]?.errors, name).toContainEqual(expect.objectContaining({ code, line }));
    },
  );
});
