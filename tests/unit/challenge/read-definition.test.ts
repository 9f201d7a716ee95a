import { describe, expect, test } from 'vitest';
import { presetById } from '../../../src/core/challenge/presets.ts';
import { readDefinition } from '../../../src/core/challenge/read-definition.ts';

type Json = Record<string, unknown>;
type Keys = readonly (string | number)[];

const REMOVED = Symbol('removed');

/** A copy of a preset with the values at some places changed. */
function broken(id: string, ...changes: readonly (readonly [at: Keys, value: unknown])[]): Json {
  const copy = JSON.parse(JSON.stringify(presetById(id))) as Json;
  for (const [at, value] of changes) {
    const parent = at.slice(0, -1).reduce<Json>((json, key) => json[key] as Json, copy);
    if (value === REMOVED) delete parent[at.at(-1)!];
    else parent[at.at(-1)!] = value;
  }
  return copy;
}

const errorsOf = (json: unknown) => {
  const read = readDefinition(json, 'mine.json');
  if (read.ok) return [];
  return read.failure.map((one) => {
    if (one.code !== 'challenge/invalid') throw new Error(one.code);
    expect(one.file).toBe('mine.json');
    return [one.details.path, one.details.reason];
  });
};

describe('one error each', () => {
  const criterion = (at: number, key: string) => ['criteria', 'automatic', at, key];
  const LIVER_TYPES = ['labels', 'reference', 3];
  test.each<[string, Keys, unknown, string, Json]>([
    // Shape.
    [
      'liver',
      ['format'],
      'other',
      'format',
      { code: 'not-one-of', allowed: ['"negatoscope-challenge"'], got: '"other"' },
    ],
    ['liver', ['formatVersion'], 2, 'formatVersion', { code: 'not-one-of', allowed: ['1'], got: '2' }],
    ['liver', ['formatVersion'], REMOVED, 'formatVersion', { code: 'missing' }],
    ['liver', ['id'], 'My Liver', 'id', { code: 'wrong-form', form: 'identifier' }],
    ['liver', ['id'], '../liver', 'id', { code: 'wrong-form', form: 'identifier' }],
    ['liver', ['version'], 'v1', 'version', { code: 'wrong-form', form: 'version' }],
    ['liver', ['version'], 1, 'version', { code: 'wrong-type', expected: 'text', got: 'number' }],
    ['liver', ['title', 'fr'], REMOVED, 'title.fr', { code: 'missing' }],
    ['liver', ['title', 'de'], 'Leber', 'title.de', { code: 'unknown-key' }],
    ['liver', ['title'], null, 'title', { code: 'wrong-type', expected: 'object', got: 'null' }],
    ['liver', ['question', 'en'], '  ', 'question.en', { code: 'blank' }],
    ['liver', ['modality'], 'us', 'modality', { code: 'wrong-form', form: 'modality' }],
    ['liver', ['imagesPerExam'], 0, 'imagesPerExam', { code: 'out-of-range', minimum: 1 }],
    ['liver', ['imagesPerExam'], 1.5, 'imagesPerExam', { code: 'not-whole' }],
    ['liver', ['colour'], 'red', 'colour', { code: 'unknown-key' }],
    ['liver', ['my note'], 'x', '["my note"]', { code: 'unknown-key' }],
    [
      'liver',
      ['criteria', 'declared'],
      {},
      'criteria.declared',
      { code: 'wrong-type', expected: 'list', got: 'object' },
    ],
    ['liver', criterion(0, 'kind'), REMOVED, 'criteria.automatic[0].kind', { code: 'missing' }],
    [
      'liver',
      ['criteria', 'automatic', 0],
      'CT',
      'criteria.automatic[0]',
      { code: 'wrong-type', expected: 'object', got: 'text' },
    ],
    [
      'thyroid',
      criterion(6, 'plane'),
      'oblique',
      'criteria.automatic[6].plane',
      { code: 'not-one-of', allowed: ['"axial"', '"coronal"', '"sagittal"'], got: '"oblique"' },
    ],
    [
      'thyroid',
      criterion(6, 'withinDegrees'),
      91,
      'criteria.automatic[6].withinDegrees',
      { code: 'out-of-range', maximum: 90 },
    ],
    [
      'thyroid',
      criterion(7, 'minimum'),
      '1',
      'criteria.automatic[7].minimum',
      { code: 'wrong-type', expected: 'number', got: 'text' },
    ],
    ['meniscus', criterion(7, 'anyOf'), [], 'criteria.automatic[7].anyOf', { code: 'blank' }],
    [
      'thyroid',
      ['preprocessing', 'pixelSize'],
      0,
      'preprocessing.pixelSize',
      { code: 'out-of-range', minimum: 0.01 },
    ],
    ['thyroid', ['preprocessing', 'imageSize'], [192], 'preprocessing.imageSize[1]', { code: 'missing' }],
    [
      'thyroid',
      ['preprocessing', 'imageSize'],
      [192, 192, 1],
      'preprocessing.imageSize',
      { code: 'wrong-length', expected: 2, got: 3 },
    ],
    [
      'thyroid',
      ['preprocessing', 'interpolation'],
      'cubic',
      'preprocessing.interpolation',
      { code: 'not-one-of', allowed: ['"linear"'], got: '"cubic"' },
    ],
    [
      'thyroid',
      ['preprocessing', 'paddingValue'],
      Infinity,
      'preprocessing.paddingValue',
      { code: 'out-of-range' },
    ],
    [
      'liver',
      ['score', 'ruleSet'],
      'jfr',
      'score.ruleSet',
      { code: 'not-one-of', allowed: ['"strict"', '"jfr-2018"'], got: '"jfr"' },
    ],
    ['liver', ['score', 'terms'], [], 'score.terms', { code: 'blank' }],
    ['liver', ['score', 'terms', 1, 'weight'], -0.3, 'score.terms[1].weight', { code: 'not-positive' }],
    [
      'liver',
      ['score', 'terms', 2, 'of', 0, 'weight'],
      1,
      'score.terms[2].of[0].weight',
      { code: 'unknown-key' },
    ],
    [
      'liver',
      ['score', 'terms', 1, 'truth'],
      { column: 'Malin' },
      'score.terms[1].truth',
      { code: 'not-a-condition', keys: ['equals', 'in', 'blank', 'anyOf', 'allOf', 'not'] },
    ],
    [
      'liver',
      ['score', 'terms', 1, 'truth'],
      'Malin',
      'score.terms[1].truth',
      { code: 'wrong-type', expected: 'object', got: 'text' },
    ],
    [
      'liver',
      ['score', 'terms', 1, 'truth', 'equals'],
      null,
      'score.terms[1].truth.equals',
      { code: 'wrong-type', expected: 'text', got: 'null' },
    ],
    [
      'liver',
      ['score', 'terms', 1, 'prediction'],
      {},
      'score.terms[1].prediction.column',
      { code: 'missing' },
    ],
    [
      'liver',
      ['labels', 'rules', 0, 'then', 'allOf', 1],
      { not: {} },
      'labels.rules[0].then.allOf[1].not',
      { code: 'not-a-condition', keys: ['equals', 'in', 'blank', 'anyOf', 'allOf', 'not'] },
    ],
    [
      'liver',
      ['labels', 'reference', 0, 'name'],
      ' Lesion',
      'labels.reference[0].name',
      { code: 'wrong-form', form: 'column-name' },
    ],
    ['liver', ['team', 'minimum', 'nurse'], 1, 'team.minimum.nurse', { code: 'unknown-key' }],
    ['liver', ['phases', 0, 'from'], '15 May 2018', 'phases[0].from', { code: 'wrong-form', form: 'date' }],
    ['liver', ['phases', 0, 'from'], '2018-02-30', 'phases[0].from', { code: 'wrong-form', form: 'date' }],
    ['liver', ['charter'], REMOVED, 'charter', { code: 'missing' }],
    // Sense.
    ['liver', ['split', 'ratios'], [60, 20, 19], 'split.ratios', { code: 'not-a-sum-of-100', sum: 99 }],
    [
      'liver',
      ['split', 'stratifyBy', 1],
      'Malign',
      'split.stratifyBy[1]',
      { code: 'unknown-column', column: 'Malign', table: 'reference' },
    ],
    [
      'liver',
      ['split', 'stratifyBy', 1],
      'Lesion',
      'split.stratifyBy[1]',
      { code: 'duplicate', value: 'Lesion' },
    ],
    [
      'liver',
      ['score', 'terms', 1, 'truth', 'column'],
      'Malign',
      'score.terms[1].truth.column',
      { code: 'unknown-column', column: 'Malign', table: 'reference' },
    ],
    [
      'liver',
      ['score', 'terms', 1, 'rows'],
      { column: 'Foie', blank: true },
      'score.terms[1].rows.column',
      { code: 'unknown-column', column: 'Foie', table: 'reference' },
    ],
    [
      'liver',
      ['score', 'terms', 2, 'of', 1, 'prediction', 'column'],
      'Benin',
      'score.terms[2].of[1].prediction.column',
      { code: 'unknown-column', column: 'Benin', table: 'prediction' },
    ],
    [
      'breast',
      ['score', 'terms', 3, 'prediction', 'sum', 2],
      'Cicatrice',
      'score.terms[3].prediction.sum[2]',
      { code: 'unknown-column', column: 'Cicatrice', table: 'prediction' },
    ],
    [
      'breast',
      ['score', 'terms', 3, 'prediction', 'sum', 2],
      'PASH',
      'score.terms[3].prediction.sum[7]',
      { code: 'duplicate', value: 'PASH' },
    ],
    [
      'breast',
      ['score', 'terms', 3, 'truth', 'in', 2],
      'Cicatrice',
      'score.terms[3].truth.in[2]',
      { code: 'unknown-value', column: 'Type de lesion', value: 'Cicatrice' },
    ],
    [
      'liver',
      ['score', 'terms', 1, 'truth', 'equals'],
      'oui',
      'score.terms[1].truth.column',
      { code: 'wrong-column-type', column: 'Malin', expected: 'category', got: 'boolean' },
    ],
    [
      'liver',
      ['labels', 'rules', 2, 'when', 'in', 0],
      'Abces',
      'labels.rules[2].when.in[0]',
      { code: 'unknown-value', column: 'Type de lesion', value: 'Abces' },
    ],
    [
      'liver',
      ['labels', 'fields', 3, 'options', 0, 'value'],
      'Abces',
      'labels.fields[3].options[0].value',
      { code: 'unknown-value', column: 'Type de lesion', value: 'Abces' },
    ],
    [
      'liver',
      ['labels', 'fields', 3, 'optional'],
      true,
      'labels.fields[3].optional',
      { code: 'excluded-by', path: 'labels.reference[3]' },
    ],
    [
      'liver',
      ['labels', 'fields', 0, 'id'],
      'type',
      'labels.fields[3].id',
      { code: 'duplicate', value: 'type' },
    ],
    [
      'liver',
      [...LIVER_TYPES, 'values', 6],
      'kysté',
      'labels.reference[3].values[6]',
      { code: 'duplicate', value: 'kysté' },
    ],
    [
      'thyroid',
      ['labels', 'prediction', 0, 'type'],
      'boolean',
      'score.terms[0].prediction.column',
      { code: 'wrong-column-type', column: 'anormale', expected: 'number', got: 'boolean' },
    ],
    [
      'liver',
      ['labels', 'reference', 0, 'values'],
      ['a'],
      'labels.reference[0].values',
      { code: 'unknown-key' },
    ],
    ['liver', [...LIVER_TYPES, 'values'], REMOVED, 'labels.reference[3].values', { code: 'missing' }],
    [
      'liver',
      ['labels', 'reference', 4],
      { name: 'Taille', type: 'number' },
      'labels.reference[4]',
      { code: 'column-without-field', column: 'Taille' },
    ],
    [
      'liver',
      ['labels', 'prediction', 8],
      { name: 'ID', type: 'number' },
      'labels.prediction[8].name',
      { code: 'duplicate', value: 'ID' },
    ],
    [
      'liver',
      ['score', 'terms', 1, 'name'],
      'Lesion',
      'score.terms[1].name',
      { code: 'duplicate', value: 'Lesion' },
    ],
    [
      'liver',
      criterion(1, 'id'),
      'modality',
      'criteria.automatic[1].id',
      { code: 'duplicate', value: 'modality' },
    ],
    [
      'liver',
      ['criteria', 'declared', 0, 'id'],
      'modality',
      'criteria.declared[0].id',
      { code: 'duplicate', value: 'modality' },
    ],
    ['thyroid', criterion(7, 'minimum'), REMOVED, 'criteria.automatic[7].minimum', { code: 'missing' }],
    [
      'thyroid',
      criterion(7, 'maximum'),
      0.5,
      'criteria.automatic[7].maximum',
      { code: 'out-of-range', minimum: 1 },
    ],
    [
      'thyroid',
      ['preprocessing', 'imageSize'],
      null,
      'preprocessing.imageSize',
      { code: 'required-by', path: 'preprocessing.crop' },
    ],
    [
      'thyroid',
      ['preprocessing', 'pixelSize'],
      null,
      'preprocessing.pixelSize',
      { code: 'required-by', path: 'preprocessing.crop' },
    ],
    [
      'liver',
      ['preprocessing', 'imageSize'],
      [640, 480],
      'preprocessing.imageSize',
      { code: 'excluded-by', path: 'preprocessing.crop' },
    ],
    [
      'liver',
      ['preprocessing', 'pixelSize'],
      0.5,
      'preprocessing.pixelSize',
      { code: 'excluded-by', path: 'preprocessing.crop' },
    ],
    [
      'thyroid',
      ['preprocessing', 'crop'],
      'centroid',
      'labels.fields',
      { code: 'required-by', path: 'preprocessing.crop' },
    ],
    [
      'thyroid',
      ['score', 'terms', 1],
      { kind: 'dice', name: 'Dice', weight: 1 },
      'labels.fields',
      { code: 'required-by', path: 'score.terms[1]' },
    ],
    [
      'thyroid',
      ['labels', 'fields', 1],
      { id: 'mask', kind: 'mask', name: { en: 'Mask', fr: 'Masque' } },
      'score.terms',
      { code: 'required-by', path: 'labels.fields' },
    ],
    [
      'renal-cortex',
      ['labels', 'fields', 1],
      { id: 'mask-2', kind: 'mask', name: { en: 'Mask', fr: 'Masque' } },
      'labels.fields[1].kind',
      { code: 'duplicate', value: 'mask' },
    ],
    ['liver', ['phases', 1, 'id'], 'collection', 'phases[1].id', { code: 'duplicate', value: 'collection' }],
    ['liver', ['phases', 0, 'to'], '2018-05-14', 'phases[0].to', { code: 'ends-before-start' }],
  ])('%s with %j = %j is refused at %s', (id, at, value, path, reason) => {
    expect(errorsOf(broken(id, [at, value]))).toEqual([[path, reason]]);
  });
});

describe('all errors at once', () => {
  test('every unknown key of one object is told', () => {
    const json = broken('liver', [['note'], 1], [['colour'], 2]);
    expect(errorsOf(json)).toEqual([
      ['note', { code: 'unknown-key' }],
      ['colour', { code: 'unknown-key' }],
    ]);
  });

  test('errors of shape in one part do not hide errors of sense in another', () => {
    const json = broken(
      'liver',
      [['title'], 7],
      [
        ['split', 'ratios'],
        [50, 20, 20],
      ],
      [['phases', 0, 'to'], '2018-01-01'],
    );
    expect(errorsOf(json).map(([path]) => path)).toEqual(['title', 'split.ratios', 'phases[0].to']);
  });

  test('a column renamed in the reference alone is missed wherever it is read', () => {
    const paths = errorsOf(broken('thyroid', [['labels', 'reference', 0, 'name'], 'abnormal'])).map(
      ([path]) => path,
    );
    expect(paths).toEqual([
      'labels.fields[0].column',
      'labels.reference[0]',
      'score.terms[0].truth.column',
      'split.stratifyBy[0]',
    ]);
  });

  test('an empty object misses every part', () => {
    const errors = errorsOf({});
    expect(errors).toHaveLength(19);
    expect(errors.every(([, reason]) => (reason as Json).code === 'missing')).toBe(true);
  });
});

describe('no definition at all', () => {
  test.each(['', '{', '{"id": }', 'id: liver', "{'id': 1}"])('%j is not JSON', (text) => {
    expect(readDefinition(text, 'mine.json')).toEqual({
      ok: false,
      failure: [
        {
          code: 'challenge/not-json',
          details: { position: expect.toBeOneOf([expect.any(Number), null]) },
          file: 'mine.json',
        },
      ],
    });
  });

  test('the place of a syntax error is told where the engine tells it', () => {
    const read = readDefinition('{"id": "a" "b"}');
    expect(read).toMatchObject({ failure: [{ details: { position: 11 } }] });
  });

  test.each([
    ['null', 'null'],
    ['3', 'number'],
    ['"liver"', 'text'],
  ])('%s is no object', (json, got) => {
    expect(errorsOf(json)).toEqual([['', { code: 'wrong-type', expected: 'object', got }]]);
  });

  test('a document nested without end is refused before anything recurses into it', () => {
    const levels = 100_000;
    const json = `${'{"not":'.repeat(levels)}{}${'}'.repeat(levels)}`;
    expect(errorsOf(json)).toEqual([['', { code: 'too-deep', maximum: 40 }]]);
  });
});

test('keys of the object prototype are not smuggled into the definition', () => {
  const json = JSON.stringify(presetById('liver')).replace('{', '{"__proto__": {"polluted": true},');
  const read = readDefinition(json);
  expect(read.ok && Object.hasOwn(read.value, '__proto__')).toBe(false);
  expect('polluted' in {}).toBe(false);
});

test('does not change its argument', () => {
  const json = broken('breast');
  const before = JSON.stringify(json);
  readDefinition(json);
  expect(JSON.stringify(json)).toBe(before);
});
