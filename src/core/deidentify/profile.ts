import type { DataSet, Element, Tag } from '../dicom/dataset.ts';
import { isPrivate, keywordOf } from '../dicom/dictionary.ts';
import { characterSetOf, dataSetOf, element, textOf, textsOf } from '../dicom/element.ts';
import { SINGLE_TEXT_VRS, TEXT_VRS } from '../dicom/vr.ts';
import type { DeidentificationRecord } from './images.ts';
import { OPTIONS, profileRow, type ProfileOption } from './table.ts';
import { cleanDescription } from './vocabulary.ts';

type Action = DeidentificationRecord['actions'][number];
type Act = 'keep' | 'remove' | 'empty' | 'dummy' | 'uid' | 'clean';

export interface ProfileContext {
  readonly options: ReadonlySet<ProfileOption>;
  /** New UIDs, for each of {@link uidsOf}. */
  readonly uids: ReadonlyMap<string, string>;
  /** True for a text that names someone of the source: whatever attribute it stands in, it goes. */
  readonly identifies: (text: string) => boolean;
}

/** UIDs of the standard itself (SOP classes, syntaxes, coding schemes) say nothing of a patient. */
const WELL_KNOWN = /^1\.2\.840\.10008\./;

/** Free text of these VRs is only kept where the table speaks of the attribute. */
const FREE_TEXT: ReadonlySet<string> = new Set(['LT', 'ST', 'UT', 'UC']);
const TEMPORAL: ReadonlySet<string> = new Set(['DA', 'DT', 'TM']);
/** Short texts that stay when the table does not name them: manufacturer, kernel, coil… */
const NAMES: ReadonlySet<string> = new Set(['LO', 'SH', 'AE']);

/** All UIDs of a data set, at any depth, that must be replaced. */
export function uidsOf(dataset: DataSet): Set<string> {
  const uids = new Set<string>();
  for (const { tag, vr, value } of dataset.elements.values()) {
    if (value.kind === 'items') for (const item of value.items) for (const uid of uidsOf(item)) uids.add(uid);
    if (vr === 'UI')
      for (const uid of textsOf(dataset, tag)) if (uid !== '' && !WELL_KNOWN.test(uid)) uids.add(uid);
  }
  return uids;
}

/**
 * Applies the Basic Profile of PS3.15 Table E.1-1 with the chosen options, at any depth. Pixel Data stays.
 *
 * Compound codes are resolved without the IOD, to what is valid for every type: D where the code allows it, else Z. Attributes that
 * the table does not name: private and unknown ones go, person names and dates are emptied, UIDs replaced unless the standard's own,
 * long free text goes, everything else stays unless it holds an identifier of the source.
 */
export function applyProfile(
  dataset: DataSet,
  context: ProfileContext,
): { dataset: DataSet; actions: Action[] } {
  const actions: Action[] = [];
  return { dataset: applyTo(dataset, context, '', [], actions), actions };
}

function applyTo(
  dataset: DataSet,
  context: ProfileContext,
  path: string,
  around: readonly string[],
  actions: Action[],
): DataSet {
  const characterSet = characterSetOf(dataset, around);
  const kept: Element[] = [];
  for (const source of dataset.elements.values()) {
    const here = path === '' ? source.tag : `${path}.${source.tag}`;
    const note = (action: Action['action']) =>
      actions.push({
        path: here,
        keyword: keywordOf(source.tag) ?? (isPrivate(source.tag) ? 'private' : 'unknown'),
        action,
      });
    const act = actOf(source, context.options);
    if (act === 'remove') {
      note('removed');
      continue;
    }
    if (source.value.kind === 'items') {
      if (act === 'empty' || act === 'clean') {
        kept.push(element(source.tag, 'SQ', []));
        note('emptied');
        continue;
      }
      const inside = source.value.items.map((item, index) =>
        applyTo(item, context, `${here}[${index}]`, characterSet, actions),
      );
      const items = act === 'dummy' ? inside.map(dummyItem) : inside;
      if (act === 'dummy') note('replaced');
      kept.push(element(source.tag, 'SQ', items));
      continue;
    }
    const value = changed(source, act, dataset, characterSet, context);
    if (value.action) note(value.action);
    kept.push(value.element);
  }
  return dataSetOf(kept);
}

function actOf({ tag, vr, value }: Element, options: ReadonlySet<ProfileOption>): Act {
  const row = profileRow(tag);
  if (isPrivate(tag)) return 'remove';
  if (row) {
    for (const [index, [option]] of OPTIONS.entries()) {
      if (!options.has(option)) continue;
      const letter = row.options[index];
      if (letter === 'K') return 'keep';
      if (letter === 'C') return value.kind === 'items' ? resolved(row.basic, true) : 'clean';
    }
    return resolved(row.basic, value.kind === 'items');
  }
  if (value.kind === 'items') return 'keep';
  if (keywordOf(tag) === null) return 'remove';
  if (vr === 'PN' || TEMPORAL.has(vr)) return 'empty';
  if (vr === 'UI') return 'uid';
  if (FREE_TEXT.has(vr)) return 'remove';
  return 'keep';
}

function resolved(basic: string, sequence: boolean): Act {
  const codes = basic.replaceAll('*', '').split('/');
  if (codes.includes('U')) return sequence ? 'keep' : 'uid';
  if (codes.includes('K')) return 'keep';
  if (codes.includes('D')) return 'dummy';
  if (codes.includes('Z')) return 'empty';
  return codes.includes('C') ? 'clean' : 'remove';
}

function changed(
  source: Element,
  act: Act,
  dataset: DataSet,
  characterSet: readonly string[],
  context: ProfileContext,
): { element: Element; action: Action['action'] | null } {
  const { tag, vr, value } = source;
  const blank = value.kind === 'bytes' && value.bytes.length === 0;
  const emptied = {
    element: { tag, vr, value: { kind: 'bytes', bytes: new Uint8Array() } } as Element,
    action: 'emptied' as const,
  };
  if (blank) return { element: source, action: null };
  if (act === 'empty') return emptied;
  if (act === 'dummy') return { element: dummy(tag, vr), action: 'replaced' };
  if (act === 'uid' || vr === 'UI') {
    const uids = textsOf(dataset, tag);
    const fresh = uids.map((uid) =>
      act !== 'uid' && WELL_KNOWN.test(uid) ? uid : (context.uids.get(uid) ?? uid),
    );
    if (fresh.every((uid, index) => uid === uids[index])) return { element: source, action: null };
    return { element: element(tag, 'UI', fresh), action: 'uid' };
  }
  if (value.kind !== 'bytes' || !TEXT_VRS.has(vr)) return { element: source, action: null };
  const text = textOf(dataset, tag, characterSet) ?? '';
  if (act === 'clean') {
    const clean = SINGLE_TEXT_VRS.has(vr) || vr === 'LO' || vr === 'SH' ? cleanDescription(text) : '';
    if (clean === text) return { element: source, action: null };
    return { element: element(tag, vr, asciiOf(clean)), action: 'cleaned' };
  }
  return NAMES.has(vr) && context.identifies(text) ? emptied : { element: source, action: null };
}

/** Cleaned words are written without accents, so that any character set reads them. */
const asciiOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    // eslint-disable-next-line no-control-regex -- everything beyond ASCII goes
    .replace(/[^\x00-\x7F]/g, '');

/** Dummy values that fit each VR and look like nobody's. */
function dummy(tag: Tag, vr: string): Element {
  const texts: Readonly<Record<string, string>> = {
    AE: 'ANONYMIZED',
    AS: '000Y',
    CS: 'ANONYMIZED',
    DA: '19000101',
    DS: '0',
    DT: '19000101000000',
    IS: '0',
    PN: 'Anonymized',
    TM: '000000',
    UI: '2.25.0',
  };
  if (TEXT_VRS.has(vr)) return element(tag, vr, texts[vr] ?? 'ANONYMIZED');
  return element(tag, vr, ['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'UN'].includes(vr) ? new Uint8Array(2) : 0);
}

/** An item with its sequences left out and every value a dummy. */
function dummyItem(item: DataSet): DataSet {
  return dataSetOf(
    [...item.elements.values()].flatMap(({ tag, vr, value }) =>
      value.kind === 'items' ? [] : [dummy(tag, vr)],
    ),
  );
}
