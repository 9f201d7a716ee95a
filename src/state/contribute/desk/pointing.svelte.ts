import type { Image } from '../../../core/dicom/image.ts';
import type { Point } from '../../../core/measure.ts';
import type { ChoiceChange } from '../choice.ts';
import type { CropPlace } from './crop-place.svelte.ts';
import type { Handles } from './handles.ts';
import type { MaskDrawing } from './mask-drawing.svelte.ts';
import type { MaximumView } from './maximum-view.svelte.ts';
import type { Measuring } from './measuring.svelte.ts';
import type { SectorOutline } from './sector-outline.svelte.ts';
import type { TextAnswers } from './text-answers.svelte.ts';

interface Ports {
  readonly image: Image | null;
  readonly isShown: boolean;
  readonly storedMask: Uint8Array | null;
  readonly answers: TextAnswers;
  readonly crop: CropPlace;
  readonly drawing: MaskDrawing;
  readonly maximum: MaximumView;
  readonly measuring: Measuring;
  readonly sector: SectorOutline;
  apply(change: ChoiceChange): Promise<void>;
}

/** What the pointer and the arrow keys do in the picture. Points are in source pixels. */
export class Pointing {
  readonly #desk: Ports;
  /** The handle that keys move. null: none is chosen. */
  handle = $state<number | null>(null);

  constructor(desk: Ports) {
    this.#desk = desk;
  }

  /** Points that can be moved. null: there are none. */
  readonly handles: Handles | null = $derived.by(() => {
    const { drawing, measuring, sector } = this.#desk;
    if (measuring.handles) return measuring.handles;
    return drawing.corners ? null : sector.handles;
  });

  /** A click belongs to what is being drawn. Otherwise it places the crop. */
  click([x, y]: Point): void {
    const { answers, crop, drawing, measuring, sector } = this.#desk;
    if (drawing.corners) drawing.corner([x, y]);
    else if (answers.draft) void answers.click([x, y]);
    else if (measuring.line) measuring.click([x, y]);
    else if (sector.draft) sector.click([x, y]);
    else crop.place([x, y]);
  }

  paint(piece: readonly Point[], done: boolean): void {
    const { drawing, image, isShown, storedMask } = this.#desk;
    // A mask belongs to the chosen slice. Painting on another slice chooses that one.
    const painted = image && isShown && drawing.stroke(storedMask, image.size, piece, done);
    if (painted) void this.#desk.apply({ mask: painted });
  }

  closeShape(): void {
    const { drawing, image, isShown, storedMask } = this.#desk;
    const shaped = image && isShown && drawing.finish(storedMask, image.size);
    if (shaped) void this.#desk.apply({ mask: shaped });
  }

  /** Draws a line over a known distance. Its first end is ready for the keys. */
  measure(): void {
    const { isShown, maximum, measuring, sector } = this.#desk;
    if (!isShown) return;
    maximum.close();
    sector.reset();
    measuring.begin();
    this.handle = measuring.line ? 0 : null;
  }

  /** Chooses the next handle for the keys. */
  nextHandle(): void {
    const count = this.handles?.points.length ?? 0;
    this.handle = count === 0 ? null : this.handle === null ? 0 : (this.handle + 1) % count;
  }

  nudgeHandle(dx: number, dy: number): void {
    const { handles, handle } = this;
    const point = handle === null ? undefined : handles?.points[handle];
    if (handle !== null && point) handles?.move(handle, [point[0] + dx, point[1] + dy]);
  }
}
