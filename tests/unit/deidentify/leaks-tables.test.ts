import { describe, expect, test } from 'vitest';
import { deidentifyHeader } from '../../../src/core/deidentify/header.ts';
import { echoIndex } from '../../../src/core/deidentify/echo-index.ts';
import { findEchoes } from '../../../src/core/deidentify/echo.ts';
import { identifiersOf } from '../../../src/core/deidentify/identifiers.ts';
import type { Element } from '../../../src/core/dicom/dataset.ts';
import { dataSetOf, element } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { writePart10 } from '../../../src/core/dicom/write.ts';
import { CT, deidentified, exam, keyOf } from '../../fixtures/exam.ts';

/** Tables of numbers are not text: what looks like an id in them is chance, a written name is not. */

const words = (values: readonly number[]) => new Uint8Array(Uint16Array.from(values).buffer);
const ramp = (length: number, step = 1, first = 0) =>
  Array.from({ length }, (_, i) => Math.round(first + i * step));
const descriptor = (entries: number, bits: number) =>
  ['00281101', '00281102', '00281103'].map((tag) => element(tag, 'US', [entries % 65536, 0, bits]));
const palette = (bytes: Uint8Array) =>
  ['00281201', '00281202', '00281203'].map((tag) => element(tag, 'OW', bytes));
const withId = (id: string) => element('00100020', 'LO', id);
const bytesOf = (each: Element | undefined) => (each?.value.kind === 'bytes' ? each.value.bytes : null);

/** The failure code; null where the image passes. */
async function refusal(...extra: Element[]): Promise<string | null> {
  const head = { transferSyntax: '1.2.840.10008.1.2.1', sopClass: CT, sopInstance: '1.2.276.99.1' };
  const part10 = readPart10(writePart10(exam(extra), head));
  const facts = part10.ok ? factsOf(part10.value) : part10;
  if (!part10.ok || !facts.ok) throw new Error('the source is not readable');
  const result = await deidentifyHeader(part10.value, facts.value, { key: await keyOf(7), options: [] });
  return result.ok ? null : result.failure.code;
}

describe('chance', () => {
  const tables: readonly (readonly [string, string, readonly Element[]])[] = [
    ['1234 in a 16-bit palette', '1234', [...descriptor(256, 16), ...palette(words(ramp(256)))]],
    ['1234567 in a 16-bit palette', '1234567', [...descriptor(256, 16), ...palette(words(ramp(256)))]],
    [
      '987654 in a falling palette',
      '987654',
      [...descriptor(256, 16), ...palette(words(ramp(256, -1, 255)))],
    ],
    // The same value in both bytes, as dgobbi/vtk-dicom, issue 114, advises.
    [
      '1234 in a palette of doubled bytes',
      '1234',
      [...descriptor(256, 16), ...palette(words(ramp(256, 257)))],
    ],
    // 65,536 entries are written as 0: cornerstoneWADOImageLoader, issues 35 and 98.
    [
      '2345 in a palette of 65,536 entries',
      '2345',
      [...descriptor(65536, 16), ...palette(words(ramp(65536)))],
    ],
    // 8-bit entries packed into OW: ImagingDataCommons/slim, issue 173.
    [
      '123456789 in an 8-bit palette',
      '123456789',
      [...descriptor(256, 8), ...palette(Uint8Array.from(ramp(256)))],
    ],
    [
      'a name in an 8-bit palette',
      'abcdefghijkl',
      [...descriptor(256, 8), ...palette(Uint8Array.from(ramp(256)))],
    ],
    [
      '5678 in a modality LUT',
      '5678',
      [
        element('00283000', 'SQ', [
          dataSetOf([
            element('00283002', 'US', [512, 0, 16]),
            element('00283004', 'LO', 'US'),
            element('00283006', 'OW', words(ramp(512))),
          ]),
        ]),
      ],
    ],
    [
      '456 in a VOI LUT of US, deep',
      '456',
      [
        element('52009229', 'SQ', [
          dataSetOf([
            element('00283010', 'SQ', [
              dataSetOf([element('00283002', 'US', [256, 0, 8]), element('00283006', 'US', ramp(256))]),
            ]),
          ]),
        ]),
      ],
    ],
    [
      '1234 in a histogram',
      '1234',
      [element('00603000', 'SQ', [dataSetOf([element('00603020', 'UL', ramp(256))])])],
    ],
    ['2468 in a short table', '1234', [element('00281101', 'US', [49, 50, 51, 52]), withId('1234')]],
    ['1234 in a gamma of rounded steps', '1234', [...descriptor(256, 16), ...palette(words(ramp(256, 0.7)))]],
  ];

  test.each(tables)('%s does not refuse the image', async (_, id, extra) => {
    expect(await refusal(withId(id), ...extra)).toBeNull();
  });

  test('a palette passes as it is', async () => {
    const table = words(ramp(256));
    const { dataset } = await deidentified(exam([withId('1234'), ...descriptor(256, 16), ...palette(table)]));
    for (const tag of ['00281201', '00281202', '00281203']) {
      expect(bytesOf(dataset.elements.get(tag))).toEqual(table);
    }
  });
});

describe('what is written into a table', () => {
  const hidden = (text: string, wide: boolean) => {
    const table = words(ramp(256, 7));
    const bytes = Buffer.from(text, wide ? 'utf16le' : 'latin1');
    table.set(bytes, 64);
    return [...descriptor(256, 16), ...palette(table)];
  };

  const written: readonly (readonly [string, string, boolean])[] = [
    ['a name', 'Quezelbrand Heloise', false],
    ['a name in two-byte letters', 'Quezelbrand', true],
    ['an id', 'PID-004711-K', false],
    ['a physician', 'VANDERMOLEN PIET', false],
    ['an address', 'Clinique des Glycines', false],
  ];

  /** The last gate alone: what it finds in a file that somebody wrote with these elements. */
  function echoesIn(elements: readonly Element[]) {
    const index = echoIndex(identifiersOf(exam()));
    const head = { transferSyntax: '1.2.840.10008.1.2.1', sopClass: CT, sopInstance: '1.2.3' };
    const bytes = writePart10(dataSetOf(elements), head);
    const read = readPart10(bytes);
    if (!read.ok) throw new Error(read.failure.code);
    return findEchoes(bytes, read.value.dataset, index);
  }

  test.each(written)('%s is found by the last gate, at every depth', (_, text, wide) => {
    const elements = hidden(text, wide);
    expect(echoesIn(elements)).not.toEqual([]);
    expect(echoesIn([element('52009229', 'SQ', [dataSetOf(elements)])])).not.toEqual([]);
  });

  test.each(written)('%s does not leave: the table goes, or the image is refused', async (_, text, wide) => {
    const elements = hidden(text, wide);
    for (const extra of [elements, [element('52009229', 'SQ', [dataSetOf(elements)])]]) {
      const code = await refusal(...extra);
      if (code !== null) expect(code).toBe('deidentify/echo');
      else {
        const { image } = await deidentified(exam(extra));
        expect(Buffer.from(image.dicom).toString(wide ? 'utf16le' : 'latin1')).not.toContain(text);
      }
    }
  });

  test('an id in a few numbers is found though it is short', async () => {
    const station = Uint8Array.from(Buffer.from('STNQX99\0'));
    expect(await refusal(element('00189073', 'FD', station))).toBe('deidentify/echo');
  });
});
