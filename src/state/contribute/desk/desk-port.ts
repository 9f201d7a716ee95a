import type { Failure } from '../../../core/failure.ts';
import type { Image } from '../../../core/dicom/image.ts';
import type { Choice, ChoiceChange } from '../choice.ts';
import type { Pictures } from '../pictures.svelte.ts';
import type { ChallengePort, SigningPort } from '../ports.ts';
import type { Slices } from './slices.svelte.ts';

/** What the parts of the desk read from it and ask of it. */
export interface DeskPort {
  readonly contribute: ChallengePort & SigningPort & { readonly pictures: Pick<Pictures, 'proposeSector'> };
  /** Id of the entry on the desk. */
  readonly selected: string | undefined;
  readonly choice: Choice | undefined;
  readonly slices: Pick<Slices, 'image' | 'place'>;
  /** The decoded image of the slice. null: it is being decoded. */
  readonly image: Image | null;
  readonly mask: Uint8Array | null;
  readonly isShown: boolean;
  apply(change: ChoiceChange): Promise<void>;
  tell(failure: Failure | undefined): void;
}
