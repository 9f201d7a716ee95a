import type { Outline, TextFlag } from '../../core/deidentify/text-flags.ts';
import type { Box } from '../../core/image/grid.ts';
import type { Point } from '../../core/measure.ts';
import type { Handles } from '../../state/contribute/desk/handles.ts';

/** What is drawn over a picture, in source pixels. */
export interface OverlayShapes {
  readonly box?: Box | null;
  readonly polygon?: readonly Point[] | null;
  /** The polygon is still being drawn. */
  readonly drawing?: boolean;
  /** The distance that is measured. */
  readonly line?: readonly Point[] | null;
  readonly flags?: readonly TextFlag[];
  /** Index of the flag that is being reviewed. */
  readonly selected?: number;
  readonly blackouts?: readonly Outline[];
  /** Corners of a blackout clicked so far. */
  readonly draft?: readonly Point[];
  /** What can be moved over the picture. */
  readonly handles?: Handles | null;
  /** Index of the handle that the arrow keys move. */
  readonly handle?: number | null;
  readonly onHandle?: (handle: number | null) => void;
}
