import type { DataSet, Element } from '../dicom/dataset.ts';
import { isKeptContent } from './content.ts';
import type { AttributeRecord, DeidentificationRecord } from './images.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import { ruleOf, type Rule } from './rule.ts';
import { safePrivateVr } from './safe-private.ts';

type Log = DeidentificationRecord['actions'];

/**
 * Lists what happened to every attribute of a source, at any depth. It compares the source with the
 * data set read back from the written file. It does not rely on the profile's log; the log only
 * distinguishes a cleaned text from a replaced one. Attributes at the same place in several items
 * form one entry, without item indices. The result holds no value of the source, only the VR and
 * the length.
 */
export function changesOf(
  source: DataSet,
  written: DataSet,
  log: Log,
  options: readonly ProfileOption[],
): readonly AttributeRecord[] {
  const entries = new Map<string, AttributeRecord>();
  const logged = new Map(log.map(({ path, action }) => [path, action]));
  compare({ source, written, at: '', place: '', logged, options, entries });
  return [...entries.values()];
}

interface Comparison {
  readonly source: DataSet;
  readonly written: DataSet;
  /** Path in the source: with item indices, as in the log, and without them. */
  readonly at: string;
  readonly place: string;
  readonly logged: ReadonlyMap<string, Log[number]['action']>;
  readonly options: readonly ProfileOption[];
  readonly entries: Map<string, AttributeRecord>;
}

function compare(comparison: Comparison): void {
  const { source, written, at, place, logged, options, entries } = comparison;
  for (const before of source.elements.values()) {
    const { tag } = before;
    if (tag.endsWith('0000')) continue;
    const after = written.elements.get(tag);
    const rule = ruleOf(
      tag,
      options,
      options.includes('retain-safe-private') && safePrivateVr(source, tag) !== null,
    );
    const action = actionBetween(before, after, logged.get(at + tag));
    add(entries, place + tag, before.vr, action, rule, lengthOf(before), after ? lengthOf(after) : null);
    if (before.value.kind !== 'items' || after?.value.kind !== 'items') continue;
    let next = 0;
    for (const [i, item] of before.value.items.entries()) {
      if (!isKeptContent(item, options)) {
        add(entries, `${place}${tag}[]`, '', 'removed', { source: 'E.3.4-1' }, null, null);
        continue;
      }
      const other = after.value.items[next++];
      if (other === undefined) break;
      const inside = { at: `${at}${tag}[${i}].`, place: `${place}${tag}[].` };
      compare({ ...comparison, ...inside, source: item, written: other });
    }
  }
  for (const after of written.elements.values()) {
    if (source.elements.has(after.tag)) continue;
    add(entries, place + after.tag, after.vr, 'added', { source: 'own' }, null, lengthOf(after));
  }
}

function actionBetween(
  before: Element,
  after: Element | undefined,
  logged: Log[number]['action'] | undefined,
): AttributeRecord['action'] {
  if (after === undefined) return 'removed';
  // Only bytes beside the pixels were removed. The proof compares the rest byte for byte.
  if (before.tag.startsWith('7FE0') && logged === 'cleaned') return 'cleaned';
  if (isSame(before, after)) return 'kept';
  if (isEmpty(after)) return 'emptied';
  // The log says that the value was emptied, but the file has a value. It was written afterwards: a
  // pseudonym.
  return logged === undefined || logged === 'removed' || logged === 'emptied' ? 'replaced' : logged;
}

function isSame(before: Element, after: Element): boolean {
  if (before.value.kind === 'items')
    return after.value.kind === 'items' && (after.value.items.length > 0 || isEmpty(before));
  // The proof compares pixels byte for byte.
  if (before.tag.startsWith('7FE0')) return before.value.kind === after.value.kind;
  if (before.value.kind !== 'bytes' || after.value.kind !== 'bytes') return false;
  const [one, other] = [before.value.bytes, after.value.bytes];
  const length = Math.max(one.length, other.length);
  if (length - Math.min(one.length, other.length) > 1) return false;
  for (let i = 0; i < length; i++) {
    const [a, b] = [one[i], other[i]];
    // One byte of padding to an even length does not count as a difference.
    if (a !== b && !((a === undefined && isPad(b)) || (b === undefined && isPad(a)))) return false;
  }
  return true;
}

const isPad = (byte: number | undefined): boolean => byte === 0 || byte === 0x20;

function isEmpty({ value }: Element): boolean {
  return value.kind === 'bytes'
    ? value.bytes.length === 0
    : value.kind === 'items' && value.items.length === 0;
}

/** Length of a value in bytes; for a sequence, the number of its items. */
function lengthOf({ value }: Element): number {
  if (value.kind === 'items') return value.items.length;
  if (value.kind === 'bytes') return value.bytes.length;
  return value.fragments.reduce((sum, { length }) => sum + length, 0);
}

function add(
  entries: Map<string, AttributeRecord>,
  path: string,
  vr: string,
  action: AttributeRecord['action'],
  rule: Rule,
  before: number | null,
  after: number | null,
): void {
  const key = `${path} ${action} ${rule.source}`;
  const known = entries.get(key);
  if (known === undefined) {
    entries.set(key, { path, vr, action, rule, count: 1, before, after });
    return;
  }
  const sum = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : a + b);
  entries.set(key, {
    path,
    vr,
    action,
    rule,
    count: known.count + 1,
    before: sum(known.before, before),
    after: sum(known.after, after),
  });
}
