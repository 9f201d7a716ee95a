import type { ChallengeDefinition } from '../../../core/challenge/definition.ts';

/** One button of the label form. `digit` is the key that presses it: the first nine of a form have one. */
export interface LabelOption {
  readonly column: string;
  readonly value: string | boolean;
  readonly digit: number | null;
}

/** Options of all fields, in the order of the form, digits counted through. A blank has no digit: pressing its rival again clears. */
export function labelOptions({ labels }: ChallengeDefinition): readonly LabelOption[] {
  const options = labels.fields.flatMap((field) => {
    if (field.kind === 'mask') return [];
    const values = field.kind === 'boolean' ? [true, false] : field.options.map(({ value }) => value);
    return values.map((value) => ({ column: field.column, value }));
  });
  return options.map((option, n) => ({ ...option, digit: n < 9 ? n + 1 : null }));
}

/** The labels after an option is pressed: pressed again it lets go. */
export function pressed(
  labels: Readonly<Record<string, string | boolean>>,
  { column, value }: Pick<LabelOption, 'column' | 'value'>,
): Record<string, string | boolean> {
  const { [column]: before, ...others } = labels;
  return before === value ? others : { ...others, [column]: value };
}
