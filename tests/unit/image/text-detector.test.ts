import { writeText } from '../../../src/core/demo/font.ts';
import { numberOf } from '../../../src/core/dicom/element.ts';
import { describe, expect, test } from 'vitest';
import { syntheticExam } from '../../../src/core/demo/exam.ts';
import { DEMO_CHALLENGES } from '../../../src/core/demo/kinds.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { detectText, type TextBox } from '../../../src/core/image/text-detector.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { press, stencilOf, TYPEFACES, type Lettering } from '../../fixtures/written-text.ts';

const TEXTS = ['DURAND MARIE 12.03.1954', 'ID 5048213', 'Hopital Nord 2018-10-12', 'Dr Lefevre', 'MARTIN'];
const HEIGHTS = [7, 9, 12, 16, 24, 40];

interface Picture {
  readonly size: readonly [number, number];
  readonly components: 1;
  readonly data: Float32Array;
  /** Values that one in two hundred pixels lie under and over. */
  readonly low: number;
  readonly high: number;
}

/** Slices of drawn anatomy without text, of every challenge that burns none in. */
const anatomy: readonly Picture[] = DEMO_CHALLENGES.filter((challenge) => challenge !== 'liver').flatMap(
  (challenge) => [slice(challenge, 0)],
);

function slice(challenge: (typeof DEMO_CHALLENGES)[number], index: number): Picture {
  const [file] = syntheticExam(challenge, index, seededRandom(`text ${challenge} ${index}`)).files;
  const part10 = readPart10(file!.bytes);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const frame = decodeNative(part10.value.dataset, facts.value, 0);
  if (!frame.ok) throw new Error(frame.failure.code);
  const { columns, rows, data } = frame.value;
  const sorted = Float32Array.from(data).sort();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!;
  return {
    size: [columns, rows],
    components: 1,
    data: Float32Array.from(data),
    low: at(0.005),
    high: at(0.995),
  };
}

/** A copy with a text at a place where it can be told from what is there, or null. */
function written(
  ground: Picture,
  text: string,
  lettering: Lettering,
  contrast: number,
  random: () => number,
) {
  const [columns, rows] = ground.size;
  const stencil = stencilOf(text, lettering);
  if (stencil.columns >= columns || stencil.rows >= rows) return null;
  const { low, high } = ground;
  const x = Math.floor(random() * (columns - stencil.columns));
  const y = Math.floor(random() * (rows - stencil.rows));
  let sum = 0;
  let squares = 0;
  for (let v = y; v < y + stencil.rows; v++) {
    for (let u = x; u < x + stencil.columns; u++) {
      const value = ground.data[v * columns + u]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = stencil.rows * stencil.columns;
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const isLight = high - mean >= mean - low;
  const value = contrast === 1 ? (isLight ? high : low) : mean + (isLight ? 1 : -1) * contrast * (high - low);
  // Nobody could read it.
  if (Math.abs(value - mean) < 4 * deviation) return null;
  const data = ground.data.slice();
  press({ columns, rows, data }, stencil, x, y, value);
  const box: TextBox = [x, y, x + stencil.columns, y + stencil.rows];
  return { picture: { ...ground, data }, box };
}

/** Share of a text's own box that the found boxes cover. */
function covered(found: readonly TextBox[], [x0, y0, x1, y1]: TextBox): number {
  let inside = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      if (found.some((box) => x >= box[0] && x < box[2] && y >= box[1] && y < box[3])) inside++;
    }
  }
  return inside / ((x1 - x0) * (y1 - y0));
}

describe('text in drawn anatomy', () => {
  test.each(DEMO_CHALLENGES.filter((challenge) => challenge !== 'liver'))('none in %s', (challenge) => {
    for (const index of [0, 1, 2]) expect(detectText(slice(challenge, index))).toEqual([]);
  });

  test('the banner, settings and scales of an ultrasound screen, each line of it', () => {
    const boxes = detectText(slice('liver', 0));
    // Name and number in the banner; a settings line; mechanical index.
    const lines: readonly TextBox[] = [
      [12, 6, 200, 20],
      [12, 24, 200, 38],
      [12, 123, 30, 130],
      [690, 44, 770, 51],
    ];
    for (const line of lines) expect(covered(boxes, line)).toBeGreaterThan(0.9);
  });

  test('97 in 100 of the texts at least, and nine in ten of any typeface, height, contrast or direction', () => {
    const random = seededRandom('texts over anatomy');
    const tally = new Map<string, { found: number; of: number }>();
    const count = (name: string, isFound: boolean) => {
      const { found, of } = tally.get(name) ?? { found: 0, of: 0 };
      tally.set(name, { found: found + (isFound ? 1 : 0), of: of + 1 });
    };
    for (const [n, ground] of anatomy.entries()) {
      for (const face of TYPEFACES) {
        for (const height of HEIGHTS) {
          const contrast = [0.15, 0.25, 0.5, 1][(n + HEIGHTS.indexOf(height)) % 4]!;
          const turned = (n + height) % 5 === 0 ? 1 : 0;
          const lettering: Lettering = { face, height, smooth: height < 12 || n % 2 === 0, turned };
          let made = null;
          for (let attempt = 0; attempt < 60 && !made; attempt++) {
            made = written(
              ground,
              TEXTS[(n + height + attempt) % TEXTS.length]!,
              lettering,
              contrast,
              random,
            );
          }
          if (!made) continue;
          const isFound = covered(detectText(made.picture), made.box) >= 0.5;
          for (const name of [
            'all',
            `typeface ${face}`,
            `height ${height}`,
            `contrast ${contrast}`,
            turned ? 'turned' : 'level',
          ])
            count(name, isFound);
        }
      }
    }
    console.table(
      Object.fromEntries(
        [...tally]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, { found, of }]) => [name, { found, of, recall: Number((found / of).toFixed(3)) }]),
      ),
    );
    const share = (name: string) => tally.get(name)!.found / tally.get(name)!.of;
    expect(share('all')).toBeGreaterThanOrEqual(0.97);
    for (const name of tally.keys()) expect(share(name), name).toBeGreaterThanOrEqual(0.9);
  }, 300_000);
});

/** A flat ground with a text in it. */
function plain(
  ground: number,
  ink: number,
  Type: typeof Uint8Array | typeof Int16Array | typeof Float32Array,
) {
  const data = new Float32Array(300 * 80).fill(ground);
  const stencil = stencilOf('MARTIN 1954', { face: 'sans', height: 14, smooth: true, turned: 0 });
  press({ columns: 300, rows: 80, data }, stencil, 40, 30, ink);
  return { size: [300, 80] as const, components: 1 as const, data: Type.from(data) };
}

test.each([
  ['8 bits, light on dark', plain(10, 200, Uint8Array)],
  ['8 bits, dark on light', plain(240, 30, Uint8Array)],
  ['16 bits with sign', plain(-900, 3000, Int16Array)],
  ['floating point', plain(0.1, 0.9, Float32Array)],
])('text of %s', (_, picture) => {
  const [box, ...others] = detectText(picture);
  expect(others).toEqual([]);
  expect(covered([box!], [42, 34, 140, 48])).toBe(1);
});

test('colour that differs in saturation alone', () => {
  const grey = plain(0, 1, Float32Array).data;
  // Grey and yellow of the same lightness.
  const data = Uint8Array.from({ length: grey.length * 3 }, (_, at) => {
    const share = grey[Math.floor(at / 3)]!;
    return Math.round(150 + share * [25, 13, -134][at % 3]!);
  });
  expect(detectText({ size: [300, 80], components: 3, data })).toHaveLength(1);
});

test.each([
  ['an empty picture', 64, () => 0],
  ['a single pixel', 1, () => 9],
  ['noise', 256, seededRandom('noise')],
])('nothing in %s', (_, side, value) => {
  const data = Float32Array.from({ length: side * side }, value);
  expect(detectText({ size: [side, side], components: 1, data })).toEqual([]);
});

test('the source is left as it is, and the same pixels give the same boxes', () => {
  const picture = plain(10, 200, Uint8Array);
  const before = picture.data.slice();
  expect(detectText(picture)).toEqual(detectText(picture));
  expect(picture.data).toEqual(before);
});

test.each([0, 1, 2, 3, 4, 5])(
  'a name that runs from air onto anatomy is covered to its last letter (exam %i)',
  (index) => {
    const exam = syntheticExam('renal-cortex', index, seededRandom(`corner ${index}`));
    const part10 = readPart10(exam.files[0]!.bytes);
    if (!part10.ok) throw new Error(part10.failure.code);
    const pixels = part10.value.dataset.elements.get('7FE00010')?.value;
    if (pixels?.kind !== 'bytes') throw new Error('no pixels');
    const [columns, rows] = [
      numberOf(part10.value.dataset, '00280011')!,
      numberOf(part10.value.dataset, '00280010')!,
    ];
    const plain = Float32Array.from(new Int16Array(pixels.bytes.slice().buffer));
    const data = plain.slice();
    const value = plain.reduce((most, one) => Math.max(most, one), 0);
    ['QUERTZIN', 'ELEONORE', 'PID48213K'].forEach((word, line) =>
      writeText({ columns, rows, data }, word, { column: 6, row: 6 + 24 * line, scale: 2, value }),
    );
    const boxes = detectText({ size: [columns, rows], components: 1, data });
    const left = data.filter((one, at) => {
      const [x, y] = [at % columns, Math.floor(at / columns)];
      return one !== plain[at] && !boxes.some(([x0, y0, x1, y1]) => x >= x0 && x < x1 && y >= y0 && y < y1);
    });
    expect(left).toHaveLength(0);
  },
);
