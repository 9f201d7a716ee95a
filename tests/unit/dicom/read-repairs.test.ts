import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../../src/core/dicom/decode.ts';
import { itemsOf, numberOf, textOf } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { buildDicom, imageFields, type Fields, type Recipe } from '../../fixtures/dicom.ts';

/*
 * Files that break PS3.5 in one place. pydicom 3.0.2 reads the same values, except where a test says so.
 */

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const uint16 = (value: number): number[] => [value & 255, value >> 8];
const uint32 = (value: number): number[] => [...uint16(value & 0xffff), ...uint16(value >>> 16)];
const tag = (digits: string): number[] => [
  ...uint16(Number.parseInt(digits.slice(0, 4), 16)),
  ...uint16(Number.parseInt(digits.slice(4), 16)),
];
const short = (digits: string, vr: string, value: readonly number[]): number[] => [
  ...tag(digits),
  ...ascii(vr),
  ...uint16(value.length),
  ...value,
];
const long = (digits: string, vr: string, value: readonly number[]): number[] => [
  ...tag(digits),
  ...ascii(vr),
  ...[0, 0],
  ...uint32(value.length),
  ...value,
];
const noVr = (digits: string, value: readonly number[]): number[] => [
  ...tag(digits),
  ...uint32(value.length),
  ...value,
];
const item = (...elements: readonly number[][]): number[] => noVr('FFFEE000', elements.flat());
const openItem = (...elements: readonly number[][]): number[] => [
  ...tag('FFFEE000'),
  ...uint32(0xffffffff),
  ...elements.flat(),
  ...noVr('FFFEE00D', []),
];

const image = (fields: Fields = {}): Fields =>
  imageFields({ columns: 2, rows: 1, pixels: Uint16Array.of(7, 300) }, fields);

/** The file with `inserted` before the element `before`, given by its first bytes. */
function withBytes(
  inserted: readonly number[],
  before: readonly number[],
  recipe: Partial<Recipe> = {},
): Uint8Array {
  const bytes = [...buildDicom({ fields: image(), ...recipe })];
  const at = bytes.findIndex((_, i) => before.every((byte, n) => bytes[i + n] === byte));
  if (at < 0) throw new Error('no such element');
  return Uint8Array.from([...bytes.slice(0, at), ...inserted, ...bytes.slice(at)]);
}

const SAMPLES = [...tag('00280002'), ...ascii('US')];
const PIXELS = [...tag('7FE00010'), ...ascii('OW')];

async function pixelsOf(bytes: Uint8Array): Promise<number[]> {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(JSON.stringify(part10.failure));
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(JSON.stringify(facts.failure));
  const none = () => Promise.reject(new Error('no codec'));
  const frame = await decodeFrame(part10.value, facts.value, 0, { gdcm: none, htj2k: none });
  if (!frame.ok) throw new Error(JSON.stringify(frame.failure));
  return [...frame.value.data];
}

function read(bytes: Uint8Array) {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(JSON.stringify(part10.failure));
  return part10.value;
}

describe('a VR that PS3.5 does not know', () => {
  test.each<[string, number[]]>([
    ['"??" and a length of 16 bits, as DCMTK writes it', short('00271001', '??', ascii('ABCD'))],
    ['two blanks, as in fo-dicom issue 179', short('00271001', '  ', [1, 0])],
    ['two blanks and no value', short('00271001', '  ', [])],
    ['"--"', short('00271001', '--', [1, 0])],
    ['two digits', short('00271001', '01', [1, 0])],
    ['small letters', short('00271001', 'us', [1, 0])],
    ['a VR of a later edition, with a length of 32 bits', long('00271001', 'ZZ', ascii('ABCDEF'))],
    ['"??" and a length of 32 bits', long('00271001', '??', ascii('AB'))],
    ['capital letters and a length of 16 bits', short('00271001', 'XX', ascii('ABCD'))],
    ['no VR at all, as in fo-dicom issue 47', noVr('00271001', ascii('ABCDEF'))],
    ['no VR and a value longer than 64 KiB', noVr('00271001', Array<number>(70_000).fill(65))],
    ['two NUL bytes and a length of 16 bits', short('00271001', '\0\0', ascii('ABCD'))],
    [
      'no VR and items of undefined length, as in fo-dicom issue 42',
      [
        ...tag('00271001'),
        ...uint32(0xffffffff),
        ...openItem(noVr('00271002', [1, 0])),
        ...noVr('FFFEE0DD', []),
      ],
    ],
  ])('%s: the rest of the file is read', async (_, odd) => {
    const bytes = withBytes(odd, SAMPLES);
    expect(read(bytes).dataset.elements.has('00271001')).toBe(true);
    expect(new Set(read(bytes).repairs)).toEqual(new Set(['unknown-vr']));
    expect(await pixelsOf(bytes)).toEqual([7, 300]);
  });

  test.each<[string, number[]]>([
    ['of 16 bits', [...short('00271001', '??', ascii('AB')), ...short('00271002', '??', ascii('CD'))]],
    ['of 32 bits', [...long('00271001', '??', ascii('AB')), ...long('00271002', '??', ascii('CD'))]],
    ['0', [...short('00271001', '??', []), ...short('00271002', '??', [])]],
  ])('several in a row, with lengths %s', async (_, odd) => {
    const bytes = withBytes(odd, SAMPLES);
    const { elements } = read(bytes).dataset;
    expect(elements.has('00271001') && elements.has('00271002')).toBe(true);
    expect(await pixelsOf(bytes)).toEqual([7, 300]);
  });

  test.each(['USABCDEF', 'OB\0\0\x02\0\0\0', 'UN\0\0\0\0\0\0', 'CS' + 'A'.repeat(60)])(
    'a value that begins with the letters of a VR: %j',
    async (value) => {
      for (const odd of ['long', 'short', 'noVr'] as const) {
        const made =
          odd === 'noVr'
            ? noVr('00271001', ascii(value))
            : { long, short }[odd]('00271001', '??', ascii(value));
        const bytes = withBytes(made, SAMPLES);
        const { dataset, repairs } = read(bytes);
        expect(dataset.elements.get('00271001')?.value).toMatchObject({
          bytes: Uint8Array.from(ascii(value)),
        });
        expect([...repairs]).toEqual(['unknown-vr']);
        expect(await pixelsOf(bytes)).toEqual([7, 300]);
      }
    },
  );

  test('a standard attribute gets the VR of the dictionary', () => {
    // pydicom 3.0.2 takes the whole rest of the file as the value here.
    const { dataset } = read(withBytes(short('00280120', '  ', [5, 0]), PIXELS));
    expect(dataset.elements.get('00280120')?.vr).toBe('US');
    expect(numberOf(dataset, '00280120')).toBe(5);
  });

  test('inside an item', () => {
    const sequence = long('00081110', 'SQ', item(short('00081155', '??', ascii('1.2.9\0'))));
    const { dataset } = read(withBytes(sequence, [...tag('00100010'), ...ascii('PN')]));
    expect(textOf(itemsOf(dataset, '00081110')[0]!, '00081155')).toBe('1.2.9');
  });

  test('is called what it is where nothing tells its length', () => {
    const bytes = withBytes([...tag('00271001'), ...ascii('??'), 0xff, 0x7f, 1, 2, 3, 4], SAMPLES);
    expect(readPart10(bytes)).toMatchObject({
      failure: { code: 'dicom/unknown-vr', details: { tag: '00271001', vr: '??' } },
    });
  });

  test('bytes that are no element are not called a cut-off transfer', () => {
    const bytes = withBytes(noVr('00000000', []), tag('00280002'), {
      syntax: '1.2.840.10008.1.2',
      fields: image(),
    });
    // An element of group 0000 whose length leaves the file, as in fo-dicom issue 626.
    const at = bytes.findIndex((_, i) => i > 132 && bytes.subarray(i, i + 8).every((byte) => byte === 0));
    bytes.set([0x05, 0x20, 0x1a, 0x14], at + 4);
    expect(readPart10(bytes)).toMatchObject({ failure: { code: 'dicom/malformed' } });
  });

  test('a file that is cut off is still called so', () => {
    const whole = buildDicom({ fields: image() });
    const at = [...whole].findIndex((_, i) => SAMPLES.every((byte, n) => whole[i + n] === byte));
    expect(readPart10(whole.subarray(0, at + 9))).toMatchObject({ failure: { code: 'dicom/truncated' } });
  });
});

describe('an item outside a sequence', () => {
  const region = [short('00186012', 'US', [1, 0]), short('00186014', 'US', [1, 0])];

  test.each<[string, number[]]>([
    ['of stated length, as in fo-dicom issue 364', item(...region)],
    ['of undefined length', openItem(...region)],
    ['with a sequence in it', item(long('00186013', 'SQ', item(...region)))],
    ['two of them', [...item(...region), ...item(...region)]],
    ['with its sequence’s delimiter', [...openItem(...region), ...noVr('FFFEE0DD', [])]],
    ['only a delimiter of an item', noVr('FFFEE00D', [])],
    ['only a delimiter of a sequence', noVr('FFFEE0DD', [])],
  ])('%s is left out and told', async (_, orphan) => {
    const bytes = withBytes(orphan, SAMPLES);
    const { dataset, repairs } = read(bytes);
    expect([...dataset.elements.keys()]).toEqual([
      ...read(buildDicom({ fields: image() })).dataset.elements.keys(),
    ]);
    expect(new Set(repairs)).toEqual(new Set(['item-outside']));
    expect(await pixelsOf(bytes)).toEqual([7, 300]);
  });

  test('is left out in implicit VR too', async () => {
    const orphan = item(noVr('00186012', [1, 0]));
    const bytes = withBytes(orphan, tag('00280002'), { syntax: '1.2.840.10008.1.2', fields: image() });
    expect(read(bytes).repairs).toEqual(['item-outside']);
    expect(await pixelsOf(bytes)).toEqual([7, 300]);
  });

  test.each<[string, number[]]>([
    // fo-dicom's FreezePattern.dcm: the elements of the item would overwrite those of the image.
    [
      'of length 0, with elements after it',
      [...long('00271001', 'SQ', []), ...item(), ...short('00080060', 'CS', ascii('XX'))],
    ],
    [
      'whose length ends inside an element',
      [...tag('FFFEE000'), ...uint32(5), ...short('00186012', 'US', [1, 0])],
    ],
    [
      'that is longer than the file',
      [...tag('FFFEE000'), ...uint32(100_000), ...short('00186012', 'US', [1, 0])],
    ],
    [
      'without its delimiter',
      [...tag('FFFEE000'), ...uint32(0xffffffff), ...short('00186012', 'US', [1, 0])],
    ],
    ['after which the tags start again', [...item(...region), ...short('00080060', 'CS', ascii('XX'))]],
  ])('%s is refused: where it ends is not certain', (_, orphan) => {
    expect(readPart10(withBytes(orphan, SAMPLES))).toMatchObject({
      failure: {
        code: 'dicom/malformed',
        details: { cause: expect.stringContaining('not certain') as string },
      },
    });
  });

  test('elements of an item in the wrong order are sorted', () => {
    const sequence = long(
      '00186011',
      'SQ',
      item(short('00186014', 'US', [2, 0]), short('00186012', 'US', [1, 0])),
    );
    const { dataset, repairs } = read(withBytes(sequence, [...tag('0020000D'), ...ascii('UI')]));
    const [only] = itemsOf(dataset, '00186011');
    expect([...only!.elements.keys()]).toEqual(['00186012', '00186014']);
    expect(repairs).toHaveLength(1);
  });
});

describe('NumberOfFrames', () => {
  test.each<[string, Partial<Recipe>]>([
    ['0', { fields: image({ NumberOfFrames: '0' }) }],
    ['00', { fields: image({ NumberOfFrames: '00' }) }],
    ['blank, then 0', { fields: image({ NumberOfFrames: ' 0' }) }],
    ['+0', { fields: image({ NumberOfFrames: '+0' }) }],
    ['0 in implicit VR', { syntax: '1.2.840.10008.1.2', fields: image({ NumberOfFrames: '0' }) }],
    ['0 in big endian', { syntax: '1.2.840.10008.1.2.2', fields: image({ NumberOfFrames: '0' }) }],
    ['0 without File Meta', { meta: false, fields: image({ NumberOfFrames: '0' }) }],
    [
      '0 of 8 bits',
      { fields: imageFields({ columns: 2, rows: 1, pixels: Uint8Array.of(7, 30) }, { NumberOfFrames: '0' }) },
    ],
  ])('%s is one frame, and told', async (_, recipe) => {
    const bytes = buildDicom({ fields: {}, ...recipe });
    const { dataset, repairs } = read(bytes);
    expect(textOf(dataset, '00280008')).toBe('1');
    expect(repairs).toContain('frames-0');
    expect(await pixelsOf(bytes)).toHaveLength(2);
  });

  test('empty or absent is one frame without a repair', () => {
    expect(read(buildDicom({ fields: image({ NumberOfFrames: '' }) })).repairs).toEqual([]);
  });

  test('0 with the pixels of two frames is refused', async () => {
    const pixels = Uint16Array.of(1, 2, 3, 4);
    const fields = imageFields({ columns: 2, rows: 1, pixels }, { NumberOfFrames: '0' });
    await expect(pixelsOf(buildDicom({ fields }))).rejects.toThrow('dicom/bad-header');
  });

  test('less than 0 is refused', () => {
    const part10 = read(buildDicom({ fields: image({ NumberOfFrames: '-1' }) }));
    expect(factsOf(part10)).toMatchObject({ failure: { code: 'dicom/bad-header' } });
  });
});
