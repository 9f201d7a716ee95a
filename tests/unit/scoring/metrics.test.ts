import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { calibration } from '../../../src/core/scoring/calibration.ts';
import { argmax, confusions } from '../../../src/core/scoring/confusion.ts';
import { precisionRecallPoints, rocPoints } from '../../../src/core/scoring/curve.ts';
import { histogram } from '../../../src/core/scoring/histogram.ts';
import { measureMasks } from '../../../src/core/scoring/mask-measures.ts';
import {
  atSensitivity,
  atSpecificity,
  atThreshold,
  countsOf,
  wilson,
  youden,
} from '../../../src/core/scoring/operating-point.ts';
import { placements } from '../../../src/core/scoring/placement.ts';
import { averagePrecision } from '../../../src/core/scoring/precision.ts';
import { auc } from '../../../src/core/scoring/auc.ts';
import type { ChallengeDefinition } from '../../../src/core/definition/definition.ts';
import { LIVER } from './definitions.ts';
import { mulberry32 } from './mulberry.ts';
import { millimetres, type Millimetres } from '../../../src/core/measure.ts';
import { lengths } from '../../fixtures/measure.ts';

interface Golden {
  readonly tool: string;
  readonly points: readonly (number | null)[][];
  readonly calibrations: readonly (readonly [number[], number[]])[];
  readonly histograms: readonly (readonly [number[], number[]])[];
  readonly wilson: readonly (readonly [number, number, number, number])[];
  readonly confusions: readonly number[][][];
  readonly masks: readonly (readonly [number, number, number, number, number, number])[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/metrics.json', import.meta.url), 'utf8'),
) as Golden;

function probabilities(seed: number): { truth: number[]; scores: number[] } {
  const random = mulberry32(seed + 40000);
  const n = 10 + Math.floor(random() * 120);
  const share = 0.1 + 0.8 * random();
  const truth = Array.from({ length: n }, () => (random() < share ? 1 : 0));
  truth[0] = 1;
  truth[1] = 0;
  let scores = Array.from({ length: n }, random);
  if (seed % 3 === 1) scores = scores.map((s) => Math.floor(s * 11) / 10);
  if (seed % 3 === 2) scores = scores.map((s) => s * s * s);
  return { truth, scores };
}

const near = (got: number | null | undefined, expected: number | null, tolerance = 1e-12): boolean =>
  expected === null || got === null || got === undefined
    ? (got ?? null) === expected
    : Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected));

describe(`metrics equal those of ${golden.tool}`, () => {
  test('sensitivity, specificity and predictive values at thresholds and targets, 300 cases', () => {
    golden.points.forEach((expected, seed) => {
      const { truth, scores } = probabilities(seed);
      const counts = countsOf(truth, scores);
      const point = atThreshold(counts, [0.5, 0.3, 0.8][Math.floor(seed / 3) % 3]!);
      const both = ({ sensitivity, specificity }: typeof point) => [sensitivity, specificity];
      const got = [
        point.sensitivity,
        point.specificity,
        point.ppv,
        point.npv,
        ...[0.5, 0.9, 0.95].flatMap((target) => both(atSpecificity(counts, target))),
        ...[0.5, 0.9, 0.95].flatMap((target) => both(atSensitivity(counts, target))),
      ];
      expect(
        got.map((value, at) => near(value, expected[at] ?? null)),
        `seed ${seed}: ${got.join()} ≠ ${expected.join()}`,
      ).not.toContain(false);
    });
  });

  test('calibration bins', () => {
    golden.calibrations.forEach(([observed, predicted], seed) => {
      const { truth, scores } = probabilities(seed);
      if (scores.some((score) => score > 1)) expect(calibration(truth, scores)).toBeNull();
      else {
        const bins = calibration(truth, scores)?.bins ?? [];
        expect(bins).toHaveLength(observed.length);
        bins.forEach((bin, at) => {
          expect(
            near(bin.observed, observed[at]!) && near(bin.predicted, predicted[at]!),
            `seed ${seed}`,
          ).toBe(true);
        });
      }
    });
  });

  test('histograms by class', () => {
    golden.histograms.forEach(([positives, negatives], seed) => {
      const { truth, scores } = probabilities(seed);
      const got = histogram(truth, scores);
      expect([got?.positives, got?.negatives], `seed ${seed}`).toEqual([positives, negatives]);
    });
  });

  test("Wilson's intervals", () => {
    for (const [part, whole, low, high] of golden.wilson) {
      const got = wilson(part, whole);
      expect(near(got?.lower, low) && near(got?.upper, high), `${part} of ${whole}`).toBe(true);
    }
  });

  test('confusion of categories, of equal columns the first', () => {
    golden.confusions.forEach((expected, seed) => {
      const random = mulberry32(seed + 50000);
      const k = 2 + Math.floor(random() * 6);
      const n = 20 + Math.floor(random() * 60);
      const truth = Array.from({ length: n }, () => Math.floor(random() * k));
      const scores = truth.map(() => Array.from({ length: k }, () => Math.floor(random() * 6) / 5));
      const names = Array.from({ length: k }, (_, at) => `type ${at}`);
      const definition = {
        labels: {
          reference: [{ name: 'Type', type: 'category', values: names }],
          prediction: names.map((name) => ({ name, type: 'number' })),
        },
      } as unknown as ChallengeDefinition;
      const [found] = confusions(
        definition,
        {
          rows: truth.map((t, at) => ({ id: String(at), line: at + 2, labels: { Type: names[t]! } })),
          repairs: [],
          warnings: [],
        },
        {
          ruleSet: 'strict',
          columns: new Map(names.map((name, at) => [name, Float64Array.from(scores, (row) => row[at]!)])),
          lines: new Uint32Array(n),
          touched: [],
          warnings: [],
          repairs: [],
        },
      );
      expect(found?.counts, `seed ${seed}`).toEqual(expected);
      const right = expected.reduce((sum, row, at) => sum + row[at]!, 0);
      expect(found?.accuracy).toBe(right / n);
    });
  });

  test('IoU, distances and volume of 500 masks, 2D and 3D, to 1e-9', () => {
    golden.masks.forEach((expected, seed) => {
      const random = mulberry32(seed);
      const size = Array.from({ length: seed % 2 ? 3 : 2 }, () => 6 + Math.floor(random() * 14));
      const spacing = size.map(() => millimetres(0.25 + Math.floor(random() * 12) / 4));
      const [reference, prediction] = [0, 1].map(() => {
        const centre = size.map((n) => random() * n);
        const radius = 2 + random() * 5;
        const data = Uint8Array.from({ length: size.reduce((a, b) => a * b) }, (_, at) => {
          let rest = at;
          const away = size.reduce((sum, n, axis) => {
            const place = rest % n;
            rest = Math.floor(rest / n);
            return sum + (place - centre[axis]!) ** 2;
          }, 0);
          return away < radius ** 2 ? 1 : 0;
        });
        for (let i = 0; i < data.length; i++) if (random() < 0.02) data[i] = data[i] ? 0 : 1;
        if (!data.includes(1)) data[0] = 1;
        return { size, spacing, data };
      });
      const got = measureMasks(reference!, prediction!);
      const values = [
        got?.iou,
        got?.hausdorff,
        got?.hausdorff95,
        got?.averageDistance,
        got?.volumeError,
        got?.referenceVolume,
      ];
      expect(
        values.map((value, at) => near(value, expected[at]!, 1e-9)),
        `seed ${seed}`,
      ).not.toContain(false);
    });
  });
});

describe('operating points', () => {
  const truth = [1, 1, 0, 1, 0, 0];
  const counts = countsOf(truth, [0.9, 0.8, 0.8, 0.4, 0.3, 0.1]);

  test('nobody is called positive above all scores, everybody at the lowest', () => {
    expect(atThreshold(counts, 1)).toMatchObject({ sensitivity: 0, specificity: 1, ppv: null, npv: 0.5 });
    expect(atThreshold(counts, 0.1)).toMatchObject({ sensitivity: 1, specificity: 0, npv: null });
  });

  test('a specificity that no score reaches leaves nobody positive', () => {
    const point = atSpecificity(countsOf([0, 1], [0.9, 0.1]), 1);
    expect(point).toMatchObject({ threshold: Infinity, sensitivity: 0, specificity: 1 });
  });

  test('the best sum, and of equals the highest threshold', () => {
    expect(youden(counts).threshold).toBe(0.4);
    expect(youden(countsOf([1, 0], [0.2, 0.8])).threshold).toBe(Infinity);
  });
});

test('the share of pairs that each case wins averages to the AUC over either class', () => {
  for (let seed = 0; seed < 60; seed++) {
    const { truth, scores } = probabilities(seed);
    const value = auc(truth, Float64Array.from(scores));
    const shares = placements(truth, scores);
    for (const side of [0, 1]) {
      const own = [...shares].filter((_, at) => truth[at] === side);
      const mean = own.reduce((sum, share) => sum + share, 0) / own.length;
      expect(near(mean, value.ok ? value.value.value : null), `seed ${seed}`).toBe(true);
    }
  }
  expect([...placements([1, 1], [0.1, 0.2])]).toEqual([NaN, NaN]);
});

describe('curves', () => {
  const area = (points: readonly (readonly [number, number])[]) =>
    points.reduce((sum, [x, y], at) => {
      const [before, height] = points[at - 1] ?? [x, y];
      return sum + ((x - before) * (y + height)) / 2;
    }, 0);

  test('the areas below are the AUC and the average precision', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { truth, scores } = probabilities(seed);
      const counts = countsOf(truth, scores);
      const value = auc(truth, Float64Array.from(scores));
      expect(near(area(rocPoints(counts)), value.ok ? value.value.value : null)).toBe(true);
      expect(near(area(precisionRecallPoints(counts)), averagePrecision(truth, scores))).toBe(true);
    }
  });

  test('a long curve is thinned, its ends kept, its area nearly so', () => {
    const random = mulberry32(5);
    const truth = Array.from({ length: 50_000 }, () => (random() < 0.4 ? 1 : 0));
    const scores = truth.map((one) => random() + 0.4 * one);
    const points = rocPoints(countsOf(truth, scores));
    expect(points.length).toBeLessThan(1300);
    expect([points[0], points.at(-1)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    const value = auc(truth, Float64Array.from(scores));
    expect(Math.abs(area(points) - ((value.ok ? value.value.value : null) ?? 0))).toBeLessThan(0.002);
  });

  test('one class alone has none', () => {
    expect(rocPoints(countsOf([1, 1], [0.1, 0.2]))).toEqual([]);
    expect(precisionRecallPoints(countsOf([0, 0], [0.1, 0.2]))).toEqual([]);
  });
});

test('histograms hold scores of any size, and one value alone', () => {
  expect(histogram([1, 0], [1e308, -1e308], 4)).toMatchObject({
    positives: [0, 0, 0, 1],
    negatives: [1, 0, 0, 0],
  });
  expect(histogram([1, 0], [7, 7], 2)).toMatchObject({ edges: [6.5, 7, 7.5], positives: [0, 1] });
  expect(histogram([], [])).toBeNull();
});

test('a score that is no probability has no calibration; one that is has its error', () => {
  expect(calibration([1, 0], [1.2, 0])).toBeNull();
  expect(calibration([], [])).toBeNull();
  expect(calibration([1, 0, 1, 1], [0.75, 0.75, 0.75, 0.75])?.expectedError).toBe(0);
  expect(calibration([0, 0], [1, 1])?.expectedError).toBe(1);
});

test('categories that no column predicts have no confusion table', () => {
  const definition = { labels: { ...LIVER.labels, prediction: [] } } as unknown as ChallengeDefinition;
  const none = { rows: [], repairs: [], warnings: [] };
  const predictions = {
    ruleSet: 'strict',
    columns: new Map<string, Float64Array>(),
    lines: new Uint32Array(),
    touched: [],
    warnings: [],
    repairs: [],
  } as const;
  expect(confusions(definition, none, predictions)).toEqual([]);
  expect(argmax([0.2, 0.7, 0.7])).toBe(1);
});

describe('mask measures', () => {
  const mask = (rows: readonly string[], spacing?: readonly Millimetres[]) => ({
    size: [rows[0]!.length, rows.length, 1],
    data: Uint8Array.from([...rows.join('')].map(Number)),
    ...(spacing && { spacing }),
  });

  test('two empty masks agree, one empty mask has no distance', () => {
    const empty = mask(['000', '000']);
    const full = mask(['010', '000']);
    expect(measureMasks(empty, empty)).toMatchObject({ iou: 1, hausdorff95: null, volumeError: 0 });
    expect(measureMasks(empty, full)).toMatchObject({ iou: 0, averageDistance: null, volumeError: null });
    expect(measureMasks(full, empty)).toMatchObject({ iou: 0, hausdorff: null, volumeError: -1 });
  });

  test('a plane image has a border that is a line, in mm where the spacing is known', () => {
    const block = ['00000', '01110', '01110', '01110', '00000'];
    const smaller = ['00000', '00000', '00100', '00000', '00000'];
    const got = measureMasks(mask(block, lengths(2, 2, 5)), mask(smaller, lengths(2, 2, 5)));
    // Eight border pixels of the block: four at 2 mm, four at 2√2 mm; back, the centre is 2 mm from the border.
    expect(got?.averageDistance).toBeCloseTo((4 * 2 + 4 * Math.SQRT2 * 2 + 2) / 9, 12);
    expect(got).toMatchObject({ unit: 'mm', referenceVolume: 36, predictionVolume: 4 });
    expect(measureMasks(mask(block), mask(smaller))).toMatchObject({ unit: 'pixels', hausdorff: Math.SQRT2 });
  });

  test('another shape is not measured', () => {
    expect(measureMasks(mask(['01']), mask(['010']))).toBeNull();
  });
});
