import { success, type Result } from '../core/result.ts';
import type { ImageTools } from './decoding.ts';
import { FrameMemory } from './frame-memory.ts';
import { openPicture, type Picture } from './picture.ts';

/** The files that a worker holds open, by id. Who opens them decides how many stay and closes the others. */
export class OpenPictures {
  readonly #tools: ImageTools;
  readonly #memory: FrameMemory;
  readonly #open = new Map<string, Picture>();

  constructor(tools: ImageTools, memory: FrameMemory = new FrameMemory()) {
    this.#tools = tools;
    this.#memory = memory;
  }

  /** Parses a file and holds it. A file that was open under the same id is closed. Failures: those of reading. */
  open(id: string, dicom: Uint8Array): Result<void> {
    this.close([id]);
    const picture = openPicture(this.#tools, dicom, this.#memory);
    if (!picture.ok) return picture;
    this.#open.set(id, picture.value);
    return success(undefined);
  }

  close(ids: readonly string[]): void {
    for (const id of ids) {
      this.#open.get(id)?.close();
      this.#open.delete(id);
    }
  }

  /** Turns a question about a picture into one about an id. It throws when the id is not open: whoever asks knows what is. */
  asked<A extends unknown[], R>(answer: (picture: Picture, ...args: A) => R): (id: string, ...args: A) => R {
    return (id, ...args) => {
      const picture = this.#open.get(id);
      if (!picture) throw new Error('the picture is not open');
      return answer(picture, ...args);
    };
  }
}
