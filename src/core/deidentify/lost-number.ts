import type { ImageFacts } from '../dicom/facts.ts';

/** The facts that give pixels their values and their place. */
const NUMBERS = [
  ...(['columns', 'rows', 'frames', 'bitsAllocated', 'bitsStored', 'signed', 'samplesPerPixel'] as const),
  ...([
    'rescale',
    'modalityLut',
    'spacing',
    'pixelAspect',
    'position',
    'orientation',
    'sliceThickness',
  ] as const),
  ...(['windows', 'ultrasoundRegions'] as const),
];

/** The first number of an image that is not the same in the written file; null: all are. */
export function lostNumber(source: ImageFacts, written: ImageFacts): string | null {
  return NUMBERS.find((name) => !isSame(source[name], written[name])) ?? null;
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Uint16Array && other instanceof Uint16Array)
    return one.length === other.length && one.every((value, at) => value === other[at]);
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return Object.is(one, other);
  const [a, b] = [Object.entries(one), Object.entries(other)];
  return a.length === b.length && a.every(([key, value], n) => b[n]?.[0] === key && isSame(value, b[n][1]));
}
