import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Codec } from '../dicom/codec.ts';
import type { ReadingRepair } from '../dicom/dataset.ts';
import { decodeFrame } from '../dicom/decode.ts';
import { factsOf } from '../dicom/read-facts.ts';
import { readPart10 } from '../dicom/read.ts';
import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { Identifier } from './identifiers.ts';
import { soughtInPixels } from './read-identifiers.ts';
import { deidentifyHeader, type HeaderMemory, type SourceIdentity } from './header.ts';
import type { HeaderDeidentified } from './images.ts';

export interface Ingested {
  readonly image: HeaderDeidentified;
  /** Only for the centre's correspondence table. */
  readonly identity: SourceIdentity;
  /** Further identifiers to search for in the pixels. They stay at the centre. */
  readonly sought: readonly Identifier[];
  /** What of the file was read otherwise than as it is written, each kind once. */
  readonly repairs: readonly ReadingRepair[];
}

/**
 * Ingests one file of an import: reads it, checks it against the definition's modality, decodes one
 * frame and de-identifies the header. The frame is decoded so that a picture that can't be shown is
 * reported now and not later at the desk. From the raw header only `identity` and `sought` are
 * passed on.
 *
 * Failures: `challenge/wrong-modality`, and those of `readPart10`, `factsOf`, `decodeFrame` and
 * `deidentifyHeader`.
 *
 * @param memory cache shared between the files of one import, made by the caller. It affects speed
 * only.
 */
export async function ingest(
  bytes: Uint8Array,
  file: string,
  definition: ChallengeDefinition,
  key: CryptoKey,
  codec: Codec,
  tool?: string,
  memory?: HeaderMemory,
): Promise<Result<Ingested>> {
  const part10 = readPart10(bytes, file);
  if (!part10.ok) return part10;
  const facts = factsOf(part10.value, file);
  if (!facts.ok) return facts;
  if (facts.value.modality !== definition.modality) {
    const { modality } = facts.value;
    return failed(
      failure('challenge/wrong-modality', { expected: definition.modality, got: modality }, file),
    );
  }
  const decoded = await decodeFrame(part10.value, facts.value, 0, codec);
  if (!decoded.ok) return failed({ ...decoded.failure, file });
  const { options = [], times = 'keep', volumes = false } = definition.deidentification ?? {};
  const deidentified = await deidentifyHeader(
    part10.value,
    facts.value,
    {
      key,
      options,
      keepTimes: times === 'keep',
      volumes,
      ...(tool === undefined ? {} : { tool }),
      ...(memory === undefined ? {} : { memory }),
    },
    file,
  );
  if (!deidentified.ok) return deidentified;
  const { image, identity, identifiers } = deidentified.value;
  const repairs = [...new Set(part10.value.repairs)];
  return success({ image, identity, sought: soughtInPixels(identifiers), repairs });
}
