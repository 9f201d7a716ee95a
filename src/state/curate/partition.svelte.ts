import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { MergedImage } from '../../core/package/merge.ts';
import { success } from '../../core/result.ts';
import { PARTS } from '../../core/split/part.ts';
import { splitImages, strata } from '../../core/split/split.ts';

/** The split of the kept images into training, validation and test. */
export class Partition {
  #ratios = $state.raw<readonly [number, number, number]>([60, 20, 20]);
  #seed = $state('1');
  readonly #definition: ChallengeDefinition;
  readonly #kept: () => readonly MergedImage[];

  constructor(definition: ChallengeDefinition, kept: () => readonly MergedImage[]) {
    this.#definition = definition;
    this.#kept = kept;
    this.#ratios = definition.split.ratios;
  }

  readonly split = $derived.by(() => {
    const { groupBy, stratifyBy } = this.#definition.split;
    return splitImages(
      this.#kept().map(({ key, centre, record, labels }) => ({
        key,
        group: `${centre}/${groupBy === 'patient' ? record.patient : record.exam}`,
        labels: strata(labels, stratifyBy),
      })),
      this.#ratios,
      this.#seed,
    );
  });

  readonly summary = $derived.by(() => {
    if (!this.split.ok) return this.split;
    const { quality } = this.split.value;
    return success({
      counts: PARTS.map((part) => ({ part, count: quality.parts[part].images })),
      worstDeviation: quality.worst?.deviation ?? null,
    });
  });

  /** Percent of training, validation and test. */
  get ratios() {
    return this.#ratios;
  }
  get seed() {
    return this.#seed;
  }

  setRatio(index: number, percent: number): void {
    const ratios: [number, number, number] = [...this.#ratios];
    ratios[index] = percent;
    this.#ratios = ratios;
  }

  setSeed(seed: string): void {
    this.#seed = seed;
  }
}
