import type { DataSet, Element, ReadingRepair, Tag } from './dataset.ts';
import { dataSetOf, numberOf } from './element.ts';

/** The elements of a data set so far, in the order of the file. */
export class ElementList {
  readonly #elements: Element[] = [];
  readonly #inherited: boolean;
  #signed: boolean | undefined;
  #bitsAllocated = 0;

  /** @param inherited PixelRepresentation of the enclosing data set: items without their own value inherit it. */
  constructor(inherited: boolean) {
    this.#inherited = inherited;
  }

  /** PixelRepresentation (0028,0103) is 1. */
  get signed(): boolean {
    return this.#signed ?? this.#inherited;
  }

  get bitsAllocated(): number {
    return this.#bitsAllocated;
  }

  get last(): Element | undefined {
    return this.#elements.at(-1);
  }

  add(element: Element): void {
    this.#elements.push(element);
    if (element.tag === '00280103') this.#signed = numberOf(dataSetOf([element]), '00280103') === 1;
    if (element.tag === '00280100') this.#bitsAllocated = numberOf(dataSetOf([element]), '00280100') ?? 0;
  }

  /** In ascending tag order; of a double, the last one. */
  ordered(repairs: ReadingRepair[]): DataSet {
    const byTag = new Map<Tag, Element>();
    let last = '';
    for (const each of this.#elements) {
      if (each.tag <= last) {
        repairs.push('order');
        return dataSetOf(this.#elements);
      }
      last = each.tag;
      byTag.set(last, each);
    }
    return { elements: byTag };
  }
}
