import type { CriterionOutcome } from '../../core/challenge/criteria.ts';
import type { OpenPoint } from '../../core/challenge/open-points.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { ReadIdentifier, Reading } from '../../core/deidentify/text-flags.ts';
import type { Failure } from '../../core/failure.ts';
import type { Result } from '../../core/result.ts';
import type { BlockedFile } from './blocked-file.ts';
import type { Choice, Outline } from './choice.ts';
import type { Objections } from './objections.ts';
import type { Pictures } from './pictures.svelte.ts';
import type { Queue } from './queue.svelte.ts';
import type { Signing } from './signing.svelte.ts';
import type { StoredImages } from './stored-images.svelte.ts';
import type { WrittenText } from './written-text.svelte.ts';

/*
 * What the parts of a contribution read from each other and ask of each other. Each part takes only the ports that it needs. `Contribute`
 * has all of them.
 */

export interface ChallengePort {
  readonly definition: ChallengeDefinition;
}

export interface SigningPort {
  readonly signing: Pick<Signing, 'centre' | 'charter' | 'key'>;
}

export interface ImagesPort {
  readonly images: Pick<StoredImages, 'all' | 'of' | 'ofExam' | 'identityOf' | 'soughtOf'>;
}

export interface FilesPort {
  readonly images: Pick<StoredImages, 'fileOf'>;
}

/** Takes up images that were stored. */
export interface IntakePort {
  readonly images: Pick<StoredImages, 'add'>;
  readonly choosing: { propose(): Promise<Result<void>> };
}

export interface QueuePort {
  readonly queue: Pick<Queue, 'choices' | 'accepted' | 'cleared' | 'put'>;
}

export interface AssessmentPort {
  readonly assessment: {
    outcomes(choice: Choice): readonly CriterionOutcome[];
    openPoints(choice: Choice): readonly OpenPoint[];
  };
}

export interface TextPort {
  readonly text: Pick<WrittenText, 'flags' | 'open'>;
}

/** Records the result of character recognition. */
export interface ReadingPort {
  readonly choosing: {
    recordReading(choice: Choice, reading: Reading, found: readonly ReadIdentifier[]): Promise<Result<void>>;
  };
}

/** Measures one image of the queue and proposes its outline. */
export interface ProposalPort {
  readonly pictures: Pick<Pictures, 'isMeasured' | 'measure'>;
  readonly outlines: { proposalOf(choice: Choice): Promise<Result<Outline | null>> };
}

/** Files that the proof stopped at import, and images that it stopped at clearing. They stay behind. */
export interface StoppedPort {
  readonly incoming: { readonly blocked: readonly BlockedFile[] };
  readonly outgoing: { readonly unclearable: ReadonlyMap<string, Failure> };
}

export interface ObjectionsPort {
  readonly objections: Pick<Objections, 'read'>;
}
