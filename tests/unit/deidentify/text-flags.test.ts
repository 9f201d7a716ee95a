import { expect, test } from 'vitest';
import { element, textOf } from '../../../src/core/dicom/element.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { clearImage } from '../../../src/core/deidentify/clear.ts';
import {
  isBlackBy,
  isBlackIn,
  keptPixels,
  noWord,
  outlineOf,
  textFlags,
  wordOf,
  type TextWord,
} from '../../../src/core/deidentify/text-flags.ts';
import { detectText } from '../../../src/core/image/text-detector.ts';
import { presetById } from '../../../src/core/challenge/presets.ts';
import { openPoints } from '../../../src/core/challenge/open-points.ts';
import { checkCriteria } from '../../../src/core/challenge/criteria.ts';
import { press, stencilOf } from '../../fixtures/written-text.ts';
import { deidentified, exam, keyOf } from '../../fixtures/exam.ts';

const ACCEPTED = { at: '2026-11-23T10:00:00Z', by: 'radiologist' };
const COLUMNS = 240;
const ROWS = 60;

/** A picture with a name in it, as the bytes of each photometric interpretation. */
function namedPixels(): Float32Array {
  const data = new Float32Array(COLUMNS * ROWS).fill(20);
  const stencil = stencilOf('MARTIN JEAN', { face: 'sans', height: 14, smooth: false, turned: 0 });
  press({ columns: COLUMNS, rows: ROWS, data }, stencil, 40, 20, 220);
  return data;
}

const grey = Uint8Array.from(namedPixels());
const size = [element('00280010', 'US', ROWS), element('00280011', 'US', COLUMNS)];
const eight = [
  element('00280100', 'US', 8),
  element('00280101', 'US', 8),
  element('00280102', 'US', 7),
  element('00280103', 'US', 0),
];
const SOURCES = {
  grey: [...size, ...eight, element('7FE00010', 'OB', grey)],
  'RGB by plane': [
    ...size,
    ...eight,
    element('00280002', 'US', 3),
    element('00280004', 'CS', 'RGB'),
    element('00280006', 'US', 1),
    element('7FE00010', 'OB', Uint8Array.from([...grey, ...grey, ...grey.map((value) => 255 - value)])),
  ],
  'YBR full': [
    ...size,
    ...eight,
    element('00280002', 'US', 3),
    element('00280004', 'CS', 'YBR_FULL'),
    element('00280006', 'US', 0),
    element('7FE00010', 'OB', Uint8Array.from([...grey].flatMap((value) => [value, 128, 128]))),
  ],
  palette: [
    ...size,
    ...eight,
    element('00280004', 'CS', 'PALETTE COLOR'),
    ...['00281101', '00281102', '00281103'].map((tag) => element(tag, 'US', [256, 0, 8])),
    ...['00281201', '00281202', '00281203'].map((tag) =>
      element(
        tag,
        'OW',
        Uint8Array.from({ length: 256 }, (_, at) => at),
      ),
    ),
    element('7FE00010', 'OB', grey),
  ],
};

async function source(elements: readonly ReturnType<typeof element>[]) {
  const { image } = await deidentified(exam([...elements]));
  const part10 = readPart10(image.dicom);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const frame = decodeNative(part10.value.dataset, facts.value, 0);
  if (!frame.ok) throw new Error(frame.failure.code);
  const detected = detectText({ ...frame.value, size: [COLUMNS, ROWS] });
  const word = noWord(image.identity.sopUid, 0);
  const clear = async (text?: TextWord) =>
    clearImage(image, { frame: 0, mask: null, ...(text && { text }) }, ACCEPTED, frame.value, await keyOf(7));
  return { image, frame: frame.value, detected, word, clear };
}

test('a picture with a name in it is not cleared, whatever the caller says', async () => {
  const { detected, word, clear, image } = await source(SOURCES.grey);
  expect(detected).toHaveLength(1);
  const [box] = detected;
  const said = { box: box!, by: 'radiologist', at: ACCEPTED.at };
  for (const text of [
    undefined,
    word,
    // Of another frame, of another image, of a box that is not quite the detector's, and with a pixel left.
    { ...noWord(image.identity.sopUid, 1), dismissed: [said] },
    { ...noWord('2.25.1', 0), dismissed: [said] },
    { ...word, dismissed: [{ ...said, box: [box![0], box![1], box![2], box![3] + 1] as const }] },
    { ...word, blackouts: [outlineOf([box![0], box![1], box![2], box![3] - 1])] },
  ]) {
    const result = await clear(text);
    expect(!result.ok && result.failure).toMatchObject({
      code: 'deidentify/open-text-flag',
      details: { count: 1 },
    });
  }
});

test('nobody’s text is cleared with the name of who said so, its pixels untouched', async () => {
  const { detected, word, clear, frame } = await source(SOURCES.grey);
  const said = { box: detected[0]!, by: 'Dr A', at: '2026-11-23T09:00:00Z' };
  const result = await clear({ ...word, dismissed: [said] });
  if (!result.ok) throw new Error(result.failure.code);
  expect(result.value.clearing.text).toMatchObject({
    flags: [{ ...said, source: 'detector', answer: 'no-identity' }],
    blackouts: [],
    reading: null,
  });
  const written = readPart10(result.value.dicom);
  const back = written.ok && decodeNative(written.value.dataset, result.value.facts, 0);
  expect(back && back.ok && back.value.data).toEqual(frame.data);
});

test.each(Object.keys(SOURCES) as (keyof typeof SOURCES)[])(
  'black in %s: every pixel of the box is 0 in the file, every other as it was',
  async (name) => {
    const { detected, word, clear, frame } = await source(SOURCES[name]);
    const [x0, y0, x1, y1] = detected[0]!;
    const result = await clear({ ...word, blackouts: detected.map(outlineOf) });
    if (!result.ok) throw new Error(result.failure.code);
    const written = readPart10(result.value.dicom);
    if (!written.ok) throw new Error(written.failure.code);
    const back = decodeNative(written.value.dataset, result.value.facts, 0);
    if (!back.ok) throw new Error(back.failure.code);
    expect(back.value.components).toBe(frame.components);
    let inside = 0;
    back.value.data.forEach((value, at) => {
      const pixel = Math.floor(at / frame.components);
      const x = pixel % COLUMNS;
      const y = Math.floor(pixel / COLUMNS);
      const isBlack = x >= x0 && x < x1 && y >= y0 && y < y1;
      if (isBlack) inside++;
      if (value !== (isBlack ? 0 : frame.data[at])) throw new Error(`${x} ${y}: ${value}`);
    });
    expect(inside).toBe((x1 - x0) * (y1 - y0) * frame.components);
    expect(textOf(written.value.dataset, '00082111')).toContain('written text');
    expect(written.value.dataset.elements.has('00281201')).toBe(false);
    expect(result.value.clearing.text?.flags.map(({ answer }) => answer)).toEqual(
      detected.map(() => 'black'),
    );
  },
);

test('an identifier that was read is answered by black alone', () => {
  const box = [10, 10, 30, 20] as const;
  const word: TextWord = {
    ...noWord('1.2', 0),
    read: [{ box, attribute: 'PatientName' }],
    dismissed: [{ box, by: 'a', at: 'b' }],
  };
  const flags = (blackouts: TextWord['blackouts']) =>
    textFlags([box], word, (one) => isBlackBy(one, blackouts, null)).map(({ source, state }) => [
      source,
      state,
    ]);
  expect(flags([])).toEqual([
    ['ocr', 'open'],
    ['detector', 'no-identity'],
  ]);
  expect(flags([outlineOf(box)])).toEqual([
    ['ocr', 'black'],
    ['detector', 'black'],
  ]);
});

test('a box is black outside the sector, in one blackout or in several, by outlines as by pixels', () => {
  const box = [10, 4, 20, 12] as const;
  const left = outlineOf([0, 0, 15, 12]);
  const right = outlineOf([15, 0, 40, 12]);
  const sector = outlineOf([0, 0, 12, 40]);
  for (const [blackouts, around, expected] of [
    [[], null, false],
    [[left], null, false],
    [[left, right], null, true],
    [[], outlineOf([30, 0, 40, 40]), true],
    [[right], sector, false],
    [[left], sector, true],
  ] as const) {
    expect(isBlackBy(box, blackouts, around)).toBe(expected);
    const size = [40, 40] as const;
    const mask = around ? keptPixels(null, [around], size)! : null;
    const outside = mask && { size, data: mask.data.map((value) => 1 - value) };
    expect(isBlackIn(keptPixels(outside, blackouts, size), box)).toBe(expected);
  }
});

test('what was said of one frame says nothing of another', () => {
  const word = { ...noWord('1.2', 0), blackouts: [outlineOf([0, 0, 5, 5])] };
  expect(wordOf(word, '1.2', 0)).toBe(word);
  expect(wordOf(word, '1.2', 1)).toEqual(noWord('1.2', 1));
  expect(wordOf(undefined, '1.2', 0)).toEqual(noWord('1.2', 0));
});

test('likely text keeps an image open, and no override answers it', async () => {
  const definition = presetById('thyroid')!;
  const { facts } = (await deidentified(exam())).image;
  const point = (openTexts: number | null, overrides: Record<string, string> = {}) =>
    openPoints(
      definition,
      { center: [1, 1], hasMask: true, hasSector: true, openTexts, labels: {}, declared: [], overrides },
      checkCriteria(definition, facts, {
        imagesChosenOfExam: 1,
        textFlagOpen: openTexts === null ? null : openTexts > 0,
        sectorFound: true,
        frameChosen: true,
      }),
    ).filter(({ kind, ...rest }) => kind === 'text' || ('id' in rest && rest.id === 'no-open-text-flag'));
  expect(point(0)).toEqual([]);
  expect(point(2)).toEqual([{ kind: 'text', count: 2 }]);
  expect(point(2, { 'no-open-text-flag': 'table of rows', text: 'x' })).toEqual([{ kind: 'text', count: 2 }]);
  expect(point(null)).toEqual([{ kind: 'text', count: null }]);
});
