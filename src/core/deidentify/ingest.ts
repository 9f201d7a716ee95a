import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Codec } from '../dicom/codec.ts';
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
  /** For the centre's correspondence table alone. */
  readonly identity: SourceIdentity;
  /** What else is looked for in the pixels, likewise. */
  readonly sought: readonly Identifier[];
}

/**
 * One file of an import: read, checked against the definition's modality, decoded once (so that a picture that can't be shown is
 * told now, not at the desk), and header-de-identified. Nothing of the raw header goes on but `identity` and `sought`.
 *
 * @param memory of the files before; made by who ingests one after the other
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
  return success({ image, identity, sought: soughtInPixels(identifiers) });
}
