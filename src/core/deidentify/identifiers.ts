import type { DataSet, Element } from '../dicom/dataset.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { characterSetOf, textOf, textsOf } from '../dicom/element.ts';
import { namesAKind } from './pseudonym.ts';
import { rowOf } from './table.ts';
import { folded, isConnectingWord, isImagingWord } from './vocabulary.ts';
import { datesOf } from './date-spellings.ts';

/** An identifier of the source that must not occur in any exported file. */
export interface Identifier {
  /** Keyword of the attribute that held it, for messages. The value is never shown. */
  readonly attribute: string;
  /** Lower case, NFC, one blank between words. */
  readonly text: string;
  readonly kind: 'name' | 'id' | 'place' | 'date' | 'uid';
}

const IDS = new Set(
  `PatientID OtherPatientIDs IssuerOfPatientID AccessionNumber StudyID RequestedProcedureID ScheduledProcedureStepID
  PerformedProcedureStepID AdmissionID ServiceEpisodeID MedicalRecordLocator MilitaryRank InsurancePlanIdentification
  PlacerOrderNumberImagingServiceRequest FillerOrderNumberImagingServiceRequest DeviceSerialNumber DetectorID PlateID CassetteID
  GantryID GeneratorID ClinicalTrialSubjectID ClinicalTrialSubjectReadingID ClinicalTrialSiteID PatientTelephoneNumbers
  PersonTelephoneNumbers ReferringPhysicianTelephoneNumbers PatientTelecomInformation`.split(/\s+/),
);
/** Further attributes of the table whose names show that they number people, orders or machines. */
const NUMBERING = /(?:IDs?|Identifier|Identification|Locator|Numbers?)$/;
const PLACES = new Set(
  `InstitutionName InstitutionAddress InstitutionalDepartmentName PatientAddress PersonAddress ReferringPhysicianAddress StationName
  CurrentPatientLocation PatientInstitutionResidence CountryOfResidence RegionOfResidence ClinicalTrialSiteName RequestingService
  ResponsibleOrganization PerformedStationName PerformedLocation`.split(/\s+/),
);

/** Words of institutions, placeholders and our own markers. They identify nobody. */
const GENERIC = new Set(
  `hospital hopital hospitalier university universitaire universite clinic clinique center centre medical medicine imaging imagerie
  radiology radiologie department service institute institut research school saint regional general national health sante city
  street avenue road rue boulevard unknown inconnu none null name nom patient anonymous anonymized anonymised anonyme removed
  basic application confidentiality profile option clean retain characteristics descriptors modified negatoscope part edition
  male female other yes not mono monochrome rgb palette color none linear identity derived axial`.split(
    /\s+/,
  ),
);

/**
 * Collects what identifies people, places and exams in a data set, at any depth: person names and
 * their parts of three letters or more, ids, institutions and addresses and their own words, every
 * date in several forms, and every UID that the standard does not assign.
 *
 * A single word is left out when it is a word of imaging, of institutions in general or of our own
 * markers, or when it names the maker or the model of the machine (these stay in the file).
 * Example: "Head^Anna" is searched as a whole and as "anna", but not as "head". Ids of fewer than
 * three characters are left out.
 *
 * @param keeps tells which attributes an option keeps. Their values are not searched. Their dates,
 * UIDs and places may also occur elsewhere (a town is also part of the patient's address).
 */
export function identifiersOf(
  dataset: DataSet,
  keeps: (element: Element) => boolean = () => false,
  memory: IdentifierMemory = new IdentifierMemory(),
): readonly Identifier[] {
  const retained = new Set<string>();
  const found = new Map<string, Identifier>();
  const looked = new Set<readonly Identifier[]>();
  const machine = ['00080070', '00081090'].map((tag) => textOf(dataset, tag) ?? '').join('\n');
  walk(dataset, [], (element, texts) => {
    if (keeps(element)) {
      texts.flatMap((text) => [text, ...datesOf(text)]).forEach((text) => retained.add(text.toLowerCase()));
      return;
    }
    for (const text of texts) {
      const identifiers = memory.identifiersIn(element, text, machine);
      // The same value occurs in many items.
      if (looked.has(identifiers)) continue;
      looked.add(identifiers);
      for (const identifier of identifiers) {
        if (!found.has(identifier.text)) found.set(identifier.text, identifier);
      }
    }
  });
  if (retained.size === 0) return [...found.values()];
  const stays = [...retained].map(spaced);
  return [...found.values()].filter(({ kind, text }) =>
    kind === 'place'
      ? !stays.some((each) => ` ${each} `.includes(` ${spaced(text)} `))
      : !((kind === 'date' || kind === 'uid') && retained.has(text)),
  );
}

/**
 * Cache of the identifiers found in the values of one image, for the next images of its exam, which
 * share these values. Holds identifiers: the caller that de-identifies a series of images keeps it.
 * It is never stored, and it is emptied when it grows beyond the size of one exam.
 */
export class IdentifierMemory {
  #machine = '';
  readonly #known = new Map<string, readonly Identifier[]>();
  #persons = '';
  #names: ReadonlySet<string> = new Set();

  /** @param machine maker and model of the machine; their words identify nobody */
  identifiersIn(element: Element, text: string, machine: string): readonly Identifier[] {
    // UIDs differ for every image and are quick to prepare, so they are not cached.
    if (element.vr === 'UI') return identifiersIn(element, text, NOTHING);
    if (machine !== this.#machine || this.#known.size >= MOST_VALUES) {
      this.#known.clear();
      this.#machine = machine;
    }
    const value = `${element.tag}${element.vr} ${text}`;
    const known = this.#known.get(value);
    if (known) return known;
    const made = identifiersIn(element, text, new Set(wordsOf(machine).map(folded)));
    this.#known.set(value, made);
    return made;
  }

  /** @param persons all values of person names */
  namesIn(persons: readonly string[]): ReadonlySet<string> {
    const joined = persons.join('\n');
    if (joined !== this.#persons) {
      this.#persons = joined;
      this.#names = new Set(
        persons
          .flatMap(wordsOf)
          .filter((word) => !/\p{N}/u.test(word))
          .map(folded),
      );
    }
    return this.#names;
  }
}

const MOST_VALUES = 2000;
const NOTHING: ReadonlySet<string> = new Set();

/** The identifiers in one value. */
function identifiersIn(element: Element, text: string, machine: ReadonlySet<string>): readonly Identifier[] {
  const attribute = keywordOf(element.tag) ?? 'PrivateAttribute';
  const found: Identifier[] = [];
  const add = (kind: Identifier['kind'], part: string): void => {
    const normal = part.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
    if (normal !== '') found.push({ attribute, kind, text: normal });
  };
  if (element.vr === 'PN') addName(text, (part) => add('name', part));
  else if (element.vr === 'DA' || element.vr === 'DT') datesOf(text).forEach((date) => add('date', date));
  else if (element.vr === 'UI') {
    if (!text.startsWith('1.2.840.10008.') && !namesAKind(attribute)) add('uid', text);
  } else if (IDS.has(attribute) || isNumbering(element, attribute, text)) {
    if (text.length >= 3 && !isCommon(text)) add('id', text);
  } else if (PLACES.has(attribute)) {
    const own = wordsOf(text).filter((word) => !isCommon(word) && !machine.has(folded(word)));
    if (own.length > 0 && text.length >= 3) add('place', text);
    own.filter((word) => word.length >= 4 && /\p{L}/u.test(word)).forEach((word) => add('place', word));
  }
  return found;
}

function spaced(text: string): string {
  return wordsOf(folded(text)).join(' ');
}

/**
 * Words (folded) of all person names in a data set, including words of imaging: "Long^Anna" gives
 * "long" and "anna". A word with a digit is not a name.
 */
export function namesOf(
  dataset: DataSet,
  memory: IdentifierMemory = new IdentifierMemory(),
): ReadonlySet<string> {
  const persons: string[] = [];
  walk(dataset, [], ({ vr }, texts) => {
    if (vr === 'PN') persons.push(...texts);
  });
  return memory.namesIn(persons);
}

/**
 * True when a kept text holds a word of a name. That word may be a word of imaging: the echo search
 * alone would not find "Head".
 */
export function holdsName(names: ReadonlySet<string>, text: string): boolean {
  return wordsOf(folded(text)).some(
    (word) => word.length >= 3 && names.has(word) && !GENERIC.has(word) && !isConnectingWord(word),
  );
}

/** Every UID in a data set, at any depth. */
export function uidsOf(dataset: DataSet): readonly string[] {
  const uids = new Set<string>();
  walk(dataset, [], (element, texts) => {
    if (element.vr === 'UI') texts.forEach((text) => uids.add(text));
  });
  return [...uids];
}

function walk(
  dataset: DataSet,
  inherited: readonly string[],
  visit: (element: Element, texts: readonly string[]) => void,
): void {
  for (const { element, texts } of readOf(dataset, inherited)) visit(element, texts);
}

interface ReadElement {
  readonly element: Element;
  /** Values that are not blank. */
  readonly texts: readonly string[];
}

/** Texts of a data set, decoded once for all readers. Released together with the data set. */
const read = new WeakMap<DataSet, readonly ReadElement[]>();

function readOf(dataset: DataSet, inherited: readonly string[]): readonly ReadElement[] {
  const known = read.get(dataset);
  if (known) return known;
  const terms = characterSetOf(dataset, inherited);
  const found: ReadElement[] = [];
  for (const element of dataset.elements.values()) {
    if (element.value.kind === 'items') {
      for (const item of element.value.items) found.push(...readOf(item, terms));
    } else if (element.value.kind === 'bytes' && SEARCHED.has(element.vr)) {
      found.push({ element, texts: textsOf(dataset, element.tag, terms).filter((text) => text !== '') });
    }
  }
  read.set(dataset, found);
  return found;
}

const SEARCHED = new Set('AE CS DA DT LO LT PN SH ST UC UI UT'.split(' '));

function isNumbering({ tag, vr }: Element, attribute: string, text: string): boolean {
  return /^(?:LO|SH|ST|UC)$/.test(vr) && NUMBERING.test(attribute) && /\d/.test(text) && rowOf(tag) !== null;
}

/**
 * A name of two parts is searched as a whole even if both parts are words of imaging ("Long^Head"),
 * but not if both are placeholder words ("Anonymous^Patient"). For scripts that write names without
 * blanks, the joined form is searched too.
 */
function addName(text: string, add: (part: string) => void): void {
  for (const group of text.split('=')) {
    const whole = group.replace(/\^+$/, '').trim();
    const parts = wordsOf(whole);
    const isJoined = JOINED.test(whole);
    if (
      parts.length > 1 &&
      parts.some((part) => !GENERIC.has(folded(part))) &&
      (isJoined || whole.length >= 5)
    ) {
      add(whole);
      add(parts.join(' '));
      add(parts.toReversed().join(' '));
      if (isJoined) add(parts.join(''));
    }
    parts.filter((part) => isLongEnough(part) && !isCommon(part)).forEach(add);
  }
}

/** Scripts that write a name in two or three characters without blanks. */
export const JOINED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function isLongEnough(part: string): boolean {
  return part.length >= (JOINED.test(part) ? 2 : 3);
}

function isCommon(word: string): boolean {
  return isImagingWord(folded(word)) || GENERIC.has(folded(word));
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');
}
