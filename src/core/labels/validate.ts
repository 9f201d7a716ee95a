import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import { holds, isBlankValue } from './condition.ts';
import { fold } from './fold.ts';
import type { LabelValues } from './values.ts';

/**
 * Every fault of one row of labels, for the label form: a required reference column left blank, a
 * value that the column does not allow, and each violated label rule.
 */
export function validateLabels(definition: ChallengeDefinition, row: LabelValues): Failure[] {
  const failures: Failure[] = [];
  for (const { name, type, values, optional } of definition.labels.reference) {
    const value = row[name] ?? null;
    if (isBlankValue(value)) {
      if (!optional) failures.push(failure('labels/label-missing', { column: name }));
    } else if (
      type === 'category'
        ? typeof value !== 'string' || (values && !values.some((one) => fold(one) === fold(value)))
        : typeof value !== type
    ) {
      const legal = values ?? (type === 'boolean' ? ['1', '0'] : []);
      failures.push(failure('labels/label-not-legal', { column: name, value: String(value), legal }));
    }
  }
  return [...failures, ...brokenRules(definition, row)];
}

/** The label rules of a definition that a row violates. `place` is the row's position in a file. */
export function brokenRules(
  definition: ChallengeDefinition,
  row: LabelValues,
  place: { readonly line: number | null; readonly id: string | null } = { line: null, id: null },
  file?: string,
): Failure[] {
  return definition.labels.rules
    .filter((rule) => holds(rule.when, row) && !holds(rule.then, row))
    .map((rule) => failure('labels/rule-broken', { ...place, message: rule.message }, file));
}
