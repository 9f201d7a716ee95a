import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { calibration } from '../../../src/core/scoring/calibration.ts';
import { confusions } from '../../../src/core/scoring/confusion.ts';
import { histogram } from '../../../src/core/scoring/histogram.ts';
import { measureMasks } from '../../../src/core/scoring/mask-measures.ts';
import {
  atSensitivity,
  atSpecificity,
  atThreshold,
  countsOf,
  wilson,
} from '../../../src/core/scoring/operating-point.ts';
import type { ChallengeDefinition } from '../../../src/core/definition/definition.ts';
import { millimetres } from '../../../src/core/measure.ts';
import { mulberry32 } from '../../fixtures/scoring/mulberry.ts';
import { near, probabilities } from '../../fixtures/scoring/probabilities.ts';

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
