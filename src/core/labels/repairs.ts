/** Repairs made during reading. Each kind is counted and shown; nothing is repaired silently. */
export type RepairKind =
  | 'encoding'
  | 'byte-order-mark'
  | 'separator'
  | 'separator-line'
  | 'trailing-empty-lines'
  | 'trailing-empty-cells'
  | 'formula-text'
  | 'header-spelling'
  | 'unnamed-id-column'
  | 'trimmed-id'
  | 'normalised-id'
  | 'trimmed-value'
  | 'decimal-comma'
  | 'boolean-spelling'
  | 'category-spelling';

export interface Repair {
  readonly kind: RepairKind;
  readonly count: number;
  /** The first one, `found → read as`. */
  readonly example?: string;
}

/** Counts the repairs of one file. */
export class RepairCount {
  readonly #kinds = new Map<RepairKind, { count: number; example: string | undefined }>();

  add(kind: RepairKind, example?: string, count = 1): void {
    const known = this.#kinds.get(kind);
    if (known) known.count += count;
    else this.#kinds.set(kind, { count, example });
  }

  /** In order of first occurrence. */
  list(): Repair[] {
    return [...this.#kinds].map(([kind, { count, example }]) =>
      example === undefined ? { kind, count } : { kind, count, example },
    );
  }
}
