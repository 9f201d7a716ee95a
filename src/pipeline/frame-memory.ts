import type { Stored } from './decoding.ts';

/** Bytes of decoded frames that a worker keeps: the frame on the screen, and some before it. A mammogram has up to about 50 MiB. */
export const MOST_FRAME_BYTES = 64 * 2 ** 20;

interface Kept {
  readonly owner: object;
  readonly frame: number;
  readonly stored: Stored;
}

/**
 * The frames decoded last, of all files together, up to a number of bytes. Stored values are kept: the rescale is as fast as a copy. A
 * frame that is larger than the limit is not kept.
 */
export class FrameMemory {
  readonly #most: number;
  /** The one used longest ago first. */
  #kept: readonly Kept[] = [];

  constructor(most: number = MOST_FRAME_BYTES) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#kept.reduce((sum, { stored }) => sum + bytesOf(stored), 0);
  }

  get(owner: object, frame: number): Stored | undefined {
    const found = this.#kept.find((one) => one.owner === owner && one.frame === frame);
    if (found) this.#kept = [...this.#kept.filter((one) => one !== found), found];
    return found?.stored;
  }

  put(owner: object, frame: number, stored: Stored): void {
    if (bytesOf(stored) > this.#most) return;
    const others = this.#kept.filter((one) => one.owner !== owner || one.frame !== frame);
    this.#kept = [...others, { owner, frame, stored }];
    while (this.bytes > this.#most) this.#kept = this.#kept.slice(1);
  }

  forget(owner: object): void {
    this.#kept = this.#kept.filter((one) => one.owner !== owner);
  }
}

const bytesOf = ({ stored }: Stored): number => stored.data.byteLength;
