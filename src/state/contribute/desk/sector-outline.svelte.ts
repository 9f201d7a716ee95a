import { cornersOf, sectorPolygon, withCorner, type SectorForm } from '../../../core/image/sector-edit.ts';
import { clipped, limitsOf, withinBox } from '../../../core/image/sector-limits.ts';
import { FIELD_CORNERS, type Handles } from './handles.ts';
import type { DeskPort } from './desk-port.ts';
import type { Point } from '../../../core/measure.ts';

/** The ultrasound sector at the desk: found in the pixels, recalled, drawn, or moved by its corners. */
export class SectorOutline {
  readonly #desk: DeskPort;
  #draft = $state.raw<readonly Point[] | null>(null);
  #proposing = $state(false);
  #notFound = $state(false);

  constructor(desk: DeskPort) {
    this.#desk = desk;
  }

  /** Corners clicked so far. null: no outline is being drawn. */
  get draft() {
    return this.#draft;
  }
  get proposing() {
    return this.#proposing;
  }
  /** The last search found nothing. */
  get notFound() {
    return this.#notFound;
  }
  /** Origin of the outline. null: there is no outline, or an early version stored it without an origin. */
  get from(): SectorForm['from'] | null {
    const { choice } = this.#desk;
    return (choice?.sector && choice.sectorForm?.from) ?? null;
  }

  /** Four corners for each ultrasound field, or all corners of a free outline. */
  readonly handles: Handles | null = $derived.by(() => {
    const { choice } = this.#desk;
    if (!choice?.sector || this.#draft) return null;
    const { sectors = [] } = choice.sectorForm ?? {};
    return sectors.length > 0 ? this.#fieldHandles(sectors) : this.#freeHandles(choice.sector);
  });

  #fieldHandles(sectors: SectorForm['sectors']): Handles {
    const shown = (fields: SectorForm['sectors']) =>
      cornersOf(fields).map((corner) => withinBox(corner, this.#limits));
    const draw = (fields: SectorForm['sectors']) => sectorPolygon(fields, this.#size, this.#regions);
    const withOne = (handle: number, to: Point) => withCorner(sectors, handle, withinBox(to, this.#limits));
    return {
      kind: 'polygon',
      points: shown(sectors),
      name: (handle) => ({
        kind: 'corner',
        corner: FIELD_CORNERS[handle % 4] ?? 'upper-left',
        field: sectors.length > 1 ? Math.floor(handle / 4) + 1 : null,
      }),
      moved: (handle, to) => {
        const fields = withOne(handle, to);
        return { points: shown(fields), outline: draw(fields) };
      },
      move: (handle, to) => {
        const fields = withOne(handle, to);
        this.#set(draw(fields), fields);
      },
    };
  }

  #freeHandles(points: readonly Point[]): Handles {
    const withOne = (handle: number, to: Point) =>
      points.map((point, n) => (n === handle ? withinBox(to, this.#limits) : point));
    return {
      kind: 'polygon',
      points,
      name: (handle) => ({ kind: 'free', number: handle + 1 }),
      moved: (handle, to) => ({ points: withOne(handle, to), outline: withOne(handle, to) }),
      move: (handle, to) => this.#set(withOne(handle, to), []),
    };
  }

  get #size(): Point {
    const facts = this.#desk.slices.image?.facts;
    return facts ? [facts.columns, facts.rows] : [1, 1];
  }
  get #regions() {
    return this.#desk.slices.image?.facts.ultrasoundRegions ?? [];
  }
  get #limits() {
    return limitsOf(this.#size, this.#regions);
  }

  #set(sector: readonly Point[], sectors: SectorForm['sectors']): void {
    void this.#desk.apply({ sector, sectorForm: { sectors, from: 'person' } });
  }

  /** Searches the pixels of the image on the screen for the sector, and replaces the present outline. */
  async propose(): Promise<void> {
    const { choice, contribute, slices } = this.#desk;
    const { place } = slices;
    if (!choice || !place || contribute.definition.preprocessing.mask !== 'sector') return;
    this.#draft = null;
    this.#proposing = true;
    const found = await contribute.pictures.proposeSector(place.imageId, place.frame);
    this.#proposing = false;
    if (!this.#desk.isOn({ ...place, id: choice.id })) return;
    this.#notFound = found.ok && found.value === null;
    if (!found.ok) this.#desk.tell(found.failure);
    else if (found.value) {
      const { polygon, sectors } = found.value;
      await this.#desk.apply({ sector: polygon, sectorForm: { sectors, from: 'fit' } });
    }
  }

  /** Begins a free outline, or continues the one that `points` began. */
  draw(points: readonly Point[] = []): void {
    this.#draft = points;
  }

  click(point: Point): void {
    if (this.#draft) this.#draft = [...this.#draft, point];
  }

  takeBackCorner(): void {
    this.#draft = this.#draft?.slice(0, -1) ?? null;
  }

  finish(): void {
    if (this.#draft && this.#draft.length >= 3) this.#set(clipped(this.#draft, this.#limits), []);
    this.#draft = null;
  }

  reset(): void {
    this.#draft = null;
    this.#notFound = false;
  }
}
