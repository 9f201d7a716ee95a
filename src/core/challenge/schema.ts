import * as v from 'valibot';
import { PROFILE_OPTIONS } from '../definition/profile-options.ts';
import { millimetres, pixels } from '../measure.ts';
import type { ChallengeDefinition, Condition, Prediction } from '../definition/definition.ts';
import type { TextForm } from './failures.ts';
import { CONDITION_KEYS } from './fault.ts';

/**
 * An object without unknown keys. Valibot's own `strictObject` reports only the first unknown key;
 * this form reports each of them. It has the type of `strictObject`, because its `rest` can hold
 * nothing.
 */
const strict = <const E extends v.ObjectEntries>(entries: E) =>
  v.objectWithRest(entries, v.never()) as unknown as v.StrictObjectSchema<E, undefined>;

const form = (pattern: RegExp, name: TextForm) => v.pipe(v.string(), v.regex(pattern, name));
const words = v.pipe(v.string(), v.regex(/\S/, 'blank'));
const text = strict({ en: words, fr: words });
const identifier = form(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'identifier');
/** Trimmed, on one line: the name is used in a CSV header. */
const columnName = form(/^\S([^\r\n]*\S)?$/, 'column-name');
const date = v.pipe(v.string(), v.check(isRealDate, 'date'));
const number = v.pipe(v.number(), v.finite());
const between = (minimum: number, maximum: number) =>
  v.pipe(v.number(), v.minValue(minimum), v.maxValue(maximum));
const wholeBetween = (minimum: number, maximum: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const inMillimetres = v.transform(millimetres);
const inPixels = v.transform(pixels);
const someOf = <const S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.minLength(1));

const named = { id: identifier, title: text };
const limits = { minimum: v.optional(positive), maximum: v.optional(positive) };
const thickness = v.optional(v.pipe(positive, inMillimetres));
const thicknesses = { minimum: thickness, maximum: thickness };

const automaticCriterion = v.variant('kind', [
  strict({ ...named, kind: v.literal('modality') }),
  strict({ ...named, kind: v.literal('images-per-exam') }),
  strict({
    ...named,
    kind: v.literal('plane'),
    plane: v.picklist(['axial', 'coronal', 'sagittal']),
    withinDegrees: between(0, 90),
  }),
  strict({ ...named, kind: v.literal('slice-thickness'), ...thicknesses }),
  strict({
    ...named,
    kind: v.literal('field-strength'),
    anyOf: someOf(positive),
    tolerance: between(0, 10),
  }),
  strict({ ...named, kind: v.literal('echo-time'), ...limits }),
  strict({
    ...named,
    kind: v.literal('repetition-time'),
    above: v.optional(positive),
    maximum: v.optional(positive),
  }),
  strict({ ...named, kind: v.literal('fat-saturation') }),
  strict({ ...named, kind: v.literal('contrast-or-dynamic') }),
  strict({ ...named, kind: v.literal('pixel-spacing') }),
  strict({ ...named, kind: v.literal('minimum-size'), pixels: v.pipe(wholeBetween(1, 65535), inPixels) }),
  strict({ ...named, kind: v.literal('not-secondary-capture') }),
  strict({ ...named, kind: v.literal('no-open-text-flag') }),
  strict({ ...named, kind: v.literal('single-frame-chosen') }),
  strict({ ...named, kind: v.literal('sector-found') }),
  strict({
    ...named,
    kind: v.literal('shown'),
    attribute: v.picklist(['contrast', 'laterality']),
  }),
]);

const side = v.pipe(wholeBetween(1, 8192), inPixels);

const preprocessing = strict({
  pixelSize: v.nullable(v.pipe(between(0.01, 100), inMillimetres)),
  imageSize: v.nullable(v.strictTuple([side, side])),
  crop: v.picklist(['click', 'centroid', 'none']),
  mask: v.picklist(['sector', 'none']),
  interpolation: v.literal('linear'),
  paddingValue: number,
});

const column = strict({
  name: columnName,
  type: v.picklist(['boolean', 'category', 'number']),
  values: v.optional(someOf(words)),
  optional: v.optional(v.boolean()),
});

const labelValue = v.lazy<v.GenericSchema<string | boolean>>((input) =>
  typeof input === 'boolean' ? v.boolean() : words,
);

/**
 * Conditions have no common discriminating key. The key that is present selects the form, so that
 * the errors are about that form.
 */
const conditionForms = {
  equals: strict({ column: columnName, equals: labelValue }),
  in: strict({ column: columnName, in: someOf(words) }),
  blank: strict({ column: columnName, blank: v.boolean() }),
  anyOf: strict({ anyOf: someOf(v.lazy(conditionFor)) }),
  allOf: strict({ allOf: someOf(v.lazy(conditionFor)) }),
  not: strict({ not: v.lazy(conditionFor) }),
};
type ConditionForm = (typeof conditionForms)[keyof typeof conditionForms];

const noCondition = v.custom<Condition>(() => false, 'condition');

function conditionFor(input: unknown): v.GenericSchema<Condition> {
  const found = isObject(input) ? CONDITION_KEYS.find((key) => Object.hasOwn(input, key)) : undefined;
  return found === undefined ? noCondition : conditionForms[found];
}
const condition = v.lazy(conditionFor);

const predictionColumn = strict({ column: columnName });
const predictionSum = strict({ sum: someOf(columnName) });
const prediction = v.lazy<v.GenericSchema<Prediction>>((input) =>
  isObject(input) && Object.hasOwn(input, 'sum') ? predictionSum : predictionColumn,
);

const labels = strict({
  fields: someOf(
    v.variant('kind', [
      strict({ id: identifier, name: text, kind: v.literal('boolean'), column: columnName }),
      strict({
        id: identifier,
        name: text,
        kind: v.literal('category'),
        column: columnName,
        options: someOf(strict({ value: words, name: text })),
        optional: v.optional(v.boolean()),
      }),
      strict({ id: identifier, name: text, kind: v.literal('mask') }),
    ]),
  ),
  rules: v.array(strict({ when: condition, then: condition, message: text })),
  reference: v.array(column),
  prediction: v.array(column),
});

const auc = {
  kind: v.literal('auc'),
  name: words,
  truth: condition,
  prediction,
  rows: v.optional(condition),
};

const score = strict({
  ruleSet: v.picklist(['strict', 'jfr-2018']),
  terms: someOf(
    v.variant('kind', [
      strict({ ...auc, weight: positive }),
      strict({
        kind: v.literal('mean'),
        name: words,
        weight: positive,
        of: someOf(strict(auc)),
        undefinedMember: v.picklist(['left-out', 'undefined']),
      }),
      strict({ kind: v.literal('dice'), name: words, weight: positive }),
    ]),
  ),
});

const teamRole = v.picklist([
  'radiologist',
  'engineering-student',
  'engineer',
  'researcher',
  'research-lab',
  'company',
]);

const share = between(0, 100);

export const definitionSchema = strict({
  format: v.literal('negatoscope-challenge'),
  formatVersion: v.literal(1),
  id: identifier,
  version: form(/^\d+(\.\d+){0,2}$/, 'version'),
  title: text,
  question: text,
  instructions: text,
  modality: form(/^[A-Z0-9_]{1,16}$/, 'modality'),
  imagesPerExam: wholeBetween(1, 1000),
  criteria: strict({
    automatic: v.array(automaticCriterion),
    declared: v.array(strict(named)),
  }),
  deidentification: v.optional(
    strict({
      options: v.array(v.picklist(PROFILE_OPTIONS)),
      times: v.optional(v.picklist(['keep', 'cut'])),
      volumes: v.optional(v.boolean()),
    }),
  ),
  preprocessing,
  labels,
  score,
  split: strict({
    ratios: v.strictTuple([share, share, share]),
    stratifyBy: v.array(columnName),
    groupBy: v.picklist(['patient', 'exam']),
  }),
  team: strict({
    minimum: strict({
      radiologist: v.optional(wholeBetween(0, 100)),
      'engineering-student': v.optional(wholeBetween(0, 100)),
      engineer: v.optional(wholeBetween(0, 100)),
      researcher: v.optional(wholeBetween(0, 100)),
      'research-lab': v.optional(wholeBetween(0, 100)),
      company: v.optional(wholeBetween(0, 100)),
    }),
    anyOf: v.array(teamRole),
  }),
  phases: v.array(strict({ ...named, from: date, to: date })),
  roundMinutes: wholeBetween(1, 44640),
  targetImages: wholeBetween(1, 10_000_000),
  charter: text,
});

/**
 * Checks that the schema and the contract are one type: both are flattened, made read-only at all
 * levels, and then compared.
 */
type Flat<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [K in keyof T]: Flat<T[K]> };
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : ['schema and contract differ'];
type Output = v.InferOutput<typeof definitionSchema>;
const proof: Same<Flat<Output>, Flat<ChallengeDefinition>> = true;
const conditionProof: Same<Flat<v.InferOutput<ConditionForm>>, Flat<Condition>> = true;
const predictionProof: Same<
  Flat<v.InferOutput<typeof predictionColumn> | v.InferOutput<typeof predictionSum>>,
  Flat<Prediction>
> = true;
void [proof, conditionProof, predictionProof];

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** 30 February has the form of a date but does not exist. */
function isRealDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(date);
}
