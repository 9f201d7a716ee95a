import type { ChallengeDefinition, Condition } from '../../../core/definition/definition.ts';
import { holds } from '../../../core/labels/condition.ts';

type LabelValues = Readonly<Record<string, string | boolean>>;

/** One button of the label form. `digit` is its key: the first nine buttons of a form have one. */
export interface LabelOption {
  readonly column: string;
  readonly value: string | boolean;
  readonly digit: number | null;
}

/** Options of all fields in the order of the form. Digits count through all fields. */
export function labelOptions({ labels }: ChallengeDefinition): readonly LabelOption[] {
  const options = labels.fields.flatMap((field) => {
    if (field.kind === 'mask') return [];
    const values = field.kind === 'boolean' ? [true, false] : field.options.map(({ value }) => value);
    return values.map((value) => ({ column: field.column, value }));
  });
  return options.map((option, n) => ({ ...option, digit: n < 9 ? n + 1 : null }));
}

/**
 * The labels after an option is pressed. Pressing a chosen option again removes it. Values that the definition's rules then demand are
 * filled in ("no lesion" is neither benign nor malignant), and values that only the old labels demanded are removed. A rule never
 * overwrites a value that a person chose: a contradiction stays and is listed as an open point.
 */
export function pressed(
  definition: ChallengeDefinition,
  labels: LabelValues,
  { column, value }: Pick<LabelOption, 'column' | 'value'>,
): LabelValues {
  const before = implied(definition, labels);
  const kept = Object.entries(labels).filter(([name, old]) => name !== column && before.get(name) !== old);
  const chosen: Record<string, string | boolean> = Object.fromEntries(kept);
  if (labels[column] !== value) chosen[column] = value;
  const filled = Object.fromEntries([...implied(definition, chosen)].filter(([name]) => !(name in chosen)));
  return { ...filled, ...chosen };
}

/** Values that the rules demand for these labels, by column. */
function implied(
  { labels }: ChallengeDefinition,
  values: LabelValues,
): ReadonlyMap<string, string | boolean> {
  return new Map(
    labels.rules.filter(({ when }) => holds(when, values)).flatMap(({ then }) => demanded(then)),
  );
}

function demanded(condition: Condition): readonly (readonly [string, string | boolean])[] {
  if ('allOf' in condition) return condition.allOf.flatMap(demanded);
  return 'equals' in condition ? [[condition.column, condition.equals]] : [];
}
