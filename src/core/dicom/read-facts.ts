import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { DataSet, Part10, Tag } from './dataset.ts';
import { element, itemsOf, numberOf, numbersOf, textOf, textsOf, withElements } from './element.ts';
import { millimetres, type Millimetres } from '../measure.ts';
import type { ImageFacts, Spacing } from './facts.ts';
import { modalityLutOf } from './modality-lut.ts';
import { fitsFloat, isOfPixels, isOrientation, numberNotes } from './header-numbers.ts';
import { ultrasoundRegionsOf, ultrasoundSpacing } from './ultrasound-regions.ts';

const SHARED_GROUPS = '52009229';
const PER_FRAME_GROUPS = '52009230';
const PIXEL_MEASURES = '00289110';
const PLANE_ORIENTATION = '00209116';
const PLANE_POSITION = '00209113';
const PIXEL_VALUE_TRANSFORMATION = '00289145';
const FRAME_VOI_LUT = '00289132';
const MR_ECHO = '00189114';
const MR_TIMING = '00189112';
const MR_MODIFIER = '00189115';
const FRAME_ANATOMY = '00209071';
/**
 * All values that PS3.3 section C.7.6.3.1.2 defines for stored pixels. Facts never repeat any other
 * text.
 */
const PHOTOMETRICS = new Set(
  'MONOCHROME1,MONOCHROME2,PALETTE COLOR,RGB,YBR_FULL,YBR_FULL_422,YBR_PARTIAL_422,YBR_PARTIAL_420,YBR_ICT,YBR_RCT'.split(
    ',',
  ),
);
const ALLOCATED = new Set([1, 8, 16, 32, 64]);
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const FAT_SATURATED = /fat.?sat|fatsup|\bstir\b|spair|\bspir\b|(^|[^a-z])fs($|[^a-z])|\dfs\d*$/i;
const NOT_FAT_SATURATED = /(no|non|sans|without|w\/o)[ _-]?(fs|fat.?sat)/i;
const NO_CONTRAST = /^(none|no|non|n\/?a|sans|0)$/i;

/** Data elements that can hold the pixels: integers, floats, doubles. */
export const PIXEL_TAGS: readonly Tag[] = ['7FE00010', '7FE00008', '7FE00009'];

/**
 * Reads the facts of an image from the header (PS3.3 sections C.7 and C.8). `ImageFacts` describes
 * each fact. Attributes missing at the top level are looked up in the functional groups: first the
 * shared ones, then those of the frame (counted from 0). Failures: `dicom/no-pixels`,
 * `dicom/bad-header`, `dicom/unreadable-number`, and `dicom/truncated-pixels` when native Pixel Data are shorter than the
 * header requires.
 */
export function factsOf(part10: Part10, file?: string, frame = 0): Result<ImageFacts> {
  const { meta, transferSyntax } = part10;
  const dataset = ofFrame(part10.dataset, frame);
  const sopClass = uidOf(dataset, '00080016') ?? uidOf(meta, '00020002') ?? '';
  const pixels = PIXEL_TAGS.map((tag) => dataset.elements.get(tag)).find((each) => each !== undefined);
  if (!pixels) return failed(failure('dicom/no-pixels', { sopClass }, file));

  const notes = numberNotes(dataset);
  const lost = notes.find((note) => note.state === 'unreadable' && isOfPixels(note));
  if (lost?.state === 'unreadable') {
    const { attribute, fault } = lost;
    return failed(failure('dicom/unreadable-number', { attribute, fault }, file));
  }
  const bad = (cause: string): Result<never> => failed(failure('dicom/bad-header', { cause }, file));
  const columns = numberOf(dataset, '00280011') ?? 0;
  const rows = numberOf(dataset, '00280010') ?? 0;
  if (!isCount(columns) || !isCount(rows)) return bad(`Rows ${rows}, Columns ${columns}`);
  const samplesPerPixel = numberOf(dataset, '00280002') ?? 1;
  if (!isCount(samplesPerPixel)) return bad(`SamplesPerPixel ${samplesPerPixel}`);
  const bitsAllocated = numberOf(dataset, '00280100') ?? floatBits(pixels.tag);
  if (!ALLOCATED.has(bitsAllocated)) return bad(`BitsAllocated ${bitsAllocated}`);
  const bitsStored = numberOf(dataset, '00280101') ?? bitsAllocated;
  if (!isCount(bitsStored) || bitsStored > bitsAllocated)
    return bad(`BitsStored ${bitsStored} of ${bitsAllocated}`);
  const representation = numberOf(dataset, '00280103') ?? 0;
  if (representation !== 0 && representation !== 1) return bad(`PixelRepresentation ${representation}`);
  const frames = numberOf(dataset, '00280008') ?? 1;
  if (!isCount(frames)) return bad(`NumberOfFrames ${frames}`);
  const photometric = textOf(dataset, '00280004') ?? '';
  if (!PHOTOMETRICS.has(photometric)) return bad('PhotometricInterpretation is missing or unknown');
  const lut = modalityLutOf(dataset);
  if (!lut.ok) return failed({ ...lut.failure, ...(file === undefined ? {} : { file }) });
  const rescale = lut.value
    ? { slope: 1, intercept: 0 }
    : {
        slope: fromGroups(dataset, PIXEL_VALUE_TRANSFORMATION, '00281053')[0] ?? 1,
        intercept: fromGroups(dataset, PIXEL_VALUE_TRANSFORMATION, '00281052')[0] ?? 0,
      };
  if (lut.value && (samplesPerPixel !== 1 || pixels.tag !== '7FE00010'))
    return bad('ModalityLUTSequence of pixels that are not grey whole numbers');

  const facts: ImageFacts = {
    modality: /^[A-Z]{2,12}$/.exec(textOf(dataset, '00080060') ?? '')?.[0] ?? '',
    sopClass,
    transferSyntax,
    columns,
    rows,
    frames,
    samplesPerPixel,
    bitsAllocated,
    bitsStored,
    signed: representation === 1,
    photometric,
    ...spacingOrAspect(dataset),
    sliceThickness: thicknessOf(dataset),
    orientation: sixOf(fromGroups(dataset, PLANE_ORIENTATION, '00200037')),
    position: threeOf(fromGroups(dataset, PLANE_POSITION, '00200032')),
    rescale,
    ...(lut.value && { modalityLut: lut.value }),
    windows: windowsOf(dataset),
    magneticFieldStrength: teslaOf(dataset),
    echoTime: positive(numberOf(dataset, '00180081') ?? fromGroups(dataset, MR_ECHO, '00189082')[0]),
    repetitionTime: positive(fromGroups(dataset, MR_TIMING, '00180080')[0]),
    contrastAgent: hasContrast(dataset),
    dynamic: ['00200012', '00200100', '00200105'].some((tag) => (numberOf(dataset, tag) ?? 0) > 1),
    fatSaturation: fatSaturationOf(dataset),
    laterality: lateralityOf(dataset),
    secondaryCapture: sopClass === SECONDARY_CAPTURE || sopClass.startsWith(SECONDARY_CAPTURE + '.'),
    instanceNumber: numberOf(dataset, '00200013'),
    ultrasoundRegions: ultrasoundRegionsOf(dataset),
    ...(notes.length > 0 && { numbers: notes }),
  };
  if (pixels.value.kind === 'bytes') {
    const expected = nativeLength(facts);
    const actual = pixels.value.bytes.length;
    if (actual < expected) return failed(failure('dicom/truncated-pixels', { expected, actual }, file));
  }
  return success(facts);
}

/**
 * Minimum number of bytes of native Pixel Data. YBR_FULL_422 stores chroma for every second column,
 * PS3.3 section C.7.6.3.1.2.
 */
function nativeLength(facts: ImageFacts): number {
  const samples = facts.photometric === 'YBR_FULL_422' ? 2 : facts.samplesPerPixel;
  return Math.ceil((facts.rows * facts.columns * samples * facts.frames * facts.bitsAllocated) / 8);
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

function floatBits(pixelTag: Tag): number {
  if (pixelTag === '7FE00008') return 32;
  return pixelTag === '7FE00009' ? 64 : 0;
}

function uidOf(dataset: DataSet, tag: Tag): string | null {
  const uid = textOf(dataset, tag);
  return uid !== null && /^[0-9.]{1,64}$/.test(uid) ? uid : null;
}

function positive(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && value > 0 && fitsFloat(value) ? value : null;
}

/** The data set, overlaid with the functional groups of one frame. */
function ofFrame(dataset: DataSet, frame: number): DataSet {
  const group = frame === 0 ? undefined : itemsOf(dataset, PER_FRAME_GROUPS)[frame];
  return group ? withElements(dataset, { set: [element(PER_FRAME_GROUPS, 'SQ', [group])] }) : dataset;
}

/**
 * The macro's item in the functional groups: from the shared ones, else from the first frame given.
 */
function macroOf(dataset: DataSet, macro: Tag): DataSet | null {
  for (const groups of [SHARED_GROUPS, PER_FRAME_GROUPS]) {
    const [outer] = itemsOf(dataset, groups);
    const [item] = outer ? itemsOf(outer, macro) : [];
    if (item) return item;
  }
  return null;
}

function fromGroups(dataset: DataSet, macro: Tag, tag: Tag): number[] {
  const top = numbersOf(dataset, tag);
  if (top.length > 0) return top;
  const item = macroOf(dataset, macro);
  return item ? numbersOf(item, tag) : [];
}

function spacingOrAspect(dataset: DataSet): Pick<ImageFacts, 'spacing' | 'pixelAspect'> {
  const spacing = spacingOf(dataset);
  const [height, width] = numbersOf(dataset, PIXEL_ASPECT_RATIO);
  const isTold = height !== undefined && width !== undefined && height > 0 && width > 0 && height !== width;
  return spacing === null && isTold ? { spacing, pixelAspect: height / width } : { spacing };
}

/** Vertical, then horizontal (PS3.3 section C.7.6.3.1.7). */
const PIXEL_ASPECT_RATIO = '00280034';

function spacingOf(dataset: DataSet): Spacing | null {
  const measures = macroOf(dataset, PIXEL_MEASURES);
  return (
    spacingIn(dataset, '00280030', 'pixel-spacing') ??
    (measures && spacingIn(measures, '00280030', 'functional-groups')) ??
    ultrasoundSpacing(ultrasoundRegionsOf(dataset)) ??
    spacingIn(dataset, '00182010', 'nominal') ??
    spacingIn(dataset, '00181164', 'imager')
  );
}

/** Row spacing comes first: the distance along y, then the one along x (PS3.3 section 10.7.1.3). */
function spacingIn(dataset: DataSet, tag: Tag, source: Spacing['source']): Spacing | null {
  const [y, x] = numbersOf(dataset, tag);
  return x !== undefined && y !== undefined && [x, y].every((one) => one > 0 && fitsFloat(one))
    ? { x: millimetres(x), y: millimetres(y), source }
    : null;
}

function thicknessOf(dataset: DataSet): Millimetres | null {
  const thickness = positive(fromGroups(dataset, PIXEL_MEASURES, '00180050')[0]);
  return thickness === null ? null : millimetres(thickness);
}

function sixOf(values: number[]): ImageFacts['orientation'] {
  const [a, b, c, d, e, f] = values;
  if (a === undefined || b === undefined || c === undefined) return null;
  if (d === undefined || e === undefined || f === undefined || !isOrientation(values)) return null;
  return [a, b, c, d, e, f];
}

function threeOf([x, y, z]: number[]): ImageFacts['position'] {
  return x === undefined || y === undefined || z === undefined
    ? null
    : [millimetres(x), millimetres(y), millimetres(z)];
}

function windowsOf(dataset: DataSet): ImageFacts['windows'] {
  const centers = fromGroups(dataset, FRAME_VOI_LUT, '00281050');
  const widths = fromGroups(dataset, FRAME_VOI_LUT, '00281051');
  return centers.flatMap((center, i) => {
    const width = widths[i] ?? 0;
    return width > 0 ? [{ center, width }] : [];
  });
}

/** No scanner has 100 T, so such a number is in gauss. */
function teslaOf(dataset: DataSet): number | null {
  const field = positive(numberOf(dataset, '00180087'));
  return field !== null && field >= 100 ? field / 10_000 : field;
}

function hasContrast(dataset: DataSet): boolean {
  const agent = textOf(dataset, '00180010');
  return (agent !== null && !NO_CONTRAST.test(agent)) || itemsOf(dataset, '00180012').length > 0;
}

/**
 * Fat suppression: from the enhanced attribute, else from ScanOptions (defined term FS), else from
 * common sequence names.
 */
function fatSaturationOf(dataset: DataSet): boolean | null {
  const modifier = macroOf(dataset, MR_MODIFIER);
  const suppression = textOf(dataset, '00189025') ?? (modifier && textOf(modifier, '00189025'));
  if (suppression) return suppression.startsWith('FAT');
  const options = textsOf(dataset, '00180022').filter((option) => option !== '');
  const names = [textOf(dataset, '00180024'), textOf(dataset, '0008103E'), textOf(dataset, '00181030')];
  const named = names.filter((name) => name !== null).join(' ');
  if (NOT_FAT_SATURATED.test(named)) return false;
  if (options.some((option) => option === 'FS' || FAT_SATURATED.test(option))) return true;
  if (names.some((name) => name !== null && FAT_SATURATED.test(name))) return true;
  return options.length > 0 ? false : null;
}

function lateralityOf(dataset: DataSet): 'L' | 'R' | null {
  const anatomy = macroOf(dataset, FRAME_ANATOMY);
  const text =
    textOf(dataset, '00200060') ?? textOf(dataset, '00200062') ?? (anatomy && textOf(anatomy, '00209072'));
  return text === 'L' || text === 'R' ? text : null;
}
