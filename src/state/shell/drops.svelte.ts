import type { PickedFile, PickedFiles } from './intake.ts';

/** What a recogniser found in a drop: the files it takes and the act that opens them. */
export interface Recognition {
  readonly files: readonly PickedFile[];
  readonly open: () => void | Promise<void>;
}

/** Says whether files are of its kind: by name and a few bytes, not by reading them whole. */
export interface Recogniser {
  readonly id: string;
  recognise(files: readonly PickedFile[]): Promise<Recognition | undefined>;
}

export type UnknownReason = 'empty' | 'not-json' | 'other-json' | 'unknown';

export interface UnknownFile {
  readonly path: string;
  readonly reason: UnknownReason;
}

/** Drop anything anywhere: each recogniser in turn takes what it knows, the rest is named with the reason. */
class Drops {
  #recognisers: Recogniser[] = [];
  #reading = $state<number | undefined>();
  #unknown = $state.raw<readonly UnknownFile[]>([]);

  /** Files counted so far while a drop is being read. */
  get reading(): number | undefined {
    return this.#reading;
  }

  /** Files of the last drop that nothing recognised. */
  get unknown(): readonly UnknownFile[] {
    return this.#unknown;
  }

  /** @param isFirst of a screen, which asks before the others while it is shown */
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
