import type { Failure } from '../../../core/failure.ts';
import type { Image } from '../../../core/dicom/image.ts';
import type { ChoiceChange, ChoiceRow, Contribute, ImageRow } from '../contribute.svelte.ts';
import type { Place } from './shown-image.svelte.ts';

/** What the parts of the desk read of it and ask of it. */
export interface DeskPort {
  readonly contribute: Pick<Contribute, 'centre' | 'definition' | 'pictures'>;
  /** Id of the entry of the queue on the desk. */
  readonly selected: string | undefined;
  readonly choice: ChoiceRow | undefined;
  /** The slice on the screen. */
  readonly place: Place | undefined;
  readonly row: ImageRow | undefined;
  /** The decoded image of the slice; null while it is decoded. */
  readonly image: Image | null;
  readonly mask: Uint8Array | null;
  readonly isShown: boolean;
  apply(change: ChoiceChange): Promise<void>;
  tell(failure: Failure | undefined): void;
}
