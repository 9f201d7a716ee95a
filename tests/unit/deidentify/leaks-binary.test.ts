import { describe, expect, test } from 'vitest';
import { standardProfile } from '../../../src/core/deidentify/icc.ts';
import { deidentifyHeader } from '../../../src/core/deidentify/header.ts';
import type { Element } from '../../../src/core/dicom/dataset.ts';
import { dataSetOf, element, itemsOf, withElements } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { writePart10 } from '../../../src/core/dicom/write.ts';
import { iccProfile, type IccProfile } from '../../fixtures/icc.ts';
import { CT, deidentified, exam, keyOf } from '../../fixtures/exam.ts';

/**
 * Names inside binary values. "Garnier" stands in no name of the exam, so no search can find it; the
 * other names do.
 */

const NOBODY = 'Garnier';
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').toLowerCase();
const words = (values: readonly number[]) => new Uint8Array(Uint16Array.from(values).buffer);
const bytesOf = (each: Element | undefined) => (each?.value.kind === 'bytes' ? each.value.bytes : null);

const colour = [
  element('00280002', 'US', 3),
  element('00280004', 'CS', 'RGB'),
  element('00280006', 'US', 0),
  element('00280100', 'US', 8),
  element('00280101', 'US', 8),
  element('00280102', 'US', 7),
  element('7FE00010', 'OW', new Uint8Array(48)),
];
const coloured = (...extra: Element[]) => deidentified(exam([...colour, ...extra]));

describe('an ICC profile', () => {
  const profiles: readonly (readonly [string, IccProfile])[] = [
    ['a name in the description', { description: `sRGB of ${NOBODY}` }],
    ['a name in the copyright', { copyright: `Copyright Dr ${NOBODY}` }],
    ['a name in a private tag', { extra: `${NOBODY} Lucie` }],
    ['a name after the profile', { trailing: `${NOBODY} Lucie ` }],
    ['a name in the fields of makers', { makers: `${NOBODY}Lucie....` }],
    ['the patient', { description: 'Quézelbrand Héloïse' }],
    ['a short name', { copyright: 'Doe^J' }],
    ['the accession number', { copyright: 'ACC7745521' }],
    ['the patient’s number', { description: 'PID-004711-K' }],
    ['a physician', { extra: 'VANDERMOLEN PIET' }],
  ];

  test.each(profiles)('of sRGB with %s is replaced by our own', async (_, of) => {
    const source = iccProfile(of);
    const { image, dataset } = await coloured(element('00282000', 'OB', source));
    const written = bytesOf(dataset.elements.get('00282000'));
    expect(written).toEqual(standardProfile(iccProfile()));
    expect(text(image.dicom)).not.toContain(NOBODY.toLowerCase());
    for (const secret of Object.values(of))
      expect(text(image.dicom)).not.toContain(String(secret).toLowerCase());
    expect(image.deidentification.attributes).toContainEqual(
      expect.objectContaining({ path: '00282000', action: 'replaced' }),
    );
  });

  // The profile of a slide is in the optical path: imi-bigpicture/wsidicomizer, issues 66 and 95.
  test('in an optical path is replaced as well', async () => {
    const profile = iccProfile({ description: `sRGB ${NOBODY}` });
    const path = dataSetOf([element('00480106', 'SH', '1'), element('00282000', 'OB', profile)]);
    const { image, dataset } = await coloured(element('00480105', 'SQ', [path]));
    const [item] = itemsOf(dataset, '00480105');
    expect(bytesOf(item?.elements.get('00282000'))).toEqual(standardProfile(iccProfile()));
    expect(text(image.dicom)).not.toContain(NOBODY.toLowerCase());
  });

  test.each([
    [
      'Adobe RGB',
      [
        [0.6097, 0.3111, 0.0195],
        [0.2053, 0.6257, 0.0609],
        [0.1492, 0.0632, 0.7446],
      ],
      2.2,
    ],
    [
      'ROMM RGB',
      [
        [0.7977, 0.288, 0],
        [0.1352, 0.7119, 0],
        [0.0313, 0.0001, 0.8249],
      ],
      1.8,
    ],
  ])('of %s keeps its meaning', (_, colorants, gamma) => {
    const own = standardProfile(iccProfile({ description: NOBODY, colorants, gamma }));
    expect(own).not.toBeNull();
    expect(own).not.toEqual(standardProfile(iccProfile()));
    expect(own && standardProfile(own)).toEqual(own);
  });

  const unknown: readonly (readonly [string, Uint8Array])[] = [
    ['a scanner’s own colours', iccProfile({ description: `${NOBODY} ScanScope`, gamma: 1 })],
    [
      'other primaries',
      iccProfile({
        extra: NOBODY,
        colorants: [
          [0.5, 0.2, 0],
          [0.3, 0.7, 0.1],
          [0.1, 0.1, 0.7],
        ],
      }),
    ],
    ['a profile of grey', iccProfile({ copyright: NOBODY, space: 'GRAY' })],
    ['a text in the place of a profile', Buffer.from(`${NOBODY} Lucie `)],
    ['a profile that is cut off', iccProfile({ copyright: NOBODY }).subarray(0, 300)],
    [
      'a tag that points outside',
      iccProfile({ copyright: NOBODY }).map((byte, i) => (i === 140 ? 0xff : byte)),
    ],
  ];

  test.each(unknown)('%s goes, and the report says so', async (_, profile) => {
    const { image, dataset } = await coloured(element('00282000', 'OB', Uint8Array.from(profile)));
    expect(dataset.elements.has('00282000')).toBe(false);
    expect(text(image.dicom)).not.toContain(NOBODY.toLowerCase());
    expect(image.deidentification.attributes).toContainEqual(
      expect.objectContaining({ path: '00282000', action: 'removed', rule: { source: 'unlisted' } }),
    );
  });

  test('of a grey image goes', async () => {
    const { dataset } = await deidentified(exam([element('00282000', 'OB', iccProfile())]));
    expect(dataset.elements.has('00282000')).toBe(false);
  });

  test('in fragments goes', async () => {
    const fragments = [Uint8Array.from(Buffer.from(`${NOBODY}s`))];
    const profile = {
      tag: '00282000',
      vr: 'OB',
      value: { kind: 'fragments', offsetTable: new Uint8Array(), fragments },
    } as const;
    const { image, dataset } = await coloured(profile);
    expect(dataset.elements.has('00282000')).toBe(false);
    expect(text(image.dicom)).not.toContain(NOBODY.toLowerCase());
  });
});

describe('a look-up table', () => {
  const ramp = words(Array.from({ length: 256 }, (_, i) => i * 257));
  const named = (table: Uint8Array) => Uint8Array.from([...table, ...Buffer.from(`${NOBODY} Lucie `)]);
  const descriptor = (tag: string, bits = 16) => element(tag, 'US', [256, 0, bits]);

  const tables: readonly (readonly [string, readonly Element[], string, Uint8Array])[] = [
    ['a palette', [descriptor('00281101'), element('00281201', 'OW', named(ramp))], '00281201', ramp],
    [
      'an 8-bit palette',
      [descriptor('00281102', 8), element('00281202', 'OW', named(ramp.subarray(0, 256)))],
      '00281202',
      ramp.subarray(0, 256),
    ],
    ['an alpha palette', [descriptor('00281104'), element('00281204', 'OW', named(ramp))], '00281204', ramp],
    ['a LUT of words', [descriptor('00283002'), element('00283006', 'OW', named(ramp))], '00283006', ramp],
    ['a LUT of numbers', [descriptor('00283002'), element('00283006', 'US', named(ramp))], '00283006', ramp],
    [
      'a segmented palette',
      [descriptor('00281103'), element('00281223', 'OW', named(words([0, 1, 0, 1, 255, 65535])))],
      '00281223',
      words([0, 1, 0, 1, 255, 65535]),
    ],
    [
      'a segmented palette that repeats',
      [
        element('00281103', 'US', [8, 0, 16]),
        element('00281223', 'OW', named(words([0, 2, 5, 6, 1, 2, 9, 2, 2, 0, 0]))),
      ],
      '00281223',
      words([0, 2, 5, 6, 1, 2, 9, 2, 2, 0, 0]),
    ],
  ];

  test.each(tables)('%s loses what stands behind its entries', async (_, planted, tag, expected) => {
    for (const extra of [planted, [element('52009229', 'SQ', [dataSetOf(planted)])]]) {
      const { image, dataset } = await coloured(...extra);
      const [item] = itemsOf(dataset, '52009229');
      expect(bytesOf((item ?? dataset).elements.get(tag))).toEqual(Uint8Array.from(expected));
      expect(text(image.dicom)).not.toContain(NOBODY.toLowerCase());
      expect(image.deidentification.actions).toContainEqual(expect.objectContaining({ action: 'cleaned' }));
    }
  });

  const unreadable: readonly (readonly [string, readonly Element[], string])[] = [
    ['without a descriptor', [element('00281201', 'OW', named(ramp))], '00281201'],
    [
      'that is too short',
      [descriptor('00281201'.replace('12', '11')), element('00281201', 'OW', Buffer.from(`${NOBODY}s`))],
      '00281201',
    ],
    [
      'of segments that are none',
      [descriptor('00281103'), element('00281223', 'OW', Buffer.from(`${NOBODY}s`))],
      '00281223',
    ],
    ['of a retired kind', [element('00281211', 'OW', Buffer.from(`${NOBODY}s`))], '00281211'],
    ['of spectra', [element('56000020', 'OF', Buffer.from(`${NOBODY}s`))], '56000020'],
    ['of waves', [element('54001010', 'OW', Buffer.from(`${NOBODY}s`))], '54001010'],
  ];

  test.each(unreadable)('%s goes, at every depth', async (_, planted, tag) => {
    for (const extra of [planted, [element('52009229', 'SQ', [dataSetOf(planted)])]]) {
      const { image, dataset } = await coloured(...extra.map((each) => each));
      const [item] = itemsOf(dataset, '52009229');
      expect((item ?? dataset).elements.has(tag)).toBe(false);
      expect(text(image.dicom)).not.toContain(NOBODY.toLowerCase());
      const path = item ? `52009229[].${tag}` : tag;
      expect(image.deidentification.attributes).toContainEqual(
        expect.objectContaining({ path, action: 'removed' }),
      );
    }
  });

  const spelled = (table: Uint8Array) => {
    const copy = table.slice();
    copy.set(Buffer.from('GARNIER LUCIE, GRENOBLE'), 200);
    return copy;
  };
  test.each([
    ['a palette', [descriptor('00281101'), element('00281201', 'OW', spelled(ramp))], '00281201'],
    ['a LUT', [descriptor('00283002'), element('00283006', 'US', spelled(ramp))], '00283006'],
    ['floats', [element('00186024', 'FD', spelled(ramp))], '00186024'],
    ['a histogram', [element('00603020', 'UL', spelled(ramp))], '00603020'],
  ])('that spells a name goes: %s', async (_, planted, tag) => {
    const { image, dataset } = await coloured(...planted);
    expect(dataset.elements.has(tag)).toBe(false);
    expect(text(image.dicom)).not.toContain('garnier');
  });

  test.each([
    ['a ramp of words', words(Array.from({ length: 16384 }, (_, i) => i * 4))],
    ['a ramp of bytes', Uint8Array.from({ length: 512 }, (_, i) => i >> 1)],
    ['a wave of bytes', Uint8Array.from({ length: 512 }, (_, i) => 97 + Math.round(12 * Math.sin(i / 9)))],
    [
      'a wave of words',
      words(Array.from({ length: 256 }, (_, i) => 20000 + Math.round(9000 * Math.sin(i / 20)))),
    ],
    ['doubled bytes', words(Array.from({ length: 256 }, (_, i) => i * 257))],
  ])('of %s stays', async (_, table) => {
    const lut = [element('00283002', 'US', [table.length >> 1, 0, 16]), element('00283006', 'OW', table)];
    const { dataset } = await coloured(element('00283010', 'SQ', [dataSetOf(lut)]));
    const [item] = itemsOf(dataset, '00283010');
    expect(bytesOf(item?.elements.get('00283006'))).toEqual(table);
  });

  // A palette that is emptied makes a colour image unreadable: chop-dbhi/dicom-anon, issue 14.
  test('of a palette image is kept', async () => {
    const palettes = ['1', '2', '3'].flatMap((n) => [
      descriptor(`0028110${n}`),
      element(`0028120${n}`, 'OW', ramp),
    ]);
    const { dataset } = await deidentified(exam([element('00280004', 'CS', 'PALETTE COLOR'), ...palettes]));
    for (const { tag, value } of palettes) expect(dataset.elements.get(tag)?.value).toEqual(value);
  });
});

describe('a number that is none', () => {
  const numbers: readonly (readonly [string, Element])[] = [
    ['a body part as numbers', element('00180015', 'US', Buffer.from('GARNIER '))],
    ['a kernel as 32-bit numbers', element('00181210', 'UL', Buffer.from('GARNIER '))],
    ['a protocol as floats', element('00185020', 'FL', Buffer.from('GARNIER '))],
    ['a tag list that spells', element('00280009', 'AT', Buffer.from('GARNIER '))],
    ['a few numbers that spell', element('00280106', 'US', Buffer.from('GARNIER '))],
    ['a double that spells', element('00189073', 'FD', Buffer.from('GARNIER '))],
    ['bytes in the place of a code', element('00180015', 'OB', Buffer.from('GARNIER '))],
    ['words in the place of a number', element('00280106', 'OW', Buffer.from('GARNIER '))],
    ['a 64-bit number', element('00080415', 'UV', Buffer.from('GARNIER '))],
    ['a comment of a maker', element('0016002B', 'OB', Buffer.from('GARNIER '))],
  ];

  test.each(numbers)('%s goes', async (_, planted) => {
    const { image, dataset } = await deidentified(
      exam([{ ...planted, value: { kind: 'bytes', bytes: Uint8Array.from(bytesOf(planted) ?? []) } }]),
    );
    expect(dataset.elements.has(planted.tag)).toBe(false);
    expect(text(image.dicom)).not.toContain('garnier');
  });

  test('real numbers stay', async () => {
    const kept = [
      element('00280106', 'US', 16705),
      element('00189073', 'FD', 0.75),
      element('00281101', 'US', [256, 0, 16]),
      element('00280009', 'AT', ['00181063', '00181065']),
      element('00186018', 'UL', 0x4241),
    ];
    const { dataset } = await deidentified(exam(kept));
    for (const { tag, value } of kept) expect(dataset.elements.get(tag)?.value).toEqual(value);
  });
});

describe('an extended offset table', () => {
  const offsets = (...values: number[]) => new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer);
  const stream = Uint8Array.from([0xff, 0xd8, 0xff, 0xda, 0, 3, 1, 0x11, 0x22, 0x33, 0xff, 0xd9]);

  async function after(...extra: Element[]) {
    const value = { kind: 'fragments', offsetTable: new Uint8Array(), fragments: [stream] } as const;
    const source = withElements(exam(), {
      set: [
        element('00280100', 'US', 8),
        element('00280101', 'US', 8),
        { tag: '7FE00010', vr: 'OB', value },
        ...extra,
      ],
    });
    const head = { transferSyntax: '1.2.840.10008.1.2.4.50', sopClass: CT, sopInstance: '1.2.276.99.1' };
    const part10 = readPart10(writePart10(source, head));
    const facts = part10.ok ? factsOf(part10.value) : part10;
    if (!part10.ok || !facts.ok) throw new Error('the source is not readable');
    const result = await deidentifyHeader(part10.value, facts.value, { key: await keyOf(7), options: [] });
    if (!result.ok) throw new Error(result.failure.code);
    const read = readPart10(result.value.image.dicom);
    if (!read.ok) throw new Error(read.failure.code);
    return read.value.dataset.elements;
  }

  test('that is right stays', async () => {
    const elements = await after(
      element('7FE00001', 'OV', offsets(0)),
      element('7FE00002', 'OV', offsets(12)),
    );
    expect([elements.has('7FE00001'), elements.has('7FE00002')]).toEqual([true, true]);
  });

  test.each([
    ['the offsets', Uint8Array.from(Buffer.from('GARNIER ')), offsets(12)],
    ['the lengths', offsets(0), Uint8Array.from(Buffer.from('GARNIER '))],
    ['more offsets than frames', offsets(0, 12), offsets(12)],
  ])('goes with a text in %s', async (_, table, lengths) => {
    const elements = await after(element('7FE00001', 'OV', table), element('7FE00002', 'OV', lengths));
    expect([elements.has('7FE00001'), elements.has('7FE00002')]).toEqual([false, false]);
  });

  test('beside native pixels goes', async () => {
    const { dataset } = await deidentified(exam([element('7FE00001', 'OV', Buffer.from('GARNIER '))]));
    expect(dataset.elements.has('7FE00001')).toBe(false);
  });
});

test('binary values of safe private attributes go: nobody can parse them', async () => {
  const source = exam([
    element('01190010', 'LO', 'SIEMENS Ultrasound SC2000'),
    element('01191001', 'OB', Uint8Array.from(Buffer.from('GARNIER LUCIE '))),
    element('01191006', 'UL', 7),
  ]);
  const { image, dataset } = await deidentified(source, ['retain-safe-private']);
  expect(dataset.elements.has('01191001')).toBe(false);
  expect(dataset.elements.has('01191006')).toBe(true);
  expect(text(image.dicom)).not.toContain('garnier');
});
