import type { Point } from '../measure.ts';
import { holds } from '../labels/condition.ts';
import type { NumberFault, NumberNote } from '../dicom/number-text.ts';
import type { CriterionOutcome } from './criteria.ts';
import type { ChallengeDefinition, LabelRule } from '../definition/definition.ts';

/** A person's decisions on one image so far. */
export interface ImageStatement {
  readonly center: Point | null;
  readonly hasMask: boolean;
  readonly hasSector: boolean;
  /** Number of places that look like text and have no answer. null: text was not searched yet. */
  readonly openTexts: number | null;
  readonly labels: Readonly<Record<string, string | boolean>>;
  readonly declared: readonly string[];
  /** Reasons by criterion id. */
  readonly overrides: Readonly<Record<string, string>>;
  /** Numbers of the header that were not simply read. */
  readonly numbers?: readonly NumberNote[];
}

/** An open point: it must be resolved before an image can be accepted. The desk points at it. */
export type OpenPoint =
  | { readonly kind: 'criterion'; readonly id: string; readonly overridable: boolean }
  | { readonly kind: 'declared'; readonly id: string }
  /** A number of the header can't be read. Only a person's reason answers it. */
  | { readonly kind: 'number'; readonly attribute: string; readonly fault: NumberFault }
  | { readonly kind: 'center' }
  | { readonly kind: 'sector' }
  /** Likely text in the pixels. It can't be overridden. `count` null: text was not searched yet. */
  | { readonly kind: 'text'; readonly count: number | null }
  | { readonly kind: 'mask' }
  | { readonly kind: 'label'; readonly column: string }
  | { readonly kind: 'rule'; readonly rule: LabelRule };

/** Name, among the overrides, of the reason to go on without a number that can't be read. */
export const numberOverride = (attribute: string): string => `number:${attribute}`;

/** All open points of an image, in the desk's order. Empty: the image can be accepted. */
export function openPoints(
  definition: ChallengeDefinition,
  statement: ImageStatement,
  outcomes: readonly CriterionOutcome[],
): readonly OpenPoint[] {
  const points: OpenPoint[] = [];
  const { preprocessing, labels } = definition;
  for (const note of statement.numbers ?? []) {
    const isAnswered = (statement.overrides[numberOverride(note.attribute)] ?? '').trim() !== '';
    if (note.state === 'unreadable' && !isAnswered)
      points.push({ kind: 'number', attribute: note.attribute, fault: note.fault });
  }
  if (preprocessing.crop === 'click' && statement.center === null) points.push({ kind: 'center' });
  if (preprocessing.mask === 'sector' && !statement.hasSector) points.push({ kind: 'sector' });
  if (statement.openTexts !== 0) points.push({ kind: 'text', count: statement.openTexts });
  for (const { criterion, outcome, overridable } of outcomes) {
    const overridden = overridable && (statement.overrides[criterion.id] ?? '').trim() !== '';
    // The sector and written text have their own points with their own remedies.
    const isElsewhere = criterion.kind === 'sector-found' || criterion.kind === 'no-open-text-flag';
    if (outcome === 'unmet' && !overridden && !isElsewhere) {
      points.push({ kind: 'criterion', id: criterion.id, overridable });
    }
  }
  for (const { id } of definition.criteria.declared) {
    if (!statement.declared.includes(id)) points.push({ kind: 'declared', id });
  }
  for (const field of labels.fields) {
    if (field.kind === 'mask') {
      if (!statement.hasMask) points.push({ kind: 'mask' });
    } else {
      const value = statement.labels[field.column];
      const blankIsLegal = field.kind === 'category' && field.optional === true;
      if (!blankIsLegal && (value === undefined || value === '')) {
        points.push({ kind: 'label', column: field.column });
      }
    }
  }
  if (!points.some((point) => point.kind === 'label')) {
    for (const rule of labels.rules) {
      if (holds(rule.when, statement.labels) && !holds(rule.then, statement.labels))
        points.push({ kind: 'rule', rule });
    }
  }
  return points;
}
