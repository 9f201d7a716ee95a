import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { DataSet, Element, Part10, Tag } from './dataset.ts';
import type { StoredFrame } from './stored-frame.ts';
import { samplesPerPixel } from './native-frame.ts';
import { element, itemsOf, textsOf, withElements } from './element.ts';
import type { ImageFacts } from './facts.ts';
import { fragmentsOfFrame } from './frames.ts';
import { PIXEL_TAGS } from './read-facts.ts';
import { EXPLICIT_LE } from './transfer-syntax.ts';

const SHARED_GROUPS = '52009229';
const PER_FRAME_GROUPS = '52009230';
const FRAME_INCREMENT_POINTER = '00280009';
const FRAME_TIME = '00181063';

/**
 * Attributes that describe how frames follow each other. They have no meaning for one frame (PS3.3
 * sections C.7.6.5 and C.7.6.6).
 */
const MULTI_FRAME_ONLY: readonly Tag[] = [
  ...['00181065', '00181066', '00180040', '00181244'],
  ...['00082142', '00082143', '00082144', '00286010', '7FE00001', '7FE00002'],
];

/** Look-up tables of PALETTE COLOR, PS3.3 section C.7.9. */
const PALETTES: readonly Tag[] = [
  ...['00281101', '00281102', '00281103', '00281199'],
  ...['00281201', '00281202', '00281203', '00281221', '00281222', '00281223'],
];

/**
 * Reduces the file to one frame (counted from 0). Its native bytes or fragments do not change; it
 * keeps its own functional groups. A single-frame file is returned unchanged. Failures:
 * `dicom/no-such-frame`, `dicom/no-pixels`, `dicom/missing-frames`, and `dicom/unsupported-pixels`
 * for frames of single bits that do not start at a whole byte.
 */
export function extractFrame(part10: Part10, facts: ImageFacts, frame: number): Result<Part10> {
  const { dataset } = part10;
  if (!(Number.isInteger(frame) && frame >= 0 && frame < facts.frames)) {
    return failed(failure('dicom/no-such-frame', { frame: frame + 1, frames: facts.frames }));
  }
  if (facts.frames === 1) return success(part10);
  const pixels = pixelsOfFrame(dataset, facts, frame);
  if (!pixels.ok) return pixels;
  const group = itemsOf(dataset, PER_FRAME_GROUPS)[frame];
  const set = [pixels.value, element('00280008', 'IS', '1')];
  if (group) set.push(element(PER_FRAME_GROUPS, 'SQ', [group]));
  // A multi-frame class requires a frame increment pointer even for one frame. Frame Time is a
  // single value and can stay; vectors have one value per frame.
  const pointed = textsOf(dataset, FRAME_INCREMENT_POINTER);
  const timed = pointed.every((tag) => tag === FRAME_TIME);
  const remove = timed ? MULTI_FRAME_ONLY : [...MULTI_FRAME_ONLY, ...pointed, FRAME_INCREMENT_POINTER];
  if (!timed && pointed.length > 0) {
    set.push(element(FRAME_INCREMENT_POINTER, 'AT', FRAME_TIME), element(FRAME_TIME, 'DS', '0'));
  }
  return success({ ...part10, dataset: withElements(withElements(dataset, { remove }), { set }) });
}

function pixelsOfFrame(dataset: DataSet, facts: ImageFacts, frame: number): Result<Element> {
  const pixels = PIXEL_TAGS.map((tag) => dataset.elements.get(tag)).find((each) => each !== undefined);
  if (!pixels || pixels.value.kind === 'items') {
    return failed(failure('dicom/no-pixels', { sopClass: facts.sopClass }));
  }
  if (pixels.value.kind === 'fragments') {
    const fragments = fragmentsOfFrame(dataset, frame, facts.frames);
    if (!fragments.ok) return fragments;
    const offsetTable = new Uint8Array();
    return success({ ...pixels, value: { kind: 'fragments', offsetTable, fragments: fragments.value } });
  }
  const { bytes } = pixels.value;
  const samples = samplesPerPixel(facts, bytes.length);
  const size = (facts.columns * facts.rows * samples * facts.bitsAllocated) / 8;
  if (!Number.isInteger(size)) {
    return failed(failure('dicom/unsupported-pixels', { cause: 'frames that do not begin at a whole byte' }));
  }
  return success({
    ...pixels,
    value: { kind: 'bytes', bytes: bytes.subarray(frame * size, (frame + 1) * size) },
  });
}

/**
 * A single-frame file with new stored values, written native. Colour becomes RGB by pixel, and its
 * palettes are removed. Smallest and largest pixel value are removed too, because they describe the
 * old pixels.
 */
export function replacePixels(part10: Part10, facts: ImageFacts, { data, components }: StoredFrame): Part10 {
  const allocated = data.BYTES_PER_ELEMENT * 8;
  const isColor = components === 3;
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  const set: Element[] = [
    element('00280002', 'US', components),
    element('00280004', 'CS', isColor ? 'RGB' : facts.photometric),
    element('00280100', 'US', allocated),
  ];
  if (isFloat) {
    set.push(allocated === 32 ? element('7FE00008', 'OF', bytes) : element('7FE00009', 'OD', bytes));
  } else {
    const stored = facts.photometric === 'PALETTE COLOR' ? allocated : Math.min(facts.bitsStored, allocated);
    set.push(element('00280101', 'US', stored), element('00280102', 'US', stored - 1));
    set.push(element('00280103', 'US', facts.signed && !isColor ? 1 : 0));
    set.push(element('7FE00010', allocated === 8 ? 'OB' : 'OW', bytes));
  }
  if (isColor) set.push(element('00280006', 'US', 0));
  const remove = ['00280106', '00280107', '7FE00001', '7FE00002', ...(isColor ? PALETTES : ['00280006'])];
  return { ...part10, dataset: withElements(part10.dataset, { set, remove }), transferSyntax: EXPLICIT_LE };
}

const ENHANCED_MR = new Set(['1.2.840.10008.5.1.4.1.1.4.1', '1.2.840.10008.5.1.4.1.1.4.3']);

/** The modules MR Pulse Sequence (PS3.3 section C.8.13.4) and Bulk Motion Synchronization (C.7.6.18.3). */
const PULSE_SEQUENCE: readonly Tag[] = [
  ...['00180023', '00189005', '00189008', '00189011', '00189012', '00189014', '00189015', '00189017'],
  ...['00189018', '00189024', '00189025', '00189029', '00189032', '00189033', '00189034', '00189093'],
  ...['00189094', '00189172'],
];

/**
 * Attributes that an enhanced MR image has about its pulse sequence because it is ORIGINAL or
 * MIXED. They are not required of DERIVED images, and module validators report them there as an
 * error. Empty for all other images.
 */
export function originalOnly(dataset: DataSet): readonly Tag[] {
  const [value] = textsOf(dataset, '00080008');
  const [sopClass = ''] = textsOf(dataset, '00080016');
  return ENHANCED_MR.has(sopClass) && (value === 'ORIGINAL' || value === 'MIXED') ? PULSE_SEQUENCE : [];
}

/** Image Type (0008,0008) of a changed image: the first value becomes DERIVED, the rest is kept. */
export function derivedImageType(dataset: DataSet): Element {
  return derived(dataset, '00080008');
}

const FRAME_TYPE = '00089007';

/**
 * The functional groups of a changed image. Frame Type (0008,9007) becomes DERIVED in every frame
 * type sequence, to match Image Type (PS3.3 section C.8.16.1). Empty when there are none.
 */
export function derivedFrameTypes(dataset: DataSet): readonly Element[] {
  return [SHARED_GROUPS, PER_FRAME_GROUPS].flatMap((groups) => {
    const items = itemsOf(dataset, groups);
    const changed = items.map((item) => {
      const set = [...item.elements.keys()].flatMap((tag) => {
        const frames = itemsOf(item, tag);
        if (!frames.some(({ elements }) => elements.has(FRAME_TYPE))) return [];
        return [
          element(
            tag,
            'SQ',
            frames.map((frame) => withElements(frame, { set: [derived(frame, FRAME_TYPE)] })),
          ),
        ];
      });
      return set.length > 0 ? withElements(item, { set }) : item;
    });
    return changed.some((item, i) => item !== items[i]) ? [element(groups, 'SQ', changed)] : [];
  });
}

function derived(dataset: DataSet, tag: Tag): Element {
  const [, examination = 'PRIMARY', ...rest] = textsOf(dataset, tag);
  return element(tag, 'CS', ['DERIVED', examination, ...rest]);
}
