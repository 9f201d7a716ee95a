import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { Failure } from '../../core/failure.ts';
import { challenges } from './challenges.svelte.ts';
import type { Recogniser } from './drops.svelte.ts';

/** The definition that was refused last, with all its errors. */
class Refusal {
  #current = $state.raw<{ readonly file: string; readonly failures: readonly Failure[] } | undefined>();

  get current(): { readonly file: string; readonly failures: readonly Failure[] } | undefined {
    return this.#current;
  }

  show(file: string, failures: readonly Failure[]): void {
    this.#current = { file, failures };
  }

  dismiss(): void {
    this.#current = undefined;
  }
}

export const refusal = new Refusal();

/** Largest file that is read, in bytes. A definition has a few kilobytes. */
const LARGEST = 2_000_000;

/** Whether a file is meant as a definition: it has the format's name, or parts that only a definition has. */
function isMeant(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const keys = Object.keys(value);
  return (
    (value as { format?: unknown }).format === 'negatoscope-challenge' ||
    ['criteria', 'preprocessing', 'labels', 'score', 'split'].filter((key) => keys.includes(key)).length >= 3
  );
}

/** Recognises a dropped challenge definition and checks it. A valid one is added; of an invalid one all errors are shown. */
export const definitionRecogniser = (added: (definition: ChallengeDefinition) => void): Recogniser => ({
  id: 'challenge-definition',
  async recognise(files) {
    for (const picked of files) {
      if (!/\.json$/i.test(picked.file.name) || picked.file.size > LARGEST) continue;
      const value = parse(await picked.file.text());
      if (!isMeant(value)) continue;
      return {
        files: [picked],
        async open() {
          const { readDefinition } = await import('../../core/challenge/read-definition.ts');
          const read = readDefinition(value, picked.path);
          if (!read.ok) {
            refusal.show(picked.path, read.failure);
            return;
          }
          await challenges.add(read.value);
          added(read.value);
        },
      };
    }
    return undefined;
  },
});

function parse(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
