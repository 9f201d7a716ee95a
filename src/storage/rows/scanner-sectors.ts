import type { Sector } from '../../core/image/sector-shape.ts';

/** The outline that a person last accepted of a scanner model and geometry. Names nobody: the key is a digest. */
export interface ScannerSectorRow {
  /** `sectorKey` of the image. */
  readonly key: string;
  /** Source pixels. */
  readonly polygon: readonly (readonly [number, number])[];
  /** None where the outline is free. */
  readonly sectors: readonly Sector[];
  /** ISO 8601. */
  readonly at: string;
}
