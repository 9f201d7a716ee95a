import type { DataSet, Element, Part10 } from '../dicom/dataset.ts';
import { dataSetOf, textOf } from '../dicom/element.ts';
import { readStrictly, type SecondElement } from '../deidentify/second-reader.ts';

/**
 * A written file as read by the strict second reader, in the data model of the first reader. Null
 * when the file violates the strict rules.
 */
export function secondPart10(bytes: Uint8Array): Part10 | null {
  const read = readStrictly(bytes);
  if ('cause' in read) return null;
  const meta = dataSetOf([...read.meta].map(([, one]) => elementOf(one, [])));
  const dataset = nested([...read.elements.values()].map((one) => ({ path: one.path, one })));
  return { meta, dataset, transferSyntax: textOf(meta, '00020010') ?? '', repairs: [] };
}

interface Placed {
  /** The remaining path at this depth. */
  readonly path: string;
  readonly one: SecondElement;
}

function nested(placed: readonly Placed[]): DataSet {
  const elements: Element[] = [];
  const inside = new Map<string, Placed[][]>();
  for (const { path, one } of placed) {
    const [, tag = '', index, rest] = /^([0-9A-F]{8})(?:\[(\d+)\]\.(.*))?$/.exec(path) ?? [];
    if (index === undefined || rest === undefined) continue;
    const items = inside.get(tag) ?? [];
    (items[Number(index)] ??= []).push({ path: rest, one });
    inside.set(tag, items);
  }
  for (const { path, one } of placed) {
    if (path.length !== 8) continue;
    const items = Array.from(inside.get(path) ?? [], (item) => nested(item ?? []));
    elements.push(elementOf({ ...one, path }, items));
  }
  return dataSetOf(elements);
}

function elementOf({ path, vr, chunks }: SecondElement, items: readonly DataSet[]): Element {
  const tag = path.slice(-8);
  if (vr === 'SQ') return { tag, vr, value: { kind: 'items', items } };
  const [first = new Uint8Array(), ...fragments] = chunks;
  return fragments.length > 0
    ? { tag, vr, value: { kind: 'fragments', offsetTable: first, fragments } }
    : { tag, vr, value: { kind: 'bytes', bytes: first } };
}
