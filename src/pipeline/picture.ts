import type { Part10 } from '../core/dicom/dataset.ts';
import { readPart10 } from '../core/dicom/read.ts';
import { success, type Result } from '../core/result.ts';
import { decodedFrom, storedOf, type Decoded, type ImageTools } from './decoding.ts';
import { FrameMemory } from './frame-memory.ts';

/** A file that was parsed once and is asked several questions. */
export class Picture {
  readonly part10: Part10;
  readonly #tools: ImageTools;
  readonly #memory: FrameMemory;

  constructor(tools: ImageTools, part10: Part10, memory: FrameMemory) {
    this.#tools = tools;
    this.part10 = part10;
    this.#memory = memory;
  }

  /**
   * One frame, decoded or remembered. Its pixels are shared with later questions and perhaps with the file: whoever gives them away or
   * changes them takes a copy. Failures: those of decoding. @param frame from 0
   */
  async frame(frame: number): Promise<Result<Decoded>> {
    const known = this.#memory.get(this, frame);
    if (known) return decodedFrom(known);
    const stored = await storedOf(this.#tools, this.part10, frame);
    if (!stored.ok) return stored;
    this.#memory.put(this, frame, stored.value);
    return decodedFrom(stored.value);
  }

  /** Like {@link frame}, for one of many frames that are passed through: it takes no place in the memory. */
  async passing(frame: number): Promise<Result<Decoded>> {
    const stored = this.#memory.get(this, frame) ?? (await storedOf(this.#tools, this.part10, frame));
    if (!('ok' in stored)) return decodedFrom(stored);
    return stored.ok ? decodedFrom(stored.value) : stored;
  }

  close(): void {
    this.#memory.forget(this);
  }
}

/** Parses a file. Failures: those of reading. @param memory where decoded frames are kept */
export function openPicture(
  tools: ImageTools,
  dicom: Uint8Array,
  memory: FrameMemory = new FrameMemory(),
): Result<Picture> {
  const part10 = readPart10(dicom);
  return part10.ok ? success(new Picture(tools, part10.value, memory)) : part10;
}
