import type { DataSet, Element, Part10 } from '../dicom/dataset.ts';
import { keywordOf } from '../dicom/dictionary.ts';
import { dataSetOf, element, textOf, withElements } from '../dicom/element.ts';
import type { ImageFacts } from '../dicom/facts.ts';
import { withMendedNumbers } from '../dicom/header-numbers.ts';
import { lostNumber } from './lost-number.ts';
import { PIXEL_TAGS, factsOf } from '../dicom/read-facts.ts';
import { readPart10 } from '../dicom/read.ts';
import { EXPLICIT_LE, isNative } from '../dicom/transfer-syntax.ts';
import { IMPLEMENTATION_CLASS, writePart10 } from '../dicom/write.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import { changesOf } from './changes.ts';
import { echoIndex, EchoMemory, findEchoes } from './echo.ts';
import { IdentifierMemory, identifiersOf, namesOf, uidsOf, type Identifier } from './identifiers.ts';
import type { DeidentificationRecord, DeidentifiedFile, HeaderDeidentified, Pseudonyms } from './images.ts';
import { mayShowFace } from './faces.ts';
import { withoutHidden } from './hidden.ts';
import { PROFILE_EDITION } from './profile.generated.ts';
import { applyProfile } from './profile.ts';
import { violationOf } from './proof.ts';
import { dateShiftFor, patientKeyOf, pseudonymFor, uidFor, uidMap, type PatientSource } from './pseudonym.ts';
import { methodsOf, temporalMarkOf, type Method } from './options.ts';
import { type ProfileOption } from '../definition/profile-options.ts';
import { actionOf, isEnhanced } from './resolve.ts';
import { unlikeMeant, type Writer } from './second-path.ts';
import { rowOf } from './table.ts';

/**
 * Real identity behind the image: only for the centre's own correspondence table, never for an
 * export.
 */
export interface SourceIdentity {
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly accession: string;
  readonly studyDate: string;
  /**
   * What the patient pseudonym was derived from. `study`: exams of this patient can't be linked to
   * each other.
   */
  readonly patientSource: PatientSource;
}

export interface HeaderContext {
  /** The centre's HMAC-SHA-256 key. */
  readonly key: CryptoKey;
  /** Options that the definition asks for in addition to those of the preset. */
  readonly options: readonly ProfileOption[];
  /** Under the Modified Dates option: whether times of day are kept. Default: they are kept. */
  readonly keepTimes?: boolean;
  /** Whether several images of an exam may form a volume. Default: they do not. */
  readonly volumes?: boolean;
  /** Writes the file that is then proven. Default: {@link writePart10}. */
  readonly write?: Writer;
  /** Version of this application, for the record. */
  readonly tool?: string;
  /** Cache shared between images of one exam. It affects speed only. */
  readonly memory?: HeaderMemory;
}

/**
 * Values that all images of an exam share, computed once. Holds identifiers of the source: never
 * stored.
 */
export class HeaderMemory {
  readonly identifiers = new IdentifierMemory();
  readonly echoes = new EchoMemory();
}

export interface HeaderResult {
  readonly image: HeaderDeidentified;
  readonly identity: SourceIdentity;
  /**
   * The source's identifiers, to be searched for in text that is read from the pixels. Stored only
   * at the centre, encrypted.
   */
  readonly identifiers: readonly Identifier[];
}

const METHOD = `Negatoscope, DICOM PS3.15 ${PROFILE_EDITION} annex E`;
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

/**
 * The only function that makes a {@link HeaderDeidentified}. It applies the profile and writes a
 * new Part 10 file: native pixels in Explicit VR Little Endian, encapsulated pixels unchanged. Then
 * it proves the file: it reads it back, checks every attribute against the profile and searches the
 * bytes for the source's identifiers.
 *
 * Failures: `deidentify/echo`, `deidentify/proof`, `deidentify/overlay-in-pixels`,
 * `deidentify/unreadable-stream`.
 */
export async function deidentifyHeader(
  part10: Part10,
  facts: ImageFacts,
  { key, options, keepTimes = true, volumes = false, write = writePart10, tool, memory }: HeaderContext,
  file?: string,
): Promise<Result<HeaderResult>> {
  const { dataset } = part10;
  const text = (tag: string): string => textOf(dataset, tag) ?? '';
  const sourceSop = text('00080018') || `${text('0020000D')}/${facts.instanceNumber ?? 0}`;
  // A file without a study UID counts as an exam of its own.
  const exam = text('0020000D') || `instance/${sourceSop}`;
  const patientKey = patientKeyOf(dataset, exam);
  const keepsUids = options.includes('retain-uids');
  const uidOf = async (tag: string, source: string): Promise<string> =>
    keepsUids && text(tag) !== '' ? text(tag) : uidFor(key, source);
  // WebCrypto is asynchronous: start it now and await it after the other work.
  const asked = Promise.all([
    pseudonymFor(key, 'patient', patientKey.text),
    pseudonymFor(key, 'exam', exam),
    uidOf('0020000D', exam),
    uidOf('0020000E', text('0020000E') || `${exam}/series`),
    uidOf('00080018', sourceSop),
    uidMap(key, uidsOf(dataset)),
    dateShiftFor(key, patientKey.text),
  ]);
  const sopClass = facts.sopClass || SECONDARY_CAPTURE;
  const place = { sopClass, parent: null };
  const keeps = ({ tag, vr }: Element): boolean => {
    const row = rowOf(tag);
    return row === null ? vr === 'UI' && keepsUids : actionOf(row, tag, place, options) === 'keep';
  };
  const identifiers = identifiersOf(dataset, keeps, memory?.identifiers);
  const echoes = echoIndex(identifiers, memory?.echoes);
  const names = namesOf(dataset, memory?.identifiers);
  const plain = withoutHidden({ ...part10, dataset: withMendedNumbers(dataset) }, facts);
  const [patient, pseudonym, studyUid, seriesUid, sopUid, uids, secretShift] = await asked;
  if (!plain.ok) return failed({ ...plain.failure, ...(file === undefined ? {} : { file }) });
  const identity: Pseudonyms = { patient, exam: pseudonym, studyUid, seriesUid, sopUid };
  const dateShift = options.includes('retain-modified-dates') ? secretShift : 0;
  const applied = applyProfile(plain.value.dataset, {
    sopClass,
    options,
    uids,
    dateShift,
    keepTimes,
    echoes,
    names,
  });
  const methods = methodsOf(options);
  const recognizable = volumes && mayShowFace(dataset);
  const outgoing = marked(
    applied.dataset,
    sopClass,
    identity,
    methods,
    temporalMarkOf(options),
    recognizable,
  );
  const head = {
    transferSyntax: isNative(plain.value.transferSyntax) ? EXPLICIT_LE : plain.value.transferSyntax,
    sopClass,
    sopInstance: identity.sopUid,
  };
  const dicom = write(outgoing, head);

  const proof = (attribute: string, cause: string) =>
    failed(failure('deidentify/proof', { attribute, cause }, file));
  const unlike = unlikeMeant(dicom, { dataset: outgoing, ...head });
  if (unlike !== null) return proof(unlike.attribute, unlike.cause);
  const written = readPart10(dicom);
  if (!written.ok) return proof('file', `does not read back: ${written.failure.code}`);
  const writtenFacts = factsOf(written.value);
  if (!writtenFacts.ok) return proof('PixelData', `does not read back: ${writtenFacts.failure.code}`);
  // A number that was emptied would be taken as absent, and the pixels for other values.
  const lost = lostNumber(facts, writtenFacts.value);
  if (lost !== null) return proof(lost, 'not the number of the source');
  const codes = methods.map(({ code }) => code);
  const violation = violationOf(written.value.dataset, {
    sopClass,
    options,
    sopUid: identity.sopUid,
    patient: identity.patient,
    methods: codes,
    sourceUids: uids,
    names,
  });
  if (violation !== null) return proof(violation.attribute, violation.cause);
  const found = findEchoes(dicom, written.value.dataset, echoes);
  const [first] = found;
  if (first) return failed(failure('deidentify/echo', { ...first, count: found.length }, file));

  const image: DeidentifiedFile = {
    dicom,
    identity,
    facts: { ...writtenFacts.value, ...(facts.numbers && { numbers: facts.numbers }) },
    deidentification: {
      edition: PROFILE_EDITION,
      methods: codes,
      options,
      ...(volumes ? { recognizable } : {}),
      actions: [...applied.actions, ...hiddenActions(part10, plain.value)],
      echoes: 0,
      proof: [
        { at: 'ingest', check: 'second-path', result: 'passed' },
        { at: 'ingest', check: 'profile', result: 'passed' },
        { at: 'ingest', check: 'echo', result: 'passed' },
      ],
      attributes: changesOf(dataset, written.value.dataset, applied.actions, options),
      sopClass,
      ...(options.includes('retain-modified-dates') ? { times: keepTimes ? 'keep' : 'cut' } : {}),
      ...(tool === undefined ? {} : { tool }),
    },
  };
  return success({
    image: image as HeaderDeidentified,
    identity: {
      patientName: text('00100010'),
      patientId: text('00100020'),
      birthDate: text('00100030'),
      accession: text('00080050'),
      studyDate: text('00080020'),
      patientSource: patientKey.source,
    },
    identifiers,
  });
}

/** True when something other than pixels was removed from Pixel Data. */
function hiddenActions(before: Part10, after: Part10): DeidentificationRecord['actions'] {
  return PIXEL_TAGS.filter((tag) => !hasEqualPixels(before, after, tag)).map((tag) => ({
    path: tag,
    keyword: keywordOf(tag) ?? tag,
    action: 'cleaned' as const,
  }));
}

function hasEqualPixels(before: Part10, after: Part10, tag: string): boolean {
  const [one, other] = [before, after].map(({ dataset }) => chunksOf(dataset.elements.get(tag)));
  return one?.length === other?.length && (one ?? []).every((chunk, i) => chunk === other?.[i]);
}

function chunksOf(pixels: Element | undefined): readonly Uint8Array[] {
  if (pixels?.value.kind === 'fragments') return [pixels.value.offsetTable, ...pixels.value.fragments];
  return pixels?.value.kind === 'bytes' ? [pixels.value.bytes] : [];
}

/**
 * Checks that bytes read from storage are a file of ours. Failure: `deidentify/not-deidentified`.
 */
export function reopen(
  dicom: Uint8Array<ArrayBuffer>,
  row: {
    readonly identity: Pseudonyms;
    readonly facts: ImageFacts;
    readonly deidentification: DeidentificationRecord;
  },
): Result<HeaderDeidentified> {
  const { identity, facts, deidentification } = row;
  const part10 = readPart10(dicom);
  const ours =
    part10.ok &&
    textOf(part10.value.meta, '00020012') === IMPLEMENTATION_CLASS &&
    textOf(part10.value.dataset, '00120062') === 'YES' &&
    textOf(part10.value.dataset, '00080018') === identity.sopUid;
  if (!ours) return failed(failure('deidentify/not-deidentified', {}));
  return success({ dicom, identity, facts, deidentification } as HeaderDeidentified);
}

/**
 * Pseudonyms, new UIDs and the de-identification markers (PS3.15 section E.1.1, PS3.3 section
 * C.7.1.1).
 */
function marked(
  dataset: DataSet,
  sopClass: string,
  identity: Pseudonyms,
  methods: readonly Method[],
  temporalMark: string,
  recognizable: boolean,
): DataSet {
  const { patient, sopUid, studyUid, seriesUid } = identity;
  // The source's statement about burned-in text is not trusted until a person has cleared the
  // image. The enhanced objects allow only NO.
  const isDoubtful = dataset.elements.has('00280301') && !isEnhanced(sopClass);
  const burnedIn = isDoubtful ? [element('00280301', 'CS', 'YES')] : [];
  return withElements(dataset, {
    set: [
      ...(textOf(dataset, '00080016') === sopClass ? [] : [element('00080016', 'UI', sopClass)]),
      element('00080018', 'UI', sopUid),
      element('00080050', 'SH', ''),
      element('00100010', 'PN', patient),
      element('00100020', 'LO', patient),
      element('00120062', 'CS', 'YES'),
      element('00120063', 'LO', METHOD),
      element('00120064', 'SQ', methods.map(methodItem)),
      element('0020000D', 'UI', studyUid),
      element('0020000E', 'UI', seriesUid),
      element('00200010', 'SH', ''),
      element('00280303', 'CS', temporalMark),
      ...burnedIn,
      ...(recognizable ? [element('00280302', 'CS', 'YES')] : []),
    ],
  });
}

/** One item of (0012,0064) De-identification Method Code Sequence. */
export function methodItem({ code, meaning }: Method): DataSet {
  return dataSetOf([
    element('00080100', 'SH', code),
    element('00080102', 'SH', 'DCM'),
    element('00080104', 'LO', meaning),
  ]);
}
