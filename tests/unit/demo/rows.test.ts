import { describe, expect, test } from 'vitest';
import { presetById } from '../../../src/core/challenge/presets.ts';
import { DEMO_CHALLENGES } from '../../../src/core/demo/kinds.ts';
import { demoPredictedMask, demoPrediction } from '../../../src/core/demo/prediction.ts';
import { demoRows } from '../../../src/core/demo/rows.ts';
import { holds } from '../../../src/core/labels/condition.ts';
import { readImageRows } from '../../../src/core/labels/rows.ts';
import { seededRandom } from '../../../src/core/random.ts';

describe.each(DEMO_CHALLENGES)('rows of %s', (challenge) => {
  const definition = presetById(challenge)!;
  const batch = demoRows(challenge, 2, seededRandom('rows'), 1);
  const read = readImageRows(batch.rows, definition);

  test('are read without a fault, and name files and masks of the batch', () => {
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    expect(read.value.repairs).toEqual([]);
    expect(read.value.rows).toHaveLength(2 * definition.imagesPerExam);
    const paths = new Set(batch.files.map(({ path }) => path));
    for (const row of read.value.rows) {
      expect(paths).toContain(row.file);
      if (definition.preprocessing.crop === 'centroid') expect(batch.masks.has(row.mask!)).toBe(true);
    }
  });

  test('keep the label rules of the definition', () => {
    if (!read.ok) throw new Error('unread');
    for (const { labels } of read.value.rows) {
      for (const { when, then } of definition.labels.rules) {
        expect(!holds(when, labels) || holds(then, labels)).toBe(true);
      }
    }
  });
});

describe('a demo prediction', () => {
  const definition = presetById('meniscus')!;
  const reference = Array.from({ length: 400 }, (_, index) => ({
    id: `case-${index}`,
    labels: {
      'Corne anterieure': index % 2 === 0,
      'Corne posterieure': false,
      'Orientation anterieure': index % 2 === 0 ? 'Verticale' : null,
      'Orientation posterieure': null,
    },
  }));
  const table = (skill: number) => {
    const text = new TextDecoder().decode(demoPrediction(definition, reference, skill, seededRandom('p')));
    const [header, ...lines] = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    return { header: header!, lines };
  };
  const meanGap = (skill: number, column: string) => {
    const { header, lines } = table(skill);
    const at = header.indexOf(column);
    const mean = (odd: number) =>
      lines.filter((_, index) => index % 2 === odd).reduce((sum, line) => sum + Number(line[at]), 0) / 200;
    return mean(0) - mean(1);
  };

  test('has every column of the definition and a probability in each cell', () => {
    const { header, lines } = table(2);
    expect(header).toEqual(['id', ...definition.labels.prediction.map(({ name }) => name)]);
    expect(lines).toHaveLength(400);
    expect(lines.flatMap((line) => line.slice(1)).every((cell) => Number(cell) > 0 && Number(cell) < 1)).toBe(
      true,
    );
  });

  test('leans toward the truth by its skill', () => {
    expect(meanGap(2, 'Fissure')).toBeGreaterThan(0.2);
    expect(meanGap(4, 'Corne anterieure')).toBeGreaterThan(meanGap(1, 'Corne anterieure'));
    expect(Math.abs(meanGap(0, 'Fissure'))).toBeLessThan(0.06);
  });
});

test('a predicted mask overlaps its reference well, but not wholly', () => {
  const data = new Uint8Array(64 * 64);
  for (let y = 20; y < 44; y++) data.fill(1, y * 64 + 16, y * 64 + 50);
  const predicted = demoPredictedMask({ size: [64, 64], data }, seededRandom('m'));
  const count = (mask: Uint8Array) => mask.reduce((sum, value) => sum + value, 0);
  const both = count(data.map((value, index) => value * predicted[index]!));
  const dice = (2 * both) / (count(data) + count(predicted));
  expect(dice).toBeGreaterThan(0.85);
  expect(dice).toBeLessThan(1);
});
