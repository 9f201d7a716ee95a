import { failure } from '../failure.ts';
import { millimetres, type PhysicalPoint, type Size } from '../measure.ts';
import type { Mask } from './image.ts';
import { failed, success, type Result } from '../result.ts';
import type { Codec } from './codec.ts';
import type { DataSet, Part10 } from './dataset.ts';
import { decodeFrame } from './decode.ts';
import { itemsOf, numberOf, numbersOf, textOf } from './element.ts';
import { factsOf } from './read-facts.ts';

/** SOP classes of Segmentation and Label Map Segmentation Storage, PS3.4 section B.5. */
const SEGMENTATION = '1.2.840.10008.5.1.4.1.1.66.4';
const LABEL_MAP = '1.2.840.10008.5.1.4.1.1.66.7';

const SHARED_GROUPS = '52009229';
const FRAME_GROUPS = '52009230';
/**
 * Two planes are the same when their distance (mm) and the difference of their direction cosines do
 * not exceed this.
 */
const SAME_PLACE = millimetres(0.01);
const SAME_DIRECTION = 1e-4;

/** The image for which a mask is required. */
export interface SegmentedImage {
  readonly sopUid: string;
  /** Frame number, counted from 0. */
  readonly frame: number;
  readonly frames: number;
  readonly size: Size;
  /** Centre of the first pixel of the frame (LPS); null when unknown. */
  readonly position: PhysicalPoint | null;
  /** Row and column direction cosines (LPS). */
  readonly orientation: readonly number[] | null;
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
 * source image, if it lies in its plane. Fractional segments are accepted if they hold only 0 and
 * their maximum. Nothing is resampled or thresholded.
 *
 * @param uids new UID for each of {@link segmentedUids}, because the image is de-identified
 *
 * Failures: `dicom/not-a-segmentation`, `dicom/no-segment-of-image`, `image/mask-other-size`,
 * `image/mask-axes-swapped`, `image/mask-not-binary`, `image/mask-empty`, and those of decoding.
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
  const all = Array.from({ length: frames }, (_, frame) => ({ frame, group: groups[frame] ?? null }));
  const named = all.filter(({ group }) => isNamed(shared, group, image, uids));
  const chosen = named.length > 0 ? named : all.filter(({ group }) => isSamePlane(shared, group, image));
  if (chosen.length === 0) return failed(failure('dicom/no-segment-of-image', { frames }, file));
  if (columns !== image.size[0] || rows !== image.size[1]) {
    const swapped = columns === image.size[1] && rows === image.size[0];
    const code = swapped ? 'image/mask-axes-swapped' : 'image/mask-other-size';
    return failed(failure(code, { expected: image.size, got: [columns, rows] }, file));
  }

  const isLabelMap = textOf(dataset, '00620001') === 'LABELMAP' || facts.value.sopClass === LABEL_MAP;
  const full = textOf(dataset, '00620001') === 'FRACTIONAL' ? (numberOf(dataset, '0062000E') ?? 255) : 1;
  const background = numberOf(dataset, '00280120') ?? 0;
  const masks = new Map<number, Uint8Array>();
  const others = new Set<number>();
  for (const { frame, group } of chosen) {
    const decoded = await decodeFrame(part10, facts.value, frame, codec);
    if (!decoded.ok) return failed({ ...decoded.failure, ...(file === undefined ? {} : { file }) });
    const segment = segmentOf(shared, group);
    decoded.value.data.forEach((value, at) => {
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

function isSamePlane(shared: DataSet | null, group: DataSet | null, image: SegmentedImage): boolean {
  const place = firstItem(group, '00209113') ?? firstItem(shared, '00209113');
  const plane = firstItem(group, '00209116') ?? firstItem(shared, '00209116');
  const position = place ? numbersOf(place, '00200032') : [];
  const orientation = plane ? numbersOf(plane, '00200037') : [];
  return (
    isNear(position, image.position, 3, SAME_PLACE) &&
    isNear(orientation, image.orientation, 6, SAME_DIRECTION)
  );
}

const firstItem = (group: DataSet | null, tag: string): DataSet | undefined =>
  group === null ? undefined : itemsOf(group, tag)[0];

const isNear = (
  found: readonly number[],
  wanted: readonly number[] | null,
  length: number,
  tolerance: number,
): boolean =>
  found.length === length &&
  wanted !== null &&
  found.every((value, i) => Math.abs(value - (wanted[i] ?? Number.NaN)) <= tolerance);
