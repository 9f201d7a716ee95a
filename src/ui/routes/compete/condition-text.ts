import type { ChallengeDefinition, Condition } from '../../../core/definition/definition.ts';
import { fold } from '../../../core/labels/fold.ts';
import { format, inLanguage } from '../../i18n/format.ts';
import { t } from '../../i18n/scoring.ts';

/** A condition on the reference with the words of the label form, in the page's language. Examples: "lesion", "type of lesion: cyst or angioma". */
export function conditionText(condition: Condition, definition: ChallengeDefinition): string {
  const words = t();
  if ('anyOf' in condition)
    return format().list(
      condition.anyOf.map((one) => conditionText(one, definition)),
      'or',
    );
  if ('allOf' in condition)
    return format().list(condition.allOf.map((one) => conditionText(one, definition)));
  if ('not' in condition) return words.no(conditionText(condition.not, definition));
  const name = columnText(condition.column, definition);
  if ('blank' in condition) return words.blank(name);
  if ('in' in condition) {
    const values = condition.in.map((value) => valueText(condition.column, value, definition));
    return words.isValue(name, format().list(values, 'or'));
  }
  if (typeof condition.equals === 'boolean') return condition.equals ? name : words.no(name);
  return words.isValue(name, valueText(condition.column, condition.equals, definition));
}

/** The name of a reference column, for use within a sentence. */
export function columnText(column: string, { labels }: ChallengeDefinition): string {
  const field = labels.fields.find((one) => one.kind !== 'mask' && one.column === column);
  return lowered(field ? inLanguage(field.name) : column);
}

/** The name of a category. */
export function valueText(column: string, value: string, { labels }: ChallengeDefinition): string {
  const field = labels.fields.find((one) => one.kind === 'category' && one.column === column);
  const option =
    field?.kind === 'category' ? field.options.find((one) => fold(one.value) === fold(value)) : undefined;
  return option ? lowered(inLanguage(option.name)) : value;
}

/** With a small first letter, unless the text is an abbreviation. */
const lowered = (text: string): string =>
  /^\p{Lu}[\p{Ll}\s’']/u.test(text) ? text.charAt(0).toLocaleLowerCase() + text.slice(1) : text;
