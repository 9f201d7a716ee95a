import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { DataSet, Part10, Tag } from './dataset.ts';
import { itemsOf, numberOf, numbersOf, textOf, textsOf } from './element.ts';
import type { ImageFacts, Spacing, UltrasoundRegion } from './facts.ts';
import { isNative } from './transfer-syntax.ts';

const PIXELS: readonly Tag[] = ['7FE00010', '7FE00008', '7FE00009'];
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const CENTIMETRES = 3;
const GAUSS_FROM = 100;
const GAUSS_PER_TESLA = 10_000;

/**
 * What the application needs to know of an image (see {@link ImageFacts}), and whether its header agrees with itself.
 *
 * Failures: `dicom/no-pixels`, `dicom/bad-header`, `dicom/truncated-pixels`.
 */
export function factsOf({ dataset, transferSyntax }: Part10, file?: string): Result<ImageFacts> {
  const sopClass = textOf(dataset, '00080016') ?? '';
  const pixelTag = PIXELS.find((tag) => dataset.elements.has(tag));
  if (pixelTag === undefined) return failed(failure('dicom/no-pixels', { sopClass }, file));
  const bad = (cause: string) => failed(failure('dicom/bad-header', { cause }, file));
  const rows = numberOf(dataset, '00280010');
  const columns = numberOf(dataset, '00280011');
  if (!rows || !columns) return bad('Rows or Columns is missing or 0');
  const bitsAllocated = numberOf(dataset, '00280100') ?? 0;
  if (![1, 8, 16, 32, 64].includes(bitsAllocated)) return bad(`Bits Allocated is ${bitsAllocated}`);
  const bitsStored = numberOf(dataset, '00280101') ?? bitsAllocated;
  if (bitsStored < 1 || bitsStored > bitsAllocated)
    return bad(`Bits Stored is ${bitsStored} of ${bitsAllocated}`);
  const frames = Math.max(1, numberOf(dataset, '00280008') ?? 1);
  const samplesPerPixel = numberOf(dataset, '00280002') ?? 1;
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3) return bad(`Samples per Pixel is ${samplesPerPixel}`);
  const photometric = textOf(dataset, '00280004') ?? (samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2');

  const pixels = dataset.elements.get(pixelTag)?.value;
  if (isNative(transferSyntax) && pixels?.kind === 'bytes') {
    const samples = photometric === 'YBR_FULL_422' ? 2 : samplesPerPixel;
    const expected = Math.ceil((rows * columns * frames * samples * bitsAllocated) / 8);
    if (pixels.bytes.length < expected) {
      return failed(failure('dicom/truncated-pixels', { expected, actual: pixels.bytes.length }, file));
    }
  } else if (pixels?.kind !== 'fragments') {
    return bad('Pixel Data is not encapsulated as the transfer syntax says');
  }

  const groups = functionalGroups(dataset);
  const field = numberOf(dataset, '00180087') ?? numberOf(groups, '00180087');
  const regions = itemsOf(dataset, '00186011').map(regionOf);
  return success({
    modality: textOf(dataset, '00080060') ?? '',
    sopClass,
    transferSyntax,
    columns,
    rows,
    frames,
    samplesPerPixel,
    bitsAllocated,
    bitsStored,
    signed: numberOf(dataset, '00280103') === 1,
    photometric,
    spacing: spacingOf(dataset, groups, regions),
    sliceThickness: positive(numberOf(dataset, '00180050') ?? numberOf(groups, '00180050')),
    orientation: tuple(dataset, groups, '00200037', 6) as ImageFacts['orientation'],
    position: tuple(dataset, groups, '00200032', 3) as ImageFacts['position'],
    rescale: rescaleOf(dataset, groups),
    windows: windowsOf(dataset, groups),
    magneticFieldStrength: field === null ? null : field > GAUSS_FROM ? field / GAUSS_PER_TESLA : field,
    echoTime: numberOf(dataset, '00180081') ?? numberOf(groups, '00189082'),
    repetitionTime: numberOf(dataset, '00180080') ?? numberOf(groups, '00180080'),
    contrastAgent: textOf(dataset, '00180010') !== null || itemsOf(dataset, '00180012').length > 0,
    dynamic:
      (numberOf(dataset, '00200105') ?? 0) > 1 ||
      (numberOf(dataset, '00200100') ?? 0) > 1 ||
      (numberOf(dataset, '00200012') ?? 0) > 1,
    fatSaturation: fatSaturation(dataset),
    laterality: lateralityOf(dataset),
    secondaryCapture:
      sopClass.startsWith(SECONDARY_CAPTURE) ||
      textsOf(dataset, '00080008').some((word) => word === 'SECONDARY' || word === 'SCREEN SAVE'),
    instanceNumber: numberOf(dataset, '00200013'),
    ultrasoundRegions: regions,
  });
}

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

/** Attributes of the shared and of the first frame's functional groups (PS3.3 section C.7.6.16), laid flat. */
function functionalGroups(dataset: DataSet): DataSet {
  const elements = new Map<Tag, NonNullable<ReturnType<DataSet['elements']['get']>>>();
  for (const group of [itemsOf(dataset, '52009230')[0], itemsOf(dataset, '52009229')[0]]) {
    for (const macro of group?.elements.values() ?? []) {
      if (macro.value.kind !== 'items') continue;
      for (const inside of macro.value.items[0]?.elements.values() ?? []) {
        if (!elements.has(inside.tag)) elements.set(inside.tag, inside);
      }
    }
  }
  return { elements };
}

function tuple(dataset: DataSet, groups: DataSet, tag: Tag, length: number): readonly number[] | null {
  for (const source of [dataset, groups]) {
    const numbers = numbersOf(source, tag);
    if (numbers.length === length) return numbers;
  }
  return null;
}

/** Row spacing comes first in the file (y), column spacing second (x). */
function pair(dataset: DataSet, tag: Tag): { x: number; y: number } | null {
  const [y, x] = numbersOf(dataset, tag);
  return x !== undefined && y !== undefined && x > 0 && y > 0 ? { x, y } : null;
}

function spacingOf(dataset: DataSet, groups: DataSet, regions: readonly UltrasoundRegion[]): Spacing | null {
  const candidates: readonly [Spacing['source'], { x: number; y: number } | null | undefined][] = [
    ['pixel-spacing', pair(dataset, '00280030')],
    ['functional-groups', pair(groups, '00280030')],
    ['nominal', pair(dataset, '00182010')],
    ['imager', pair(dataset, '00181164')],
    ['ultrasound-region', regions.find((region) => region.spatialFormat === 1 && region.spacing)?.spacing],
  ];
  for (const [source, found] of candidates) if (found) return { ...found, source };
  return null;
}

function rescaleOf(dataset: DataSet, groups: DataSet): ImageFacts['rescale'] {
  const slope = numberOf(dataset, '00281053') ?? numberOf(groups, '00281053');
  const intercept = numberOf(dataset, '00281052') ?? numberOf(groups, '00281052');
  return slope === null || slope === 0 ? { slope: 1, intercept: 0 } : { slope, intercept: intercept ?? 0 };
}

function windowsOf(dataset: DataSet, groups: DataSet): ImageFacts['windows'] {
  const source = dataset.elements.has('00281050') ? dataset : groups;
  const widths = numbersOf(source, '00281051');
  return numbersOf(source, '00281050').flatMap((center, index) => {
    const width = widths[index];
    return width !== undefined && width >= 1 ? [{ center, width }] : [];
  });
}

/** Scan options are the header's word; the sequence's name only ever confirms. */
function fatSaturation(dataset: DataSet): boolean | null {
  const options = textsOf(dataset, '00180022');
  if (options.some((option) => /^(FS|FATSAT|SFS|SPIR|SPAIR)$|FAT_?SAT|SAT_?FAT/i.test(option))) return true;
  const names = [textOf(dataset, '00180024'), textOf(dataset, '0008103E'), textOf(dataset, '00181030')].join(
    ' ',
  );
  if (/\b(fs|fat ?sat|fatsat|spair|spir|stir|fsat)\b|_fs\b|_fs_/i.test(names)) return true;
  return options.length > 0 && options.some((option) => option !== '') ? false : null;
}

function lateralityOf(dataset: DataSet): 'L' | 'R' | null {
  const text = textOf(dataset, '00200062') ?? textOf(dataset, '00200060');
  return text === 'L' || text === 'R' ? text : null;
}

function regionOf(item: DataSet): UltrasoundRegion {
  const number = (tag: Tag) => numberOf(item, tag) ?? 0;
  const centimetres = number('00186024') === CENTIMETRES && number('00186026') === CENTIMETRES;
  const x = Math.abs(number('0018602C')) * 10;
  const y = Math.abs(number('0018602E')) * 10;
  return {
    x0: number('00186018'),
    y0: number('0018601A'),
    x1: number('0018601C'),
    y1: number('0018601E'),
    spatialFormat: number('00186012'),
    dataType: number('00186014'),
    spacing: centimetres && x > 0 && y > 0 ? { x, y } : null,
  };
}
