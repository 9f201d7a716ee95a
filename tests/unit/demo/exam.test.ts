import { describe, expect, test } from 'vitest';
import { checkCriteria } from '../../../src/core/challenge/criteria.ts';
import { presetById } from '../../../src/core/challenge/presets.ts';
import { syntheticExam } from '../../../src/core/demo/exam.ts';
import { DEMO_CHALLENGES, type DemoChallenge } from '../../../src/core/demo/kinds.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import { textOf } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import type { Result } from '../../../src/core/result.ts';
import { seededRandom } from '../../../src/core/random.ts';

// Drawing takes a fifth of a second a slice, and the machine may have more to do.

function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

const exams = new Map<string, ReturnType<typeof read>>();

/** Exam 1 of a challenge, read back by the application's own reader. */
function exam(challenge: DemoChallenge) {
  const known = exams.get(challenge) ?? read(challenge);
  exams.set(challenge, known);
  return known;
}

function read(challenge: DemoChallenge) {
  const { files, images } = syntheticExam(challenge, 1, seededRandom('demo'));
  const parsed = files.map(({ path, bytes }) => {
    const part10 = valueOf(readPart10(bytes, path));
    return { path, bytes, part10, facts: valueOf(factsOf(part10, path)) };
  });
  return { files: parsed, images };
}

describe.each(DEMO_CHALLENGES)('a synthetic exam of %s', (challenge) => {
  test('meets every automatic criterion that asks for something', () => {
    const definition = presetById(challenge)!;
    const { files, images } = exam(challenge);
    expect(images).toHaveLength(definition.imagesPerExam);
    for (const image of images) {
      const { facts } = files.find(({ path }) => path === image.file)!;
      const outcomes = checkCriteria(definition, facts, {
        imagesChosenOfExam: images.length,
        textFlagOpen: false,
        sectorFound: true,
        frameChosen: true,
      });
      expect(outcomes.filter(({ outcome }) => outcome !== 'met' && outcome !== 'shown')).toEqual([]);
    }
  });

  test('has a click inside the image, or none where the challenge has none', () => {
    const { crop } = presetById(challenge)!.preprocessing;
    const { files, images } = exam(challenge);
    for (const { center, file, mask } of images) {
      const { columns, rows } = files.find(({ path }) => path === file)!.facts;
      expect(center !== null).toBe(crop === 'click');
      expect(mask !== null).toBe(crop === 'centroid');
      if (!center) continue;
      expect(center.every(Number.isInteger)).toBe(true);
      expect(center[0] >= 0 && center[0] < columns && center[1] >= 0 && center[1] < rows).toBe(true);
    }
  });

  test('shows something: pixels of many values, decoded by our reader', () => {
    for (const { part10, facts } of exam(challenge).files) {
      const { data } = valueOf(decodeNative(part10.dataset, facts, 0));
      expect(data.length).toBe(facts.columns * facts.rows);
      expect(new Set(data).size).toBeGreaterThan(100);
    }
  });

  test('names an invented person with accents wherever a header can', () => {
    const { dataset } = exam(challenge).files[0]!.part10;
    const name = textOf(dataset, '00100010')!;
    expect(name).toContain('^');
    expect(textOf(dataset, '00091001')).toContain(name);
    for (const tag of ['00100020', '00100030', '00080050', '00080080', '00080090']) {
      expect(textOf(dataset, tag)).toBeTruthy();
    }
  });
});

test.each(DEMO_CHALLENGES)('%s: the same seed draws the same bytes, another seed others', (challenge) => {
  const bytesOf = (seed: string) =>
    syntheticExam(challenge, 0, seededRandom(seed)).files.map(({ bytes }) => bytes);
  const [first, again, other] = [bytesOf('a'), bytesOf('a'), bytesOf('b')];
  expect(first.every((bytes, index) => Buffer.compare(bytes, again[index]!) === 0)).toBe(true);
  expect(Buffer.compare(first[0]!, other[0]!)).not.toBe(0);
});

describe('renal cortex', () => {
  test('the mask is binary, lies on the bright cortex and has the image’s grid', () => {
    const { files, images } = { ...exam('renal-cortex'), ...syntheticExamWithContrast() };
    const mask = images[0]!.mask!;
    const { part10, facts } = files[0]!;
    expect(mask.size).toEqual([facts.columns, facts.rows]);
    expect(mask.spacing).toEqual([facts.spacing!.x, facts.spacing!.y]);
    mask.orientation.forEach((cosine, at) => expect(cosine).toBeCloseTo(facts.orientation![at]!, 5));
    mask.origin.forEach((place, at) => expect(place).toBeCloseTo(facts.position![at]!, 5));
    expect(new Set(mask.data)).toEqual(new Set([0, 1]));
    const { data } = valueOf(decodeNative(part10.dataset, facts, 0));
    const inside = Array.from(data).filter((_, index) => mask.data[index] === 1);
    const mean = inside.reduce((sum, value) => sum + value, 0) / inside.length + facts.rescale.intercept;
    expect(mean).toBeGreaterThan(165);
    expect(mean).toBeLessThan(195);
    const area = inside.length * facts.spacing!.x ** 2;
    expect(area).toBeGreaterThan(2000);
    expect(area).toBeLessThan(6000);
  });

  test('exams with and without contrast alternate', () => {
    expect(exam('renal-cortex').files[0]!.facts.contrastAgent).toBe(false);
    expect(syntheticExamWithContrast().files[0]!.facts.contrastAgent).toBe(true);
  });
});

function syntheticExamWithContrast() {
  const { files, images } = syntheticExam('renal-cortex', 0, seededRandom('demo'));
  const part10 = valueOf(readPart10(files[0]!.bytes));
  return { files: [{ part10, facts: valueOf(factsOf(part10)) }], images };
}

test('the ultrasound region is the box of the echoes, and the name is burned in outside it', () => {
  const { part10, facts } = exam('liver').files[0]!;
  const [region] = facts.ultrasoundRegions;
  const { data } = valueOf(decodeNative(part10.dataset, facts, 0));
  const brightIn = (x0: number, y0: number, x1: number, y1: number) => {
    let count = 0;
    for (let y = y0; y <= y1; y++)
      for (let x = x0; x <= x1; x++) if (data[y * facts.columns + x]! > 0) count++;
    return count;
  };
  const { x0, y0, x1, y1 } = region!;
  const inside = brightIn(x0, y0, x1, y1);
  expect(inside).toBeGreaterThan(((x1 - x0) * (y1 - y0)) / 2);
  // The box ends where the echoes end, within a pixel.
  expect(brightIn(x0, y1 + 1, x1, y1 + 1)).toBe(0);
  expect(brightIn(x0, y1 - 1, x1, y1)).toBeGreaterThan(0);
  expect(brightIn(0, 0, 400, 40)).toBeGreaterThan(500);
  expect(facts.spacing).toMatchObject({ source: 'ultrasound-region', x: expect.closeTo(0.4752, 6) });
});
