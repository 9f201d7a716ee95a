import { cropBox, type Box } from '../../../core/image/grid.ts';
import { centroid } from '../../../core/image/mask.ts';
import type { DeskPort } from './desk-port.ts';
import { toMillimetres, type Point } from '../../../core/measure.ts';

/** Position of the crop on the image at the desk, and the acts that move it. */
export class CropPlace {
  readonly #desk: DeskPort;

  constructor(desk: DeskPort) {
    this.#desk = desk;
  }

  /** True if a person places the crop. False if it follows a mask or covers the image. */
  get isPlaced() {
    return this.#desk.contribute.definition.preprocessing.crop === 'click';
  }

  /** Source pixels. null: nothing is cropped, or the crop is not placed yet. */
  readonly box: Box | null = $derived.by(() => {
    const { image, choice, mask } = this.#desk;
    const { preprocessing } = this.#desk.contribute.definition;
    if (!image || !choice || preprocessing.imageSize === null) return null;
    if (preprocessing.crop === 'none') return cropBox(image, preprocessing, null);
    if (preprocessing.crop === 'click') return choice.center && cropBox(image, preprocessing, choice.center);
    const middle = mask ? centroid({ size: image.size, data: mask }) : null;
    return middle && cropBox(image, preprocessing, middle.pixels);
  });

  /** Width and height in millimetres of the patient. null: the spacing is unknown. */
  readonly millimetres = $derived.by(() => {
    const { box } = this;
    const spacing = this.#desk.image?.spacing;
    return box && spacing
      ? ([toMillimetres(box[2] - box[0], spacing[0]), toMillimetres(box[3] - box[1], spacing[1])] as const)
      : null;
  });

  place([x, y]: Point): void {
    if (this.isPlaced) void this.#desk.apply({ center: [Math.round(x), Math.round(y)] });
  }

  /** Uses the header only, so that a key pressed before the image is shown works too. */
  centre(): void {
    const facts = this.#desk.slices.image?.facts;
    if (facts) this.place([(facts.columns - 1) / 2, (facts.rows - 1) / 2]);
  }

  /** Moves the crop by source pixels. */
  nudge(dx: number, dy: number): void {
    const { image, choice, isShown } = this.#desk;
    if (!image || !choice || !isShown) return;
    const [x, y] = choice.center ?? [(image.size[0] - 1) / 2, (image.size[1] - 1) / 2];
    const limit = (value: number, length: number) => Math.min(length - 1, Math.max(0, Math.round(value)));
    this.place([limit(x + dx, image.size[0]), limit(y + dy, image.size[1])]);
  }
}
