import type { Failure } from '../../../core/failure.ts';
import type { Image } from '../../../core/dicom/image.ts';
import type { Choice, ChoiceChange } from '../choice.ts';
import type { Pictures } from '../pictures.svelte.ts';
import type { ChallengePort, SigningPort } from '../ports.ts';
import type { Place } from './shown-image.svelte.ts';
import type { Slices } from './slices.svelte.ts';

/** What the parts of the desk read from it and ask of it. */
export interface DeskPort {
  readonly contribute: ChallengePort & SigningPort & { readonly pictures: Pick<Pictures, 'proposeSector'> };
  readonly choice: Choice | undefined;
  readonly slices: Pick<Slices, 'image' | 'place'>;
  /** The decoded image of the slice. null: it is being decoded. */
  readonly image: Image | null;
  readonly mask: Uint8Array | null;
  readonly isShown: boolean;
  /** True while this slice of this entry is still on the desk. For acts that waited. */
  isOn(asked: Place & Pick<Choice, 'id'>): boolean;
  apply(change: ChoiceChange): Promise<void>;
  tell(failure: Failure | undefined): void;
}
