import type { DataSet, Element, Tag } from '../dicom/dataset.ts';
import { isPrivate, keywordOf } from '../dicom/dictionary.ts';
import { characterSetOf, dataSetOf } from '../dicom/element.ts';
import { PIXEL_TAGS } from '../dicom/read-facts.ts';
import { isKeptContent } from './content.ts';
import { actionOf, basicActionOf, type Action } from './resolve.ts';
import { safePrivateAction, safePrivateVr } from './safe-private.ts';
import { rowOf } from './table.ts';
import {
  treated,
  withValue,
  type ActionRecord,
  type PlacedContext,
  type ProfileContext,
} from './treatment.ts';
import { parentOf } from './types.ts';
import { unlistedActionOf } from './unlisted.ts';

/**
 * Applies the profile of PS3.15 annex E to a data set, at every depth. Returns the new data set and
 * a log without any source value. Attributes that the table names are treated by their row ({@link
 * actionOf}), all others by {@link unlistedActionOf}. Pixel data does not change.
 */
export function applyProfile(
  dataset: DataSet,
  context: ProfileContext,
): { readonly dataset: DataSet; readonly actions: readonly ActionRecord[] } {
  const actions: ActionRecord[] = [];
  return { dataset: applied(dataset, '', [], context, actions), actions };
}

function applied(
  dataset: DataSet,
  path: string,
  inherited: readonly string[],
  context: ProfileContext,
  actions: ActionRecord[],
): DataSet {
  const terms = characterSetOf(dataset, inherited);
  const here = { ...context, parent: parentOf(path) };
  const kept: Element[] = [];
  for (const stored of dataset.elements.values()) {
    const { tag } = stored;
    const safe = context.options.includes('retain-safe-private') ? safePrivateVr(dataset, tag) : null;
    const source =
      safe !== null && stored.vr === 'UN' && stored.value.kind === 'bytes' && safe !== 'SQ'
        ? { ...stored, vr: safe }
        : stored;
    const place = path + tag;
    const record = (action: ActionRecord['action']): void => {
      actions.push({
        path: place,
        keyword: keywordOf(tag) ?? (isPrivate(tag) ? 'PrivateAttribute' : 'Unknown'),
        action,
      });
    };
    const row = rowOf(tag);
    const action = isUnseenPixels(tag, path, dataset)
      ? 'remove'
      : attributeAction(source, dataset, here, safe !== null);
    if (source.value.kind === 'items' && action !== 'remove' && action !== 'empty') {
      const fallback = row && action === 'clean' ? basicActionOf(row, tag, here) : 'keep';
      if (fallback === 'remove' || fallback === 'empty') {
        record(fallback === 'remove' ? 'removed' : 'emptied');
        if (fallback === 'empty') kept.push(withValue(source, { kind: 'items', items: [] }));
        continue;
      }
      const items = source.value.items.flatMap((item, i) => {
        if (isKeptContent(item, context.options))
          return [applied(item, `${place}[${i}].`, terms, context, actions)];
        actions.push({ path: `${place}[${i}]`, keyword: keywordOf(tag) ?? 'Unknown', action: 'removed' });
        return [];
      });
      kept.push(withValue(source, { kind: 'items', items }));
      continue;
    }
    const after = treated(source, action, dataset, terms, here, record);
    if (after) kept.push(after);
  }
  return dataSetOf(kept);
}

/**
 * Pixels that nobody will look at: they are in an item of a sequence, or they are not the pixels
 * that are shown.
 */
export function isUnseenPixels(tag: Tag, path: string, dataset: DataSet): boolean {
  if (!tag.startsWith('7FE0')) return false;
  if (path !== '' || !SHOWN.has(tag)) return true;
  return PIXEL_TAGS.includes(tag) && PIXEL_TAGS.find((each) => dataset.elements.has(each)) !== tag;
}

/** The three kinds of Pixel Data, and the extended offset table of the first kind. */
const SHOWN: ReadonlySet<Tag> = new Set([...PIXEL_TAGS, '7FE00001', '7FE00002']);

/**
 * Chooses the action by the table's row, then by the safe private attributes, then by the rules for
 * attributes that the table does not name.
 */
function attributeAction(
  source: Element,
  dataset: DataSet,
  here: PlacedContext,
  isSafePrivate: boolean,
): Action {
  const { options } = here;
  if (isSafePrivate) return safePrivateAction(source, options);
  const row = rowOf(source.tag);
  if (row) return actionOf(row, source.tag, here, options);
  return unlistedActionOf(source, dataset, options);
}
