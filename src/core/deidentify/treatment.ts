import type { DataSet, Element, ElementValue, Tag } from '../dicom/dataset.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { element, textOf, textsOf } from '../dicom/element.ts';
import { FREE_TEXTS, TEXT_VRS } from '../dicom/vr.ts';
import { ICC_PROFILE, isSameBinary, safeBinary, spellsName } from './binary.ts';
import { isPossibleTerm } from './code-strings.ts';
import { dummyValue } from './dummy.ts';
import { echoInDigits } from './echo-bytes.ts';
import { echoApart, echoIn, type EchoIndex } from './echo-index.ts';
import type { DeidentificationRecord } from './images.ts';
import { holdsName } from './identifiers.ts';
import { isContextGroupUid, isStandardUid, namesAKind } from './standard-uids.ts';
import { isDateText, shifted } from './dates.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import { basicActionOf, isEnhanced, type Action } from './resolve.ts';
import { rowOf } from './table.ts';
import { CODE_MEANING, technicalText } from './technical.ts';
import type { Place } from './types.ts';
import { cleanedText } from './vocabulary.ts';

export interface ProfileContext {
  readonly sopClass: string;
  readonly options: readonly ProfileOption[];
  /** Maps all UIDs of the source that PS3.6 does not list to new UIDs. */
  readonly uids: ReadonlyMap<string, string>;
  /** Number of whole days by which dates move under the Modified Dates option. */
  readonly dateShift: number;
  /** Under the Modified Dates option: times stay, or the Basic Profile treats them. */
  readonly keepTimes: boolean;
  /** The image has no colour, see {@link isGreyImage}. */
  readonly isGrey: boolean;
  /** The source's identifiers. A kept text that holds one of them is emptied. */
  readonly echoes: EchoIndex;
  /** Words of the source's person names. No cleaned text may keep one. */
  readonly names: ReadonlySet<string>;
}

export type ActionRecord = DeidentificationRecord['actions'][number];

export type PlacedContext = ProfileContext & Place;
export type Recorder = (action: ActionRecord['action']) => void;

/** Treats one element, not a sequence, by an action. Null when it goes. */
export function treated(
  source: Element,
  action: Action,
  dataset: DataSet,
  terms: readonly string[],
  context: PlacedContext,
  record: Recorder,
): Element | null {
  switch (action) {
    case 'remove':
      record('removed');
      return null;
    case 'empty':
      return emptied(source, record);
    case 'dummy': {
      if (isEmpty(source.value)) return source;
      if (source.vr === 'UI') return withNewUids(source, dataset, context, record);
      record('replaced');
      return withValue(source, dummyValue(source.vr));
    }
    case 'uid':
      if (source.vr === 'UI') return withNewUids(source, dataset, context, record);
      record('removed');
      return null;
    case 'clean':
      return cleaned(source, dataset, terms, context, record);
    case 'technical':
      return technical(source, dataset, terms, context, record);
    case 'shift':
      return moved(source, dataset, terms, context, record);
    case 'keep':
      return kept(source, dataset, terms, context, record);
  }
}

function cleaned(
  source: Element,
  dataset: DataSet,
  terms: readonly string[],
  context: PlacedContext,
  record: Recorder,
): Element | null {
  if (TEXT_VRS.has(source.vr)) {
    const text = textOf(dataset, source.tag, terms) ?? '';
    const words = cleanedText(text, context.names);
    if (words !== '' && echoIn(context.echoes, words) === null) {
      if (words === text) return source;
      record('cleaned');
      return element(source.tag, source.vr, words);
    }
  }
  const namesAgent = source.tag === CONTRAST_AGENT && WORDED.has(source.vr);
  if (namesAgent && NAMES_AN_AGENT.test(textOf(dataset, source.tag, terms) ?? '')) {
    record('cleaned');
    return element(source.tag, source.vr, 'CONTRAST');
  }
  const row = rowOf(source.tag);
  if (row) return treated(source, basicActionOf(row, source.tag, context), dataset, terms, context, record);
  return source.tag === CODE_MEANING ? withoutMeaning(source, record) : emptied(source, record);
}

/** What must have a value gets a dummy, the rest is emptied. A code without its meaning keeps the code. */
function technical(
  source: Element,
  dataset: DataSet,
  terms: readonly string[],
  { echoes, names, sopClass }: PlacedContext,
  record: Recorder,
): Element | null {
  const before = textOf(dataset, source.tag, terms) ?? '';
  if (before === '') return source;
  const after = technicalText(source, dataset, terms, names);
  if (after !== '' && echoIn(echoes, after) === null && echoApart(echoes, after) === null) {
    if (after === before) return source;
    record('cleaned');
    return element(source.tag, source.vr, after);
  }
  const isRequired = CODE_PARTS.has(source.tag) || (MAKER.has(source.tag) && isEnhanced(sopClass));
  return isRequired ? withoutMeaning(source, record) : emptied(source, record);
}

/** Code value, scheme and meaning: Type 1 or 1C (PS3.3 section 8.8), so they must have a value. */
const CODE_PARTS: ReadonlySet<Tag> = new Set(['00080100', '00080102', CODE_MEANING]);
/** Maker and model are Type 1 in the enhanced objects, and Type 2 or 3 in the others. */
const MAKER: ReadonlySet<Tag> = new Set(['00080070', '00081090']);

function moved(
  source: Element,
  dataset: DataSet,
  terms: readonly string[],
  context: PlacedContext,
  record: Recorder,
): Element | null {
  const { tag, vr } = source;
  if (isEmpty(source.value)) return source;
  if (vr === 'TM' && context.keepTimes) return kept(source, dataset, terms, context, record);
  if (vr === 'DA' || vr === 'DT') {
    const texts = textsOf(dataset, tag).map((text) =>
      shifted(text, vr, context.dateShift, context.keepTimes),
    );
    if (!texts.includes(null)) {
      record('shifted');
      return element(tag, vr, texts as string[]);
    }
  }
  const row = rowOf(tag);
  const action = row ? basicActionOf(row, tag, context) : 'empty';
  return treated(source, action, dataset, terms, context, record);
}

/**
 * An unknown contrast agent is still an agent. Some challenges have its presence as a condition.
 */
const CONTRAST_AGENT = '00180010';
const WORDED: ReadonlySet<string> = new Set(['CS', 'LO', 'LT', 'SH', 'ST', 'UC', 'UT']);
const NAMES_AN_AGENT = /^(?!no|sans|aucun|0*$|n\/a)./i;
const PATIENT_AGE = '00101010';
const DATES: ReadonlySet<string> = new Set(['DA', 'TM', 'DT']);

function kept(
  source: Element,
  dataset: DataSet,
  terms: readonly string[],
  context: PlacedContext,
  record: Recorder,
): Element | null {
  if (!TEXT_VRS.has(source.vr)) return keptBinary(source, dataset, context, record);
  const text = textOf(dataset, source.tag, terms);
  if (text === null) return source;
  if (source.vr === 'DS' || source.vr === 'IS') {
    const isPlain = textsOf(dataset, source.tag).every(
      (each) => /^[-+\d.eE]*$/.test(each) && echoInDigits(context.echoes, each) === null,
    );
    return isPlain ? source : emptied(source, record);
  }
  if (
    source.vr === 'CS' &&
    !textsOf(dataset, source.tag).every((each) => each === '' || isPossibleTerm(source.tag, each))
  )
    return emptied(source, record);
  if (source.vr === 'UI') {
    const uids = textsOf(dataset, source.tag);
    if (!uids.every(isUid)) return emptied(source, record);
    return uids.some((uid) => echoInDigits(context.echoes, uid) !== null)
      ? withNewUids(source, dataset, context, record)
      : source;
  }
  if (DATES.has(source.vr) && !textsOf(dataset, source.tag).every((each) => isDateText(each, source.vr)))
    return emptied(source, record);
  if (source.tag === PATIENT_AGE) {
    const years = /^(\d{3})Y$/.exec(text)?.[1];
    if (years === undefined ? /^\d{3}[DWM]$/.test(text) : Number(years) <= 89) return source;
    record('replaced');
    return years === undefined ? null : element(source.tag, 'AS', '090Y');
  }
  const isNamed = FREE_TEXTS.has(source.vr) && holdsName(context.names, text);
  if (!isNamed && echoIn(context.echoes, text) === null) return source;
  return source.tag === CODE_MEANING ? withoutMeaning(source, record) : emptied(source, record);
}

/** Numbers and tables stay, without what stands behind them; other binary values go. */
function keptBinary(
  source: Element,
  dataset: DataSet,
  { isGrey, names }: ProfileContext,
  record: Recorder,
): Element | null {
  const safe = safeBinary(source, dataset, isGrey);
  if (safe === null || (safe !== 'pixels' && spellsName(safe, names))) {
    record('removed');
    return null;
  }
  if (safe === 'pixels' || isSameBinary(source, safe)) return source;
  record(source.tag === ICC_PROFILE ? 'replaced' : 'cleaned');
  return withValue(source, { kind: 'bytes', bytes: safe });
}

/** Code Meaning is Type 1, so it must have a value. The code itself carries the meaning. */
function withoutMeaning(source: Element, record: Recorder): Element {
  record('replaced');
  return withValue(source, dummyValue(source.vr));
}

/** Only numbers and points. */
const isUid = (text: string): boolean => /^[\d.]*$/.test(text);

function withNewUids(source: Element, dataset: DataSet, { uids }: ProfileContext, record: Recorder): Element {
  const texts = textsOf(dataset, source.tag);
  const isKind = namesAKind(keywordOf(source.tag) ?? '');
  const stays = (uid: string) => uid === '' || isStandardUid(uid) || (isKind && isContextGroupUid(uid));
  const mapped = texts.map((uid) => (stays(uid) ? uid : (uids.get(uid) ?? '')));
  if (mapped.every((uid, i) => uid === texts[i])) return source;
  record('uid');
  return element(source.tag, 'UI', mapped);
}

function emptied(source: Element, record: Recorder): Element {
  if (isEmpty(source.value)) return source;
  record('emptied');
  const value: ElementValue =
    source.value.kind === 'items' ? { kind: 'items', items: [] } : { kind: 'bytes', bytes: new Uint8Array() };
  return withValue(source, value);
}

function isEmpty(value: ElementValue): boolean {
  return value.kind === 'bytes'
    ? value.bytes.length === 0
    : value.kind === 'items' && value.items.length === 0;
}

/** The element with another value. */
export function withValue(
  { tag, vr }: { readonly tag: Tag; readonly vr: string },
  value: ElementValue,
): Element {
  return { tag, vr, value };
}
