import { expect, test } from 'vitest';
import { calibration } from '../../../src/core/scoring/calibration.ts';

test('a score that is no probability has no calibration; one that is has its error', () => {
  expect(calibration([1, 0], [1.2, 0])).toBeNull();
  expect(calibration([], [])).toBeNull();
  expect(calibration([1, 0, 1, 1], [0.75, 0.75, 0.75, 0.75])?.expectedError).toBe(0);
  expect(calibration([0, 0], [1, 1])?.expectedError).toBe(1);
});
