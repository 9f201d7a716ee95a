import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/core/labels/csv.ts';
import { writeTable } from '../../../src/core/labels/write.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const table = (data: Uint8Array | string) => {
  const result = readTable(typeof data === 'string' ? utf8(data) : data);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};
const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const utf16 = (text: string, big: boolean) => {
  const data = Buffer.from('\uFEFF' + text, 'utf16le');
  return Uint8Array.from(big ? data.swap16() : data);
};

describe('readTable', () => {
  it.each([
    ['utf-8', utf8('id,Lésion\na,1\n'), []],
    ['utf-8', utf8('\uFEFFid,Lésion\na,1\n'), ['byte-order-mark']],
    ['windows-1252', latin('id,Lésion\na,1\n'), ['encoding']],
    ['utf-16le', utf16('id,Lésion\na,1\n', false), ['encoding', 'byte-order-mark']],
    ['utf-16be', utf16('id,Lésion\na,1\n', true), ['encoding', 'byte-order-mark']],
  ])('reads %s', (encoding, data, repairs) => {
    const read = table(data);
    expect(read).toMatchObject({
      encoding,
      header: ['id', 'Lésion'],
      rows: [{ line: 2, cells: ['a', '1'] }],
    });
    expect(read.repairs.map(({ kind }) => kind)).toEqual(repairs);
  });
  it('reads what Windows-1252 has beyond ISO-8859-1', () =>
    expect(table(Uint8Array.from([0x69, 0x64, 0x0a, 0x80, 0x9c])).rows[0]!.cells).toEqual(['€œ']));
  it.each([
    ['a,b\n1,2', ','],
    ['a;b\n1,0;2', ';'],
    ['a\tb\n1,0\t2', '\t'],
    ['"a,b,c";d\n1;2', ';'],
    ['a;"b,c,d,e"\n1;2', ';'],
    ['"a"";"";""",b\n1,2', ','],
    ['"",b;c,d\n1,2,3', ','],
    ['a\n1', ','],
  ])('finds the separator of %j', (text, separator) => expect(table(text).separator).toBe(separator));
  it('reads quotes, and knows the line of each row', () => {
    const { rows } = table('a,b\r\n"1\r\n2","x ""y"""\r\n3,4\r\n"","\n\n"\n5,6');
    expect(rows).toEqual([
      { line: 2, cells: ['1\n2', 'x "y"'] },
      { line: 4, cells: ['3', '4'] },
      { line: 5, cells: ['', '\n\n'] },
      { line: 8, cells: ['5', '6'] },
    ]);
  });
  it('tells every ragged row, blank line and duplicate header at once', () => {
    const result = readTable(utf8('a,b,a\n1,2\n\n1,2,3,4\n1,2,3\n'), 'f.csv');
    expect(!result.ok && result.failure).toEqual([
      { code: 'labels/duplicate-header', details: { header: 'a', positions: [1, 3] }, file: 'f.csv' },
      { code: 'labels/ragged-row', details: { line: 2, expected: 3, got: 2, separator: ',' }, file: 'f.csv' },
      { code: 'labels/blank-line', details: { line: 3 }, file: 'f.csv' },
      { code: 'labels/ragged-row', details: { line: 4, expected: 3, got: 4, separator: ',' }, file: 'f.csv' },
    ]);
  });
  it('counts trailing empty lines beyond the end of the last', () => {
    expect(table('a,b\n1,2\n').repairs).toEqual([]);
    expect(table('a,b\n1,2').repairs).toEqual([]);
    expect(table('a,b\n1,2\n\n  \n').repairs).toEqual([{ kind: 'trailing-empty-lines', count: 2 }]);
  });
});

describe('writeTable', () => {
  it('is read back as written, byte for byte the same each time', () => {
    const rows = [
      { id: 'a,"b"\n', x: true, y: 0.1 + 0.2, z: null },
      { id: ' é;', x: false, y: -0, z: 'w' },
    ];
    const written = writeTable(['id', 'x', 'y', 'z'], rows);
    expect(new TextDecoder().decode(written)).toBe(
      'id,x,y,z\n"a,""b""\n",1,0.30000000000000004,\n" é;",0,-0,w\n',
    );
    expect(table(written).rows.map(({ cells }) => cells)).toEqual([
      ['a,"b"\n', '1', '0.30000000000000004', ''],
      [' é;', '0', '-0', 'w'],
    ]);
  });
});
