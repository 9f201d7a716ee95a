import { expect, test } from 'vitest';
import { argmax, confusions } from '../../../src/core/scoring/confusion.ts';
import type { ChallengeDefinition } from '../../../src/core/definition/definition.ts';
import { LIVER } from '../../fixtures/scoring/definitions.ts';

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
