import type { DataSet, Part10 } from '../dicom/dataset.ts';
import { element, itemsOf, textOf, withElements } from '../dicom/element.ts';
import type { ImageFacts } from '../dicom/facts.ts';
import { readPart10 } from '../dicom/read.ts';
import { EXPLICIT_LE, isNative } from '../dicom/transfer-syntax.ts';
import { IMPLEMENTATION_CLASS, writePart10 } from '../dicom/write.ts';
import { dataSetOf } from '../dicom/element.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import { findEchoes, identifiersOf, mentions, type Identifier } from './echo.ts';
import type { DeidentificationRecord, HeaderDeidentified, Pseudonyms } from './images.ts';
import { applyProfile, uidsOf } from './profile.ts';
import { PROFILE_EDITION } from './profile.generated.ts';
import { pseudonymFor, uidFor, uidMap } from './pseudonym.ts';
import { OPTIONS, type ProfileOption } from './table.ts';

/** Who the image really is: for the centre's own correspondence table, never for an export. */
export interface SourceIdentity {
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly accession: string;
  readonly studyDate: string;
}

export interface HeaderContext {
  /** The centre's HMAC-SHA-256 key. */
  readonly key: CryptoKey;
  /** Options beyond the presets' own (Clean Descriptors), as the definition asks. */
  readonly options: readonly ProfileOption[];
}

const BASIC_PROFILE = ['113100', 'Basic Application Confidentiality Profile'] as const;
export const METHOD = `Negatoscope: PS3.15 ${PROFILE_EDITION} Basic Profile, Clean Descriptors`;
/** Attributes that no de-identified file of ours may hold. */
const FORBIDDEN = ['00100030', '00101040', '04000561', 'FFFAFFFA', '00080080', '00101000'];

/**
 * The only maker of {@link HeaderDeidentified}: applies the profile, writes a new Part 10 file (native pixels in Explicit VR Little
 * Endian, encapsulated ones untouched), then proves it: reads it back and looks for the source's identifiers.
 *
 * Failures: `deidentify/echo`, `deidentify/proof`.
 */
export async function deidentifyHeader(
  part10: Part10,
  facts: ImageFacts,
  context: HeaderContext,
  file?: string,
): Promise<Result<{ image: HeaderDeidentified; identity: SourceIdentity }>> {
  const { dataset } = part10;
  const { key } = context;
  const identifiers = identifiersOf(part10);
  const study = textOf(dataset, '0020000D') ?? '';
  const source = {
    patientId: textOf(dataset, '00100020') ?? '',
    patientName: textOf(dataset, '00100010') ?? '',
  };
  const birthDate = textOf(dataset, '00100030') ?? '';
  const patient = await pseudonymFor(key, 'patient', patientText(dataset, source, birthDate, study));
  const sourceSop = textOf(dataset, '00080018') ?? `${study}/${facts.instanceNumber ?? 0}`;
  // A file without a study UID is an exam of its own.
  const examText = study === '' ? `instance/${sourceSop}` : study;
  const identity: Pseudonyms = {
    patient,
    exam: await pseudonymFor(key, 'exam', examText),
    studyUid: await uidFor(key, examText),
    seriesUid: await uidFor(key, textOf(dataset, '0020000E') ?? `${examText}/series`),
    sopUid: await uidFor(key, sourceSop),
  };
  const options = new Set<ProfileOption>(['descriptors', ...context.options]);
  const uids = await uidMap(key, uidsOf(dataset));
  const applied = applyProfile(dataset, { options, uids, identifies: (text) => mentions(text, identifiers) });
  const methods = [
    BASIC_PROFILE,
    ...OPTIONS.filter(([option]) => options.has(option)).map(([, code, meaning]) => [code, meaning] as const),
  ];
  const clean = withElements(applied.dataset, {
    remove: ['04000561'],
    set: [
      element('00080018', 'UI', identity.sopUid),
      element('0020000D', 'UI', identity.studyUid),
      element('0020000E', 'UI', identity.seriesUid),
      element('00100010', 'PN', patient),
      element('00100020', 'LO', patient),
      element('00120062', 'CS', 'YES'),
      element('00120063', 'LO', METHOD),
      element('00120064', 'SQ', methods.map(codeItem)),
      element('00280303', 'CS', 'REMOVED'),
    ],
  });
  const sopClass = textOf(dataset, '00080016') ?? '1.2.840.10008.5.1.4.1.1.7';
  const dicom = writePart10(clean, {
    transferSyntax: isNative(part10.transferSyntax) ? EXPLICIT_LE : part10.transferSyntax,
    sopClass,
    sopInstance: identity.sopUid,
  });
  const proof = prove(dicom, identity.sopUid, identifiers, file);
  if (!proof.ok) return proof;
  const deidentification: DeidentificationRecord = {
    edition: PROFILE_EDITION,
    methods: methods.map(([code]) => code),
    actions: applied.actions,
    echoes: 0,
  };
  const image = { dicom, identity, facts: writtenFacts(facts), deidentification } as HeaderDeidentified;
  const accession = textOf(dataset, '00080050') ?? '';
  const studyDate = textOf(dataset, '00080020') ?? '';
  return success({ image, identity: { ...source, birthDate, accession, studyDate } });
}

/** What storage gives back, once it is seen to be a file of ours. Failure: `deidentify/not-deidentified`. */
export function reopen(
  dicom: Uint8Array<ArrayBuffer>,
  row: { identity: Pseudonyms; facts: ImageFacts; deidentification: DeidentificationRecord },
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

/** Native files are written in Explicit VR Little Endian whatever they came in. */
const writtenFacts = (facts: ImageFacts): ImageFacts =>
  isNative(facts.transferSyntax) ? { ...facts, transferSyntax: EXPLICIT_LE } : facts;

function patientText(
  dataset: DataSet,
  { patientId, patientName }: { patientId: string; patientName: string },
  birthDate: string,
  study: string,
): string {
  const fold = (text: string) => text.normalize('NFC').trim().toUpperCase();
  if (fold(patientId) !== '') return `id\n${fold(patientId)}\n${fold(textOf(dataset, '00100021') ?? '')}`;
  if (fold(patientName) !== '') return `name\n${fold(patientName)}\n${birthDate}`;
  return `study\n${study}`;
}

function codeItem([code, meaning]: readonly [string, string]): DataSet {
  return dataSetOf([
    element('00080100', 'SH', code),
    element('00080102', 'SH', 'DCM'),
    element('00080104', 'LO', meaning),
  ]);
}

/** Reads the written file again, by the reader that any source goes through, and holds it against what was promised. */
function prove(
  dicom: Uint8Array,
  sopUid: string,
  identifiers: readonly Identifier[],
  file?: string,
): Result<void> {
  const bad = (attribute: string, cause: string) =>
    failed(failure('deidentify/proof', { attribute, cause }, file));
  const read = readPart10(dicom, file);
  if (!read.ok) return bad('file', `the written file does not read back: ${read.failure.code}`);
  const { dataset, meta } = read.value;
  if (textOf(meta, '00020003') !== sopUid || textOf(dataset, '00080018') !== sopUid)
    return bad('SOPInstanceUID', 'not the new one');
  if (textOf(dataset, '00120062') !== 'YES') return bad('PatientIdentityRemoved', 'not YES');
  if (itemsOf(dataset, '00120064').length === 0) return bad('DeidentificationMethodCodeSequence', 'empty');
  for (const tag of FORBIDDEN) {
    const text = textOf(dataset, tag);
    if (text !== null && text !== 'ANONYMIZED' && text !== '19000101') return bad(tag, 'still has a value');
  }
  const header = withoutPixels(dicom);
  const echoes = findEchoes(header, identifiers);
  const [first] = echoes;
  if (first) return failed(failure('deidentify/echo', { kind: first.kind, count: echoes.length }, file));
  return success(undefined);
}

/** Pixel Data is the last large element: its value is cut off before the scan. */
function withoutPixels(dicom: Uint8Array): Uint8Array {
  for (let at = 132; at + 12 <= dicom.length; at += 2) {
    if (
      dicom[at] === 0xe0 &&
      dicom[at + 1] === 0x7f &&
      dicom[at + 3] === 0 &&
      (dicom[at + 2] === 0x10 || dicom[at + 2] === 8 || dicom[at + 2] === 9) &&
      dicom[at + 4] === 0x4f
    ) {
      return dicom.subarray(0, at);
    }
  }
  return dicom;
}
