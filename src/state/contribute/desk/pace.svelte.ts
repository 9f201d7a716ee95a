/** Number of acceptances that the rate is measured from. */
const RATED = 30;
/** Fewest acceptances that give a rate. */
const FEWEST = 4;

/** The rate at which images are accepted at the desk. */
export class Pace {
  #accepts = $state.raw<readonly number[]>([]);

  /** Images an hour. null: too few were accepted. */
  readonly rate = $derived.by(() => {
    const [first] = this.#accepts;
    const last = this.#accepts.at(-1);
    if (this.#accepts.length < FEWEST || first === undefined || last === undefined) return null;
    return Math.round(((this.#accepts.length - 1) * 3_600_000) / Math.max(1, last - first));
  });

  /** @param at milliseconds of a monotonic clock */
  add(at: number): void {
    this.#accepts = [...this.#accepts.slice(-RATED), at];
  }
}
