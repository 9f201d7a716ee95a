import type { ChallengeDefinition } from '../../../core/definition/definition.ts';
import type { Choice } from '../../../state/contribute/choice.ts';
import { t } from '../../i18n/contribute.ts';
import { inLanguage } from '../../i18n/format.ts';

/** Names and values of an image's labels in the page's language, in the order of the form. */
export function labelTexts(
  definition: ChallengeDefinition,
  { labels }: Pick<Choice, 'labels'>,
): readonly { readonly name: string; readonly value: string }[] {
  const { yes, no, blank } = t().desk;
  return definition.labels.fields.flatMap((field) => {
    if (field.kind === 'mask') return [];
    const value = labels[field.column];
    const name = inLanguage(field.name);
    if (typeof value === 'boolean') return [{ name, value: value ? yes : no }];
    if (value === undefined) return [];
    const option = field.kind === 'category' ? field.options.find((one) => one.value === value) : undefined;
    return [{ name, value: option ? inLanguage(option.name) : value || blank }];
  });
}
