import type { DataSet, Element, Tag } from './dataset.ts';
import { keywordOf, tagOf, vrOf } from './dictionary.ts';
import { element, itemsOf, readNumbers } from './element.ts';
import type { NumberNote, Numbers } from './number-text.ts';

/*
 * The numbers that the facts of an image are made of. One that can't be read must not pass for one
 * that is not there: what decides the pixel values stops the file, the rest asks a person.
 */

/** Numbers without which no pixel has a value. */
const OF_PIXELS: ReadonlySet<Tag> = new Set([
  ...['00280002', '00280006', '00280008', '00280010', '00280011'],
  ...['00280100', '00280101', '00280102', '00280103', '00281052', '00281053'],
  ...['00281101', '00281102', '00281103', '00283002'],
]);

/** Lengths in mm, which are not negative. 0 says that there is none. */
const LENGTHS: ReadonlySet<Tag> = new Set(['00180050', '00181164', '00182010', '00280030', '00280034']);
const ORIENTATION = '00200037';
const SLOPE = '00281053';
const INTERCEPT = '00281052';

/** False for a number that a float32, in which values and lengths are written, can't hold, or only as 0. */
export const fitsFloat = (value: number): boolean =>
  Number.isFinite(Math.fround(value)) && (value === 0 || Math.fround(value) !== 0);

const OF_FACTS: readonly Tag[] = [
  ...OF_PIXELS,
  ...LENGTHS,
  ...[ORIENTATION, '00200032', '00281050', '00281051'],
  ...['00180087', '00180081', '00189082', '00180080', '00200012', '00200013', '00200100', '00200105'],
  ...['00186012', '00186014', '00186018', '0018601A', '0018601C', '0018601E'],
  ...['00186024', '00186026', '0018602C', '0018602E'],
];
const ALL: ReadonlySet<Tag> = new Set(OF_FACTS);

const SHARED_GROUPS = '52009229';
const FRAME_GROUPS = '52009230';
const REGIONS = '00186011';
const MODALITY_LUT = '00283000';

/**
 * What was repaired, and what can't be read, among the numbers of an image's header.
 *
 * @param dataset with the functional groups of the frame as its first
 */
export function numberNotes(dataset: DataSet): readonly NumberNote[] {
  const groups = [SHARED_GROUPS, FRAME_GROUPS].flatMap((tag) => itemsOf(dataset, tag).slice(0, 1));
  const macros = groups.flatMap(({ elements }) =>
    [...elements.values()].flatMap(({ value }) => (value.kind === 'items' ? value.items.slice(0, 1) : [])),
  );
  const places = [dataset, ...macros, ...itemsOf(dataset, REGIONS)];
  for (const place of [dataset, ...macros]) places.push(...itemsOf(place, MODALITY_LUT));
  const notes = new Map<string, NumberNote>();
  for (const place of places) {
    for (const tag of OF_FACTS) {
      if (!place.elements.has(tag)) continue;
      const numbers = checked(tag, readNumbers(place, tag));
      const attribute = keywordOf(tag) ?? tag;
      if (numbers.state === 'repaired' || numbers.state === 'unreadable')
        notes.set(`${attribute} ${numbers.state}`, { attribute, ...numbers });
    }
  }
  return [...notes.values()];
}

/** True for a number without which no pixel has a value. */
export const isOfPixels = ({ attribute }: NumberNote): boolean => OF_PIXELS.has(tagOf(attribute) ?? '');

/** Numbers that are read but that the attribute can't have. */
function checked(tag: Tag, numbers: Numbers): Numbers {
  if (!('values' in numbers)) return numbers;
  const { values } = numbers;
  const isImpossible =
    (tag === SLOPE && values.some((value) => value === 0 || !fitsFloat(value))) ||
    (tag === INTERCEPT && !values.every((value) => Number.isFinite(Math.fround(value)))) ||
    (LENGTHS.has(tag) && values.some((value) => value < 0 || !fitsFloat(value))) ||
    (tag === ORIENTATION && values.some((value) => value !== 0) && !isOrientation(values));
  return isImpossible ? { state: 'unreadable', fault: 'impossible' } : numbers;
}

/** Direction cosines are rounded, and not to many digits. */
const ROUGHLY = 0.02;

/** True for two unit vectors at right angles. */
export function isOrientation([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]: readonly number[]): boolean {
  const lengths = [a * a + b * b + c * c, d * d + e * e + f * f];
  const isUnit = lengths.every((square) => Math.abs(Math.sqrt(square) - 1) <= ROUGHLY);
  return isUnit && Math.abs(a * d + b * e + c * f) <= ROUGHLY;
}

/** The data set with the numbers that were repaired written as PS3.5 asks, at any depth. */
export function withMendedNumbers(dataset: DataSet): DataSet {
  let changed: Map<Tag, Element> | null = null;
  for (const source of dataset.elements.values()) {
    const mended = mendedElement(dataset, source);
    if (mended !== source) (changed ??= new Map(dataset.elements)).set(source.tag, mended);
  }
  return changed === null ? dataset : { elements: changed };
}

function mendedElement(dataset: DataSet, source: Element): Element {
  const { tag, value } = source;
  if (value.kind === 'items') {
    const items = value.items.map(withMendedNumbers);
    return items.some((item, n) => item !== value.items[n])
      ? { ...source, value: { kind: 'items', items } }
      : source;
  }
  if (!ALL.has(tag)) return source;
  const numbers = readNumbers(dataset, tag);
  if (numbers.state !== 'repaired') return source;
  const vr = vrOf(tag, source.vr === 'SS');
  return vr === 'DS' ? element(tag, vr, numbers.values.map(decimal)) : element(tag, vr, numbers.values);
}

/** DS has at most 16 characters. */
function decimal(value: number): string {
  let text = String(value);
  for (let digits = 16; text.length > 16; digits--) text = value.toPrecision(digits);
  return text;
}
