import { describe, expect, it } from 'vitest';
import { readReference } from '../../../src/core/labels/reference.ts';
import { readPredictions } from '../../../src/core/scoring/prediction.ts';
import { bytes, MENISCUS, THYROID } from '../../fixtures/scoring/definitions.ts';

const thyroid = readReference(bytes('id,anormale\na,1\nb,0\nc,1\n'), THYROID);
const meniscus = readReference(
  bytes(
    'id,Corne anterieure (0/1),Corne posterieure (0/1),Orientation anterieure,Orientation posterieure\na,1,0,Horizontale,\nb,0,0,,\n',
  ),
  MENISCUS,
);
/** `code line id column value`, with `-` for what a failure has not. */
const codes = (file: string | Uint8Array, ruleSet: 'strict' | 'jfr-2018', definition = THYROID) => {
  const reference = definition === THYROID ? thyroid : meniscus;
  if (!reference.ok) throw new Error(JSON.stringify(reference.failure));
  const data = typeof file === 'string' ? bytes(file) : file;
  const result = readPredictions(data, definition, reference.value, ruleSet, 'p.csv');
  if (result.ok) return ['accepted'];
  return result.failure.map(({ code, details, file }) => {
    expect(file).toBe('p.csv');
    const d = details as Record<string, unknown>;
    const parts = [
      d.line ?? (d.lines as number[] | undefined)?.join('+'),
      d.id,
      d.column ?? d.header,
      d.value,
    ];
    const last = parts.findLastIndex((part) => part !== undefined && part !== null);
    return [code.split('/')[1], ...parts.slice(0, last + 1).map((part) => part ?? '-')].join(' ');
  });
};

const MISSING = ['missing-case - a', 'missing-case - b', 'missing-case - c'];
/** [what, file, failures under strict, failures under jfr-2018] */
const FILES: [string, string | Uint8Array, string[], string[]][] = [
  ['empty', '', ['empty-file'], ['empty-file']],
  ['only line ends', '\r\n\r\n', ['empty-file'], ['empty-file']],
  ['only a mark', Uint8Array.from([0xef, 0xbb, 0xbf]), ['empty-file'], ['empty-file']],
  ['a zip', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0xff]), ['not-text 1'], ['not-text 1']],
  ['broken UTF-16', Uint8Array.from([0xff, 0xfe, 0x61]), ['undecodable'], ['undecodable']],
  ['blank first line', '\nid,anormale\na,1\n', ['blank-line 1'], ['blank-line 1']],
  ['header alone', 'id,anormale\n', ['no-rows', ...MISSING], ['row-count']],
  ['a missing case', 'id,anormale\na,1\nb,0\n', ['missing-case - c'], ['row-count']],
  ['an extra id', 'id,anormale\na,1\nb,0\nc,1\nd,1\n', ['extra-id 5 d'], ['row-count']],
  ['extra for missing', 'id,anormale\na,1\nb,0\nd,1\n', ['extra-id 4 d', 'missing-case - c'], ['accepted']],
  ['a duplicate id', 'id,anormale\na,1\nb,0\nb,1\n', ['duplicate-id 3+4 b', 'missing-case - c'], ['duplicate-id 3+4 b']],
  ['a duplicate after trim', 'id,anormale\na,1\nb,0\nc,1\n c ,1\n', ['duplicate-id 4+5 c'], ['row-count', 'duplicate-id 4+5 c']],
  ['a threefold id', 'id,anormale\na,1\na,1\na,1\n', ['duplicate-id 2+3+4 a', 'missing-case - b', 'missing-case - c'], ['duplicate-id 2+3+4 a']],
  ['ids of another case', 'id,anormale\nA,1\nb,1\nc,1\n', ['extra-id 2 A', 'missing-case - a'], ['accepted']],
  ['a blank id', 'id,anormale\na,1\n,0\nc,1\n', ['blank-id 3', 'missing-case - b'], ['blank-id 3']],
  ['a blank', 'id,anormale\na,1\nb,\nc,1\n', ['blank-value 3 b anormale'], ['accepted']],
  ['spaces', 'id,anormale\na,1\nb,  \nc,1\n', ['blank-value 3 b anormale'], ['accepted']],
  ['NaN', 'id,anormale\na,1\nb,0\nc,NaN\n', ['nan-value 4 c anormale NaN'], ['accepted']],
  ['-nan', 'id,anormale\na,-nan\nb,0\nc,1\n', ['nan-value 2 a anormale -nan'], ['accepted']],
  ...['Inf', '-inf', 'Infinity', '+INFINITY', '1e400', '-1e309'].map(
    (v): [string, string, string[], string[]] => [
      v, `id,anormale\na,1\nb,${v}\nc,1\n`, [`infinite-value 3 b anormale ${v}`], [`infinite-value 3 b anormale ${v}`],
    ],
  ),
  ...['yes', 'True', '0x1F', '1_000', '1e', '.', '-', '--1', '1.2.3', '50%', 'NA', 'null', '∞', '1 000', '１', '0.5f', '#REF!', '1d3', '(0.5)', 'e5'].map(
    (v): [string, string, string[], string[]] => [
      `text ${v}`, `id,anormale\na,1\nb,0\nc,${v}\n`, [`not-a-number 4 c anormale ${v}`], [`not-a-number 4 c anormale ${v}`],
    ],
  ),
  ['a quoted decimal comma with ,', 'id,anormale\na,1\nb,"0,5"\nc,1\n', ['not-a-number 3 b anormale 0,5'], ['not-a-number 3 b anormale 0,5']],
  ['a decimal comma with tab', 'id\tanormale\na\t0,5\nb\t1\nc\t1\n', ['accepted'], ['accepted']],
  ['thousands with ;', 'id;anormale\na;1.234,5\nb;1\nc;1\n', ['not-a-number 2 a anormale 1.234,5'], ['not-a-number 2 a anormale 1.234,5']],
  ['an unquoted decimal comma', 'id,anormale\na,0,5\nb,1\nc,1\n', ['ragged-row 2'], ['ragged-row 2']],
  ['a short row', 'id,anormale\na,1\nb\nc,1\n', ['ragged-row 3'], ['ragged-row 3']],
  ['a blank line', 'id,anormale\na,1\n\nb,1\nc,1\n', ['blank-line 3'], ['blank-line 3', 'row-count']],
  ['a row of separators', 'id,anormale\na,1\nb,1\nc,1\n,\n', ['accepted'], ['accepted']],
  ['a row of separators inside', 'id,anormale\na,1\n,\nb,1\nc,1\n', ['blank-id 3', 'blank-value 3 - anormale'], ['row-count', 'blank-id 3']],
  ['an open quote', 'id,anormale\na,1\n"b,0\nc,1\n', ['unclosed-quote 3'], ['unclosed-quote 3']],
  ['text after a quote', 'id,anormale\na,1\n"b"x,0\nc,1\n', ['malformed-quote 3'], ['malformed-quote 3']],
  ['another separator', 'id|anormale\na|1\nb|0\nc|1\n', ['missing-column - - id', 'missing-column - - anormale', 'unknown-column - - id|anormale'], ['missing-column - - id', 'missing-column - - anormale', 'unknown-column - - id|anormale']],
  ['no header', 'a,1\nb,0\nc,1\n', ['missing-column - - id', 'missing-column - - anormale', 'unknown-column - - a', 'unknown-column - - 1'], ['missing-column - - id', 'missing-column - - anormale', 'unknown-column - - a', 'unknown-column - - 1', 'column-count', 'row-count']],
  ['no id', 'anormale\n1\n0\n1\n', ['missing-column - - id'], ['missing-column - - id']],
  ['no column', 'id\na\nb\nc\n', ['missing-column - - anormale'], ['missing-column - - anormale', 'column-count']],
  ['another name', 'id,score\na,1\nb,0\nc,1\n', ['missing-column - - anormale', 'unknown-column - - score'], ['missing-column - - anormale', 'unknown-column - - score']],
  ['an extra column', 'id,anormale,x\na,1,1\nb,0,1\nc,1,1\n', ['unknown-column - - x'], ['unknown-column - - x', 'column-count']],
  ['an index column', ',id,anormale\n0,a,1\n1,b,0\n2,c,1\n', ['unknown-column - - '], ['unknown-column - - ', 'column-count']],
  ['a doubled column', 'id,anormale,anormale\na,1,1\nb,0,1\nc,1,1\n', ['duplicate-header - - anormale'], ['duplicate-header - - anormale', 'column-count']],
  ['two spellings', 'id,anormale,Anormale\na,1,1\nb,0,1\nc,1,1\n', ['duplicate-column - - anormale'], ['duplicate-column - - anormale', 'column-count']],
  ['two ids', 'id,ID,anormale\na,a,1\nb,b,0\nc,c,1\n', ['duplicate-column - - id'], ['duplicate-column - - id']],
  ['lines after a field of two lines', 'id,anormale\n"a\nx",1\nb,no\nc,1\n', ['extra-id 2 a\nx', 'not-a-number 4 b anormale no', 'missing-case - a'], ['not-a-number 4 b anormale no']],
  ['lines with CRLF and two-line fields', 'id,anormale\r\n"a\r\n\r\n",1\r\nb,no\r\nc,1\r\n', ['not-a-number 5 b anormale no'], ['not-a-number 5 b anormale no']],
  ['lines after a header of two lines', 'id,"anormale\n"\na,1\nb,0\nc,x\n', ['not-a-number 5 c anormale x'], ['not-a-number 5 c anormale x']],
  ['lines with CR', 'id,anormale\ra,1\rb,x\rc,1\r', ['not-a-number 3 b anormale x'], ['not-a-number 3 b anormale x']],
  ['mixed line ends', 'id,anormale\r\na,1\rb,x\nc,1', ['not-a-number 3 b anormale x'], ['not-a-number 3 b anormale x']],
  [
    'many faults at once',
    'id,Anormale,x\na,Inf,1\na,,1\nz,no,1\n,1\n',
    ['ragged-row 5', 'unknown-column - - x', 'blank-id 5', 'duplicate-id 2+3 a', 'infinite-value 2 a anormale Inf', 'blank-value 3 a anormale', 'extra-id 4 z', 'not-a-number 4 z anormale no', 'missing-case - b', 'missing-case - c'],
    ['ragged-row 5', 'unknown-column - - x', 'column-count', 'row-count', 'blank-id 5', 'duplicate-id 2+3 a', 'infinite-value 2 a anormale Inf', 'not-a-number 4 z anormale no'],
  ],
]; // prettier-ignore

describe('a malformed prediction file is refused with all its errors and the right lines', () => {
  it('there are at least 60 files', () => expect(FILES.length).toBeGreaterThanOrEqual(60));
  it.each(FILES)('strict: %s', (_, file, expected) => expect(codes(file, 'strict')).toEqual(expected));
  it.each(FILES)('jfr-2018: %s', (_, file, __, expected) =>
    expect(codes(file, 'jfr-2018')).toEqual(expected),
  );

  const header = 'id,Corne anterieure,Corne posterieure,Fissure,Orientation horizontale';
  it('a column that carries no weight is required and checked all the same', () => {
    expect(codes(`${header}\na,1,1,1,1\nb,1,1,1,1\n`, 'strict', MENISCUS)).toEqual([
      'missing-column - - Orientation verticale',
    ]);
    expect(codes(`${header},Orientation verticale\na,1,1,1,1,x\nb,1,,1,1,1\n`, 'strict', MENISCUS)).toEqual([
      'not-a-number 2 a Orientation verticale x',
      'blank-value 3 b Corne posterieure',
    ]);
  });
  it('tells whether a decimal comma was meant', () => {
    if (!thyroid.ok) throw new Error();
    const result = readPredictions(
      bytes('id,anormale\na,"0,5"\nb,x\nc,1\n'),
      THYROID,
      thyroid.value,
      'strict',
    );
    expect(!result.ok && result.failure.map(({ details }) => details)).toMatchObject([
      { decimalComma: true },
      { decimalComma: false },
    ]);
  });
});
