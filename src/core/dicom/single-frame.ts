import { failure } from '../failure.ts';
import { failed, success, type Result } from '../result.ts';
import type { DataSet, Element, Part10 } from './dataset.ts';
import type { StoredFrame } from './decode.ts';
import { element, itemsOf, textsOf, withElements } from './element.ts';
import type { ImageFacts } from './facts.ts';
import { fragmentsOfFrame } from './frames.ts';
import { EXPLICIT_LE } from './transfer-syntax.ts';

const PER_FRAME = '52009230';

/** Attributes that describe how frames follow each other, without meaning for one frame (PS3.3 section C.7.6.5 and C.7.6.6). */
const MULTI_FRAME_ONLY = [
  ...[
    '00280009',
    '00181063',
    '00181065',
    '00181066',
    '00182142',
    '00182143',
    '00182144',
    '00180040',
    '00181244',
  ],
  ...['00082142', '00082143', '00082144', '7FE00001', '7FE00002'],
];

/**
 * The file reduced to one frame (from 0): its native bytes or its fragments untouched, its own functional groups. A single-frame file
 * is given back as it is. Failures: `dicom/no-such-frame`, `dicom/bad-header`, `dicom/unsupported-pixels`.
 */
export function extractFrame(part10: Part10, facts: ImageFacts, frame: number): Result<Part10> {
  const { dataset } = part10;
  if (frame < 0 || frame >= facts.frames) {
    return failed(failure('dicom/no-such-frame', { frame: frame + 1, frames: facts.frames }));
  }
  if (facts.frames === 1) return success(part10);
  const tag = ['7FE00010', '7FE00008', '7FE00009'].find((one) => dataset.elements.has(one));
  const pixels = tag === undefined ? undefined : dataset.elements.get(tag);
  if (pixels === undefined) return failed(failure('dicom/no-pixels', { sopClass: facts.sopClass }));
  const set: Element[] = [];
  if (pixels.value.kind === 'fragments') {
    const fragments = fragmentsOfFrame(dataset, frame, facts.frames);
    if (!fragments.ok) return fragments;
    const value = { kind: 'fragments', offsetTable: new Uint8Array(), fragments: fragments.value } as const;
    set.push({ ...pixels, value });
  } else if (pixels.value.kind === 'bytes') {
    const samples = facts.photometric === 'YBR_FULL_422' ? 2 : facts.samplesPerPixel;
    const bits = facts.columns * facts.rows * samples * facts.bitsAllocated;
    if (bits % 8 !== 0) {
      return failed(
        failure('dicom/unsupported-pixels', { cause: 'frames that do not begin at a whole byte' }),
      );
    }
    const size = bits / 8;
    set.push({
      ...pixels,
      value: { kind: 'bytes', bytes: pixels.value.bytes.subarray(frame * size, (frame + 1) * size) },
    });
  }
  set.push(element('00280008', 'IS', '1'));
  const group = itemsOf(dataset, PER_FRAME)[frame];
  if (group) set.push(element(PER_FRAME, 'SQ', [group]));
  return success({ ...part10, dataset: withElements(dataset, { set, remove: MULTI_FRAME_ONLY }) });
}

const PALETTES = [
  '00281101',
  '00281102',
  '00281103',
  '00281199',
  '00281201',
  '00281202',
  '00281203',
  '00281221',
  '00281222',
  '00281223',
];

/** A single-frame file with other stored values, written native. Colour becomes RGB, palettes go. */
export function replacePixels(part10: Part10, facts: ImageFacts, frame: StoredFrame): Part10 {
  const { data, components } = frame;
  const bits = data.BYTES_PER_ELEMENT * 8;
  const color = components === 3;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  const float = data instanceof Float32Array ? '7FE00008' : data instanceof Float64Array ? '7FE00009' : null;
  const set: Element[] = [
    element('00280002', 'US', components),
    element('00280004', 'CS', color ? 'RGB' : facts.photometric),
    element('00280100', 'US', bits),
    element(
      float ?? '7FE00010',
      float === '7FE00008' ? 'OF' : float ? 'OD' : bits === 8 ? 'OB' : 'OW',
      bytes,
    ),
  ];
  if (float === null) {
    const stored = color ? bits : Math.min(facts.bitsStored, bits);
    set.push(element('00280101', 'US', stored), element('00280102', 'US', stored - 1));
    set.push(element('00280103', 'US', facts.signed && !color ? 1 : 0));
  }
  if (color) set.push(element('00280006', 'US', 0));
  const dataset: DataSet = withElements(part10.dataset, { set, remove: color ? PALETTES : [] });
  return { ...part10, dataset, transferSyntax: EXPLICIT_LE };
}

/** Image Type (0008,0008) of an image that was changed: DERIVED first, the rest kept. */
export function derivedImageType(dataset: DataSet): Element {
  const [, patient = 'PRIMARY', ...rest] = textsOf(dataset, '00080008');
  return element('00080008', 'CS', ['DERIVED', patient, ...rest]);
}
