import { failure, type Failure } from '../failure.ts';
import { millimetres } from '../measure.ts';
import type { Mask } from './image.ts';
import { failed, success, type Result } from '../result.ts';
import type { Codec } from './codec.ts';
import type { DataSet, Part10, Tag } from './dataset.ts';
import { decodeFrame } from './decode.ts';
import { keywordOf } from './dictionary.ts';
import { itemsOf, numberOf, numbersOf, readNumbers, textOf } from './element.ts';
import { latticeOf, onGrid, placeMask, type Lattice, type Plane } from './mask-grid.ts';
import { factsOf } from './read-facts.ts';

/** SOP classes of Segmentation and Label Map Segmentation Storage, PS3.4 section B.5. */
const SEGMENTATION = '1.2.840.10008.5.1.4.1.1.66.4';
const LABEL_MAP = '1.2.840.10008.5.1.4.1.1.66.7';

const SHARED_GROUPS = '52009229';
const FRAME_GROUPS = '52009230';
/** A larger number means a damaged or hostile header: a few frames a slice and segment are usual. */
const MOST_FRAMES = 2 ** 17;

/** The image for which a mask is required. */
export interface SegmentedImage extends Plane {
  readonly sopUid: string;
  /** Frame number, counted from 0. */
  readonly frame: number;
  readonly frames: number;
}

/** The content of a Segmentation object for one image. */
export interface SegmentMask {
  /** SegmentNumber (0062,0004). */
  readonly segment: number;
  readonly mask: Mask;
}

/** True for a Segmentation object, PS3.3 section A.51. */
export function isSegmentation({ meta, dataset }: Part10): boolean {
  const sopClass = textOf(dataset, '00080016') ?? textOf(meta, '00020002');
  return sopClass === SEGMENTATION || sopClass === LABEL_MAP;
}

/** UIDs of all images that the frames of a Segmentation object refer to. */
export function segmentedUids({ dataset }: Part10): ReadonlySet<string> {
  const groups = [...itemsOf(dataset, SHARED_GROUPS), ...itemsOf(dataset, FRAME_GROUPS)];
  const series = itemsOf(dataset, '00081115').flatMap((item) => itemsOf(item, '0008114A'));
  const uids = [...groups.flatMap(sourceItems), ...series].map((item) => textOf(item, '00081155'));
  return new Set(uids.filter((uid) => uid !== null));
}

/**
 * The masks of one image in a Segmentation object (PS3.3 section C.8.20): one per segment, in the
 * order of segment numbers. A frame belongs to the image if it names it as source image; without a
 * source image, if it lies on its pixels. Either way it is put on them by the plane that it states,
 * which may run through the pixels in another order. Fractional segments are accepted if they hold only 0 and
 * their maximum. Nothing is resampled or thresholded.
 *
 * @param uids new UID for each of {@link segmentedUids}, because the image is de-identified
 *
 * Failures: `dicom/not-a-segmentation`, `dicom/no-segment-of-image`, `image/mask-other-size`,
 * `image/mask-axes-swapped`, `image/mask-elsewhere`, `image/mask-not-binary`, `image/mask-empty`, `dicom/unreadable-number`, and those of decoding.
 */
export async function segmentsOf(
  part10: Part10,
  image: SegmentedImage,
  uids: ReadonlyMap<string, string>,
  codec: Codec,
  file?: string,
): Promise<Result<readonly SegmentMask[]>> {
  if (!isSegmentation(part10)) return failed(failure('dicom/not-a-segmentation', {}, file));
  const facts = factsOf(part10, file);
  if (!facts.ok) return facts;
  const { columns, rows, frames } = facts.value;
  const { dataset } = part10;
  const shared = itemsOf(dataset, SHARED_GROUPS)[0] ?? null;
  const groups = itemsOf(dataset, FRAME_GROUPS);
  if (frames > MOST_FRAMES)
    return failed(failure('dicom/bad-header', { cause: `NumberOfFrames ${frames}` }, file));
  const all = Array.from({ length: frames }, (_, frame) => ({ frame, group: groups[frame] ?? null }));
  const size = [columns, rows] as const;
  const named = all.filter(({ group }) => isNamed(shared, group, image, uids));
  const unreadable = lostNumber(dataset, shared, groups);
  if (unreadable) return failed({ ...unreadable, ...(file === undefined ? {} : { file }) });
  const grid = latticeOf(image);
  const laid = (named.length > 0 ? named : all)
    .map((one) => ({ ...one, plane: planeOf(shared, one.group, size, image) }))
    // Without the name of its source, only its place tells whose a frame is.
    .filter(({ plane }) => named.length > 0 || (plane.affine !== null && grid.isPlaced))
    // A frame at the origin of space is on the image that it names only where no other frame lies on it.
    .map((one) => ({ ...one, placed: placeMask(one.plane, grid, false) }));
  if (named.length > 0 && !laid.some(({ placed }) => placed.ok))
    for (const one of laid) one.placed = placeMask(one.plane, grid);
  // A frame may name several images and lie on one of them.
  const chosen = laid.flatMap(({ frame, group, placed }) =>
    placed.ok ? [{ frame, group, placement: placed.value }] : [],
  );
  if (chosen.length === 0) {
    const refused = laid.flatMap(({ placed }) => (placed.ok ? [] : [placed.failure]))[0];
    const isOfImage = named.length > 0 || refused?.code !== 'image/mask-elsewhere';
    return failed(
      refused && isOfImage
        ? { ...refused, ...(file === undefined ? {} : { file }) }
        : failure('dicom/no-segment-of-image', { frames }, file),
    );
  }

  const isLabelMap = textOf(dataset, '00620001') === 'LABELMAP' || facts.value.sopClass === LABEL_MAP;
  const full = textOf(dataset, '00620001') === 'FRACTIONAL' ? (numberOf(dataset, MAXIMUM) ?? 255) : 1;
  const background = numberOf(dataset, PADDING) ?? 0;
  const masks = new Map<number, Uint8Array>();
  const others = new Set<number>();
  for (const { frame, group, placement } of chosen) {
    const decoded = await decodeFrame(part10, facts.value, frame, codec);
    if (!decoded.ok) return failed({ ...decoded.failure, ...(file === undefined ? {} : { file }) });
    const segment = segmentOf(shared, group);
    onGrid(decoded.value.data, image.size, placement).forEach((value, at) => {
      if (isLabelMap ? value === background : value === 0) return;
      if (!isLabelMap && value !== full) {
        if (others.size < 10) others.add(value);
        return;
      }
      const number = isLabelMap ? value : segment;
      let mask = masks.get(number);
      if (!mask) masks.set(number, (mask = new Uint8Array(columns * rows)));
      mask[at] = 1;
    });
  }
  if (others.size > 0) {
    return failed(failure('image/mask-not-binary', { declared: full, values: [...others] }, file));
  }
  if (masks.size === 0) return failed(failure('image/mask-empty', {}, file));
  return success(
    [...masks]
      .sort(([a], [b]) => a - b)
      .map(([segment, data]) => ({ segment, mask: { size: image.size, data } })),
  );
}

const MAXIMUM = '0062000E';
const PADDING = '00280120';

/** Numbers of the frames' groups, by the sequence that holds them. */
const GROUP_NUMBERS = [
  ['00209113', '00200032'],
  ['00209116', '00200037'],
  ['00289110', '00280030'],
  ['0062000A', '0062000B'],
] as const;

/** A number that says where a frame lies or which segment it is, and can't be read. */
function lostNumber(dataset: DataSet, shared: DataSet | null, groups: readonly DataSet[]): Failure | null {
  const asked = [MAXIMUM, PADDING].map((tag) => [dataset, tag] as const);
  for (const group of shared ? [shared, ...groups] : groups)
    for (const [macro, tag] of GROUP_NUMBERS)
      for (const item of itemsOf(group, macro)) asked.push([item, tag]);
  for (const [place, tag] of asked) {
    const numbers = readNumbers(place, tag);
    if (numbers.state === 'unreadable')
      return failure('dicom/unreadable-number', { attribute: keywordOf(tag) ?? tag, fault: numbers.fault });
  }
  return null;
}

function sourceItems(group: DataSet): readonly DataSet[] {
  return itemsOf(group, '00089124').flatMap((derivation) => itemsOf(derivation, '00082112'));
}

function segmentOf(shared: DataSet | null, group: DataSet | null): number {
  const identification = firstItem(group, '0062000A') ?? firstItem(shared, '0062000A');
  return (identification && numberOf(identification, '0062000B')) ?? 1;
}

function isNamed(
  shared: DataSet | null,
  group: DataSet | null,
  image: SegmentedImage,
  uids: ReadonlyMap<string, string>,
): boolean {
  return [group, shared].some(
    (one) =>
      one !== null &&
      sourceItems(one).some((item) => {
        const uid = textOf(item, '00081155') ?? '';
        if (uid !== image.sopUid && uids.get(uid) !== image.sopUid) return false;
        const frames = numbersOf(item, '00081160');
        // A source with several frames but no frame number does not tell which frame is meant.
        return frames.length > 0 ? frames.includes(image.frame + 1) : image.frames === 1;
      }),
  );
}

/**
 * The plane of a frame. One that states no place, or no directions, is as the image's: its source
 * image is named, or it belongs to none.
 */
function planeOf(
  shared: DataSet | null,
  group: DataSet | null,
  size: Plane['size'],
  image: SegmentedImage,
): Lattice {
  const stated = (macro: Tag, tag: Tag, count: number) => {
    const item = firstItem(group, macro) ?? firstItem(shared, macro);
    const numbers = item ? numbersOf(item, tag) : [];
    return numbers.length === count ? numbers : null;
  };
  const [px, py, pz] = stated('00209113', '00200032', 3) ?? [];
  const position =
    px !== undefined && py !== undefined && pz !== undefined
      ? ([millimetres(px), millimetres(py), millimetres(pz)] as const)
      : null;
  const orientation = stated('00209116', '00200037', 6);
  const [y, x] = stated('00289110', '00280030', 2) ?? [];
  const spacing =
    x !== undefined && y !== undefined ? ([millimetres(x), millimetres(y)] as const) : image.spacing;
  const lattice = latticeOf({ size, spacing, position, orientation });
  return position === null || orientation === null ? { ...lattice, affine: null } : lattice;
}

const firstItem = (group: DataSet | null, tag: string): DataSet | undefined =>
  group === null ? undefined : itemsOf(group, tag)[0];
