import type { CriterionOutcome } from '../../core/challenge/criteria.ts';
import type { OpenPoint } from '../../core/challenge/open-points.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { Identifier } from '../../core/deidentify/identifiers.ts';
import type { ReadIdentifier, Reading } from '../../core/deidentify/text-flags.ts';
import type { Failure } from '../../core/failure.ts';
import type { Result } from '../../core/result.ts';
import type { BlockedFile } from '../../storage/rows/blocked.ts';
import type { CentreRow, CharterRow } from '../../storage/rows/centres.ts';
import type { ChoiceRow } from '../../storage/rows/choices.ts';
import type { ImageRow, LocalIdentity } from '../../storage/rows/images.ts';
import type { ObjectionRow } from '../../storage/rows/objections.ts';
import type { Pictures } from './pictures.svelte.ts';
import type { Queue } from './queue.svelte.ts';
import type { WrittenText } from './written-text.svelte.ts';

/*
 * What the parts of a centre's contribution read of each other and ask of each other. A part takes the ports that it needs and knows no
 * other part.
 */

export interface ChallengePort {
  readonly definition: ChallengeDefinition;
}

export interface CentrePort {
  readonly centre: CentreRow | undefined;
  readonly charter: CharterRow | undefined;
}

export interface ImagesPort {
  readonly images: ReadonlyMap<string, ImageRow>;
  image(choice: ChoiceRow): ImageRow | undefined;
  identityOf(row: ImageRow): Promise<LocalIdentity>;
  /** Identifiers of the source to search for in the pixels. They stay at the centre. */
  soughtOf(row: ImageRow): Promise<readonly Identifier[]>;
}

export interface IntakePort {
  /** Shows images that were stored. */
  add(rows: readonly ImageRow[]): void;
  /** Puts the images of new exams in the queue. */
  propose(): Promise<void>;
}

export interface ChoicesPort {
  readonly choices: readonly ChoiceRow[];
  readonly accepted: readonly ChoiceRow[];
  readonly cleared: readonly ChoiceRow[];
  readonly queue: Pick<Queue, 'put'>;
}

export interface AssessmentPort {
  outcomes(choice: ChoiceRow): readonly CriterionOutcome[];
  openPoints(choice: ChoiceRow): readonly OpenPoint[];
}

export interface TextPort {
  readonly text: Pick<WrittenText, 'flags' | 'open'>;
  recordReading(choice: ChoiceRow, reading: Reading, found: readonly ReadIdentifier[]): Promise<Result<void>>;
}

/** What measuring and proposing do to one image of the queue. */
export interface ProposalPort {
  readonly pictures: Pick<Pictures, 'isMeasured' | 'measure'>;
  outlineOf(choice: ChoiceRow): Promise<Result<Pick<ChoiceRow, 'sector' | 'sectorForm'> | null>>;
}

/** What stays behind: files that the proof stopped at import, and images that it stopped at clearing. */
export interface StoppedPort {
  readonly incoming: { readonly blocked: readonly BlockedFile[] };
  readonly outgoing: { readonly unclearable: ReadonlyMap<string, Failure> };
}

export interface ObjectionsPort {
  /** Patients who object, by pseudonym, as stored now. */
  readObjections(): Promise<ReadonlyMap<string, ObjectionRow>>;
}
