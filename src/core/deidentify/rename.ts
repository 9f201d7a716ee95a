import { element, textOf, withElements } from '../dicom/element.ts';
import { readPart10 } from '../dicom/read.ts';
import { writePart10 } from '../dicom/write.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import { reopen } from './header.ts';
import type { DeidentifiedFile, HeaderDeidentified, Pseudonyms } from './images.ts';
import { violationOf } from './proof.ts';
import { unlikeMeant } from './second-path.ts';

/**
 * A de-identified file under other pseudonyms: of another patient, when a person said that one
 * patient id stands for several, or kept apart from an image with the same UIDs. All else of the file
 * stays, and the written file is proven again. The series keeps its UID.
 *
 * Failures: `deidentify/not-deidentified`, `deidentify/proof`.
 */
export function renamed(
  image: DeidentifiedFile,
  to: Omit<Pseudonyms, 'seriesUid'>,
): Result<HeaderDeidentified> {
  const ours = reopen(image.dicom, image);
  if (!ours.ok) return ours;
  const source = readPart10(image.dicom);
  if (!source.ok) return source;
  const { patient, exam, studyUid, sopUid } = to;
  const dataset = withElements(source.value.dataset, {
    set: [
      element('00080018', 'UI', sopUid),
      element('00100010', 'PN', patient),
      element('00100020', 'LO', patient),
      element('0020000D', 'UI', studyUid),
    ],
  });
  const head = {
    transferSyntax: source.value.transferSyntax,
    sopClass: textOf(dataset, '00080016') ?? image.facts.sopClass,
    sopInstance: sopUid,
  };
  const dicom = writePart10(dataset, head);
  const proof = (attribute: string, cause: string) =>
    failed(failure('deidentify/proof', { attribute, cause }));
  const written = readPart10(dicom);
  if (!written.ok) return proof('file', `does not read back: ${written.failure.code}`);
  const { deidentification, facts } = image;
  const violation =
    unlikeMeant(dicom, { dataset, ...head }) ??
    violationOf(written.value.dataset, {
      sopClass: head.sopClass,
      options: deidentification.options ?? [],
      sopUid,
      patient,
      methods: deidentification.methods,
      sourceUids: new Map(),
    });
  if (violation !== null) return proof(violation.attribute, violation.cause);
  const identity = { ...image.identity, patient, exam, studyUid, sopUid };
  return success({ dicom, identity, facts, deidentification } as DeidentifiedFile as HeaderDeidentified);
}
