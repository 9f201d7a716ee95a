import { brushed, edited, filled } from '../../../core/image/brush.ts';
import type { Mask } from '../../../core/dicom/image.ts';
import { polygonMask } from '../../../core/image/mask.ts';
import type { Point } from '../../../core/measure.ts';

/** `add` and `cut` draw a shape corner by corner. */
export type MaskTool = 'brush' | 'erase' | 'add' | 'cut';

/** Editing of the mask. A stroke is shown at once and stored when it ends. */
export class MaskDrawing {
  #tool = $state<MaskTool | null>(null);
  #radius = $state(4);
  #draft = $state.raw<Uint8Array<ArrayBuffer> | null>(null);
  #corners = $state.raw<readonly Point[] | null>(null);

  get tool() {
    return this.#tool;
  }
  /** Radius of the brush in image pixels. */
  get radius() {
    return this.#radius;
  }
  /** The mask with the stroke that is being drawn. null: no stroke is being drawn. */
  get draft() {
    return this.#draft;
  }
  /** Corners of the shape so far. null: no shape is being drawn. */
  get corners() {
    return this.#corners;
  }
  get paints() {
    return this.#tool === 'brush' || this.#tool === 'erase';
  }

  choose(tool: MaskTool | null): void {
    this.#tool = tool;
    this.#draft = null;
    this.#corners = tool === 'add' || tool === 'cut' ? [] : null;
  }

  resize(radius: number): void {
    this.#radius = radius;
  }

  /** Draws a piece of a stroke over `stored`. Returns the mask to store when the stroke is done, else null. */
  stroke(
    stored: Uint8Array | null,
    size: Mask['size'],
    piece: readonly Point[],
    done: boolean,
  ): Uint8Array<ArrayBuffer> | null {
    const before = this.#draft ?? stored?.slice() ?? new Uint8Array(size[0] * size[1]);
    const edit = brushed({ size, data: before }, piece, this.#radius, this.#tool === 'brush' ? 1 : 0);
    this.#draft = edited({ size, data: before }, edit).data.slice();
    if (!done) return null;
    const drawn = this.#draft;
    this.#draft = null;
    return drawn;
  }

  corner(point: Point): void {
    if (this.#corners) this.#corners = [...this.#corners, point];
  }

  /** The mask with the drawn shape added or cut out. null: the shape has fewer than three corners. */
  finish(stored: Uint8Array | null, size: Mask['size']): Uint8Array<ArrayBuffer> | null {
    const corners = this.#corners;
    if (!corners || corners.length < 3) return null;
    this.#corners = [];
    const before: Mask = { size, data: stored ?? new Uint8Array(size[0] * size[1]) };
    const edit = filled(before, polygonMask(corners, size), this.#tool === 'add' ? 1 : 0);
    return edited(before, edit).data.slice();
  }
}
