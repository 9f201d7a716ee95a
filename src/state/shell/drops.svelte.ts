import type { PickedFile, PickedFiles } from './intake.ts';

/** What a recogniser found in a drop: the files that it takes and the function that opens them. */
export interface Recognition {
  readonly files: readonly PickedFile[];
  readonly open: () => void | Promise<void>;
}

/** Finds the files of its kind by name and a few bytes. It does not read whole files. */
export interface Recogniser {
  readonly id: string;
  recognise(files: readonly PickedFile[]): Promise<Recognition | undefined>;
}

export type UnknownReason = 'empty' | 'not-json' | 'other-json' | 'unknown';

export interface UnknownFile {
  readonly path: string;
  readonly reason: UnknownReason;
}

/** Any file can be dropped on any screen. One recogniser after the other takes the files that it knows. Other files are listed with the reason. */
class Drops {
  #recognisers: Recogniser[] = [];
  #reading = $state<number | undefined>();
  #unknown = $state.raw<readonly UnknownFile[]>([]);

  /** Number of files found so far while a drop is read. */
  get reading(): number | undefined {
    return this.#reading;
  }

  /** Files of the last drop that no recogniser took. */
  get unknown(): readonly UnknownFile[] {
    return this.#unknown;
  }

  /** @param isFirst true for a recogniser of the current screen: it is asked before the others */
  register(recogniser: Recogniser, isFirst = false): () => void {
    if (isFirst) this.#recognisers.unshift(recogniser);
    else this.#recognisers.push(recogniser);
    return () => {
      this.#recognisers = this.#recognisers.filter((other) => other !== recogniser);
    };
  }

  dismissUnknown(): void {
    this.#unknown = [];
  }

  async take(incoming: PickedFiles): Promise<void> {
    let left: PickedFile[] = [];
    this.#reading = 0;
    try {
      for await (const batch of incoming) {
        left.push(...batch);
        this.#reading = left.length;
      }
    } finally {
      this.#reading = undefined;
    }
    for (const recogniser of this.#recognisers) {
      if (left.length === 0) break;
      const found = await recogniser.recognise(left);
      if (!found) continue;
      const taken = new Set(found.files);
      left = left.filter((file) => !taken.has(file));
      await found.open();
    }
    this.#unknown = await Promise.all(
      left.map(async (file) => ({ path: file.path, reason: await reasonOf(file.file) })),
    );
  }
}

async function reasonOf(file: File): Promise<UnknownReason> {
  if (file.size === 0) return 'empty';
  if (!/\.json$/i.test(file.name)) return 'unknown';
  try {
    JSON.parse(await file.text());
    return 'other-json';
  } catch {
    return 'not-json';
  }
}

export const drops = new Drops();
