import { expect, test } from 'vitest';
import { readReference } from '../../../src/core/labels/reference.ts';
import { scorePredictionFile } from '../../../src/core/scoring/score.ts';
import { BY_ID, bytes } from '../../fixtures/scoring/definitions.ts';
import { malformedFiles, REFERENCE } from '../../fixtures/scoring/malformed-files.ts';

const liver = BY_ID.liver!;
const files = malformedFiles();

test('there are two hundred', () => expect(files).toHaveLength(200));

test.each(files)('$name', ({ bytes: file, errors }) => {
  const reference = readReference(bytes(REFERENCE), liver);
  if (!reference.ok) throw new Error(JSON.stringify(reference.failure));
  const report = scorePredictionFile(file, liver, reference.value, 'strict');
  const found = report.ok
    ? ['scored']
    : report.failure.map(({ code, details }) => {
        const place = details as { line?: number; column?: string };
        return JSON.stringify([code, place.line ?? null, place.column ?? null]);
      });
  expect(found.sort()).toEqual(errors.map((error) => JSON.stringify(error)).sort());
});
