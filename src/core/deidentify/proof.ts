import type { DataSet, Element } from '../dicom/dataset.ts';
import { isPrivate, keywordOf } from '../dicom/dictionary.ts';
import { characterSetOf, itemsOf, textOf, textsOf } from '../dicom/element.ts';
import { FREE_TEXTS, TEXT_VRS } from '../dicom/vr.ts';
import { isGreyImage, isSameBinary, safeBinary } from './binary.ts';
import { isPossibleTerm } from './code-strings.ts';
import { isDateText } from './dates.ts';
import { dummyValue } from './dummy.ts';
import { holdsName } from './identifiers.ts';
import { isStandardUid, namesAKind } from './standard-uids.ts';
import { temporalMarkOf } from './options.ts';
import { type ProfileOption } from '../definition/profile-options.ts';
import { isUnseenPixels } from './profile.ts';
import { actionOf, basicActionOf, type Action } from './resolve.ts';
import { safePrivateAction, safePrivateVr } from './safe-private.ts';
import { rowOf } from './table.ts';
import { technicalText } from './technical.ts';
import { parentOf, type Place } from './types.ts';
import { unlistedActionOf } from './unlisted.ts';
import { cleanedText } from './vocabulary.ts';

/** What a de-identified data set must satisfy. */
export interface Promised {
  readonly sopClass: string;
  readonly sopUid: string;
  readonly patient: string;
  readonly options: readonly ProfileOption[];
  /** CID 7050 code values that (0012,0064) must hold. */
  readonly methods: readonly string[];
  /** All UIDs of the source that PS3.6 does not list. */
  readonly sourceUids: ReadonlyMap<string, string>;
  /** Words of the source's person names, where they are available. No cleaned text may hold one. */
  readonly names?: ReadonlySet<string>;
  /** Texts that this application wrote into the outermost data set, by tag. */
  readonly constants?: ReadonlyMap<string, string>;
}

/** A violated rule: the keyword or path of the attribute, and the rule in plain English. */
export interface Violation {
  readonly attribute: string;
  readonly cause: string;
}

/** Attributes that this application sets, independent of the profile's row. */
const SET_BY_US: ReadonlySet<string> = new Set([
  '00100010',
  '00100020',
  '00120062',
  '00120063',
  '00120064',
  '00280303',
]);

/**
 * Checks a data set, read back from the written file, against the profile. The markers must be
 * present. At every depth, attributes to be removed must be absent, attributes to be emptied or
 * cleaned must be so, and no UID of the source may remain. Null when all rules hold.
 */
export function violationOf(dataset: DataSet, promised: Promised): Violation | null {
  const expected: readonly (readonly [tag: string, text: string])[] = [
    ['00080018', promised.sopUid],
    ['00100010', promised.patient],
    ['00100020', promised.patient],
    ['00120062', 'YES'],
    ['00280303', temporalMarkOf(promised.options)],
  ];
  for (const [tag, text] of expected) {
    if (textOf(dataset, tag) !== text) return { attribute: keywordOf(tag) ?? tag, cause: 'not as written' };
  }
  const methods = itemsOf(dataset, '00120064').map((item) => textOf(item, '00080100'));
  if (methods.join() !== promised.methods.join()) {
    return { attribute: 'DeidentificationMethodCodeSequence', cause: 'not as written' };
  }
  return violationIn(dataset, '', [], isGreyImage(dataset), promised);
}

const DATES: ReadonlySet<string> = new Set(['DA', 'TM', 'DT']);
const NO_NAMES: ReadonlySet<string> = new Set();

function violationIn(
  dataset: DataSet,
  path: string,
  inherited: readonly string[],
  isGrey: boolean,
  promised: Promised,
): Violation | null {
  const terms = characterSetOf(dataset, inherited);
  const at = { sopClass: promised.sopClass, parent: parentOf(path) };
  for (const element of dataset.elements.values()) {
    const { tag, value } = element;
    if (path === '' && (SET_BY_US.has(tag) || promised.constants?.get(tag) === textOf(dataset, tag)))
      continue;
    const cause = isUnseenPixels(tag, path, dataset)
      ? 'pixels that nobody sees'
      : causeOf(element, at, dataset, terms, isGrey, promised);
    if (cause !== null) return { attribute: keywordOf(tag) ?? path + tag, cause };
    if (value.kind !== 'items') continue;
    for (const [i, item] of value.items.entries()) {
      const inner = violationIn(item, `${path}${tag}[${i}].`, terms, isGrey, promised);
      if (inner !== null) return inner;
    }
  }
  return null;
}

function causeOf(
  element: Element,
  at: Place,
  dataset: DataSet,
  terms: readonly string[],
  isGrey: boolean,
  { options, sourceUids, patient, names }: Promised,
): string | null {
  const { tag, vr, value } = element;
  const isSafe = options.includes('retain-safe-private') && safePrivateVr(dataset, tag) !== null;
  if (isPrivate(tag) && !isSafe) return 'private attributes must go';
  const texts = TEXT_VRS.has(vr) ? textsOf(dataset, tag, terms) : [];
  if (vr === 'PN' && texts.some((text) => text !== '' && text !== patient && text !== 'REMOVED'))
    return 'a name is left';
  const row = rowOf(tag);
  const action = isSafe
    ? safePrivateAction(element, options)
    : row
      ? actionOf(row, tag, at, options)
      : unlistedActionOf(element, dataset, options);
  if (
    action !== 'keep' &&
    texts.some((uid) => vr === 'UI' && sourceUids.has(uid) && !namesAKind(keywordOf(tag) ?? ''))
  )
    return 'a UID of the source is left';
  if (action === 'keep' && names && FREE_TEXTS.has(vr) && texts.some((text) => holdsName(names, text)))
    return 'a name is left';
  if (
    (action === 'keep' || action === 'shift') &&
    DATES.has(vr) &&
    !texts.every((text) => isDateText(text, vr))
  )
    return 'must be a date or a time';
  if (action === 'keep' && vr === 'CS' && !texts.every((text) => text === '' || isPossibleTerm(tag, text)))
    return 'must be a defined term';
  if (action === 'keep') return brokenBinary(element, dataset, isGrey);
  if (action === 'technical') {
    const text = texts.join('\\');
    const isClean = text === technicalText(element, dataset, terms, names ?? NO_NAMES) || text === 'REMOVED';
    return isClean ? null : 'a word that is no term of machines is left';
  }
  if (action !== 'clean') return brokenRule(action, element, texts);
  const text = texts.join('\\');
  if (TEXT_VRS.has(vr) && (text === cleanedText(text, names) || text === 'REMOVED')) return null;
  return row ? brokenRule(basicActionOf(row, tag, at), element, texts) : brokenRule('empty', element, texts);

  function brokenRule(rule: Action, { vr: shape }: Element, values: readonly string[]): string | null {
    const isEmpty =
      value.kind === 'items' ? value.items.length === 0 : value.kind === 'bytes' && value.bytes.length === 0;
    switch (rule) {
      case 'remove':
        return 'must be removed';
      case 'empty':
        return isEmpty ? null : 'must be empty';
      case 'dummy': {
        if (isEmpty || value.kind !== 'bytes' || shape === 'UI') return null;
        const dummy = dummyValue(shape);
        const same = dummy.kind === 'bytes' && dummy.bytes.every((byte, i) => byte === value.bytes[i]);
        return same && value.bytes.length <= dummy.bytes.length + 1 ? null : 'must be a dummy value';
      }
      case 'uid':
        return shape === 'UI' &&
          values.some((uid) => uid !== '' && !isStandardUid(uid) && !uid.startsWith('2.25.'))
          ? 'must be a new UID'
          : null;
      default:
        return null;
    }
  }
}

/** A kept value that is not text must be nothing but numbers. */
function brokenBinary(element: Element, dataset: DataSet, isGrey: boolean): string | null {
  if (element.value.kind === 'items' || TEXT_VRS.has(element.vr)) return null;
  const safe = safeBinary(element, dataset, isGrey);
  if (safe === 'pixels') return null;
  return safe !== null && isSameBinary(element, safe) ? null : 'must be numbers alone';
}
