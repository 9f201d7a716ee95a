/** Acceptances by which the rate is measured. */
const RATED = 30;
/** Fewer acceptances give no rate. */
const FEWEST = 4;

/** How fast images are accepted at the desk. */
export class Pace {
  #accepts = $state.raw<readonly number[]>([]);

  /** Images an hour; null while too few were accepted. */
  readonly rate = $derived.by(() => {
    const [first] = this.#accepts;
    const last = this.#accepts.at(-1);
    if (this.#accepts.length < FEWEST || first === undefined || last === undefined) return null;
    return Math.round(((this.#accepts.length - 1) * 3_600_000) / Math.max(1, last - first));
  });

  /** @param at milliseconds of a clock that never steps back */
  add(at: number): void {
    this.#accepts = [...this.#accepts.slice(-RATED), at];
  }
}
