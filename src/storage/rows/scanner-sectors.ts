import type { Sector } from '../../core/image/sector-shape.ts';
import type { Point } from '../../core/measure.ts';

/** The outline that a person last accepted for a scanner model and geometry. It names nobody: the key is a digest. */
export interface ScannerSectorRow {
  /** `sectorKey` of the image. */
  readonly key: string;
  /** Source pixels. */
  readonly polygon: readonly Point[];
  /** Absent when the outline was drawn freely. */
  readonly sectors: readonly Sector[];
  /** ISO 8601. */
  readonly at: string;
}
