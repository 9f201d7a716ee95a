import { gzipSync } from 'fflate';
import { niftiMask } from '../../fixtures/nifti.ts';
import { rawZip } from '../../fixtures/packages.ts';
import { pngOf } from '../../fixtures/png.ts';

/** A set of predicted masks that is wrong in known ways. */
export interface MalformedMasks {
  readonly name: string;
  /** What is chosen: the files of a folder, or one zip. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Every error: code, and the case or file that it names; null where it names none. */
  readonly errors: readonly (readonly [code: string, place: string | null])[];
}

export const MASK_SIZE = [9, 7] as const;
export const MASK_IDS = ['case-1', 'case-2', 'case-3', 'case-4', 'case-5', 'case-6'];
const PIXELS = MASK_SIZE[0] * MASK_SIZE[1];

const drawn = (n: number): Uint8Array =>
  Uint8Array.from({ length: PIXELS }, (_, at) => ((at * 7 + n * 5) % 11 < 4 ? 1 : 0));

/** The reference that the sets below are held against. */
export const referenceMasks = (): Record<string, Uint8Array> =>
  Object.fromEntries(MASK_IDS.map((id, n) => [`${id}.nii.gz`, niftiMask(drawn(n + 9), MASK_SIZE)]));

type Form = 'nifti' | 'png';
const written = (form: Form, data: Uint8Array, size: readonly [number, number] = MASK_SIZE): Uint8Array =>
  form === 'nifti'
    ? niftiMask(data, size)
    : pngOf(
        data.map((value) => (value === 1 ? 255 : value)),
        size,
      );

interface Files {
  readonly form: Form;
  readonly ending: string;
  readonly files: Map<string, Uint8Array>;
}
type Fault = (set: Files, id: string) => MalformedMasks['errors'];

const pathOf = (set: Files, id: string): string => `out/${id}${set.ending}`;

/** Each spoils the mask of one case and tells what must be said of it. */
const FAULTS: readonly Fault[] = [
  (set, id) => {
    set.files.delete(pathOf(set, id));
    return [['scoring/missing-mask', id]];
  },
  (set, id) => put(set, id, written(set.form, drawn(1), [7, 9]), 'scoring/mask-shape', id),
  (set, id) => put(set, id, written(set.form, drawn(1).subarray(0, 56), [8, 7]), 'scoring/mask-shape', id),
  (set, id) => {
    const data = drawn(2);
    data[5] = 7;
    return put(set, id, written(set.form, data), 'scoring/mask-values', id);
  },
  (set, id) => {
    // Grey where a model's probabilities were written instead of a mask.
    const data = Uint8Array.from({ length: PIXELS }, (_, at) => 3 * at + 2);
    return put(set, id, written(set.form, data), 'scoring/mask-values', id);
  },
  (set, id) => {
    set.files.set(`out/again/mask-${id}${set.ending}`, written(set.form, drawn(3)));
    return [
      ['scoring/duplicate-case', id],
      ['scoring/extra-mask', id],
    ];
  },
  (set, id) => {
    set.files.set(`out/stranger-${id}${set.ending}`, written(set.form, drawn(3)));
    return [['scoring/extra-mask', `stranger-${id}`]];
  },
  (set, id) => unread(set, id, written(set.form, drawn(3)).subarray(0, 45)),
  (set, id) => {
    const bytes = Uint8Array.from(written(set.form, drawn(3)));
    const at = set.form === 'nifti' ? bytes.length - 6 : 20;
    bytes[at]! ^= 4;
    return unread(set, id, bytes);
  },
  (set, id) =>
    unread(set, id, new TextEncoder().encode('<html>Not found</html>'.repeat(20)), 'image/nifti-not-read'),
  (set, id) => unread(set, id, new Uint8Array(), 'image/nifti-truncated'),
  (set, id) =>
    set.form === 'png'
      ? unread(
          set,
          id,
          pngOf(
            Uint8Array.from({ length: 3 * PIXELS }, (_, at) => (at % 3) * 90),
            MASK_SIZE,
          ),
          'image/png-unsupported',
        )
      : unread(set, id, volume(), 'image/nifti-not-2d'),
];

function put(
  set: Files,
  id: string,
  bytes: Uint8Array,
  code: string,
  place: string,
): MalformedMasks['errors'] {
  set.files.set(pathOf(set, id), bytes);
  return [[code, place]];
}

function unread(set: Files, id: string, bytes: Uint8Array, code?: string): MalformedMasks['errors'] {
  return put(set, id, bytes, code ?? `image/${set.form}-not-read`, pathOf(set, id));
}

/** Two slices. */
function volume(): Uint8Array {
  const bytes = new Uint8Array(352 + 2 * PIXELS);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  [3, 9, 7, 2].forEach((length, axis) => view.setInt16(40 + 2 * axis, length, true));
  view.setInt16(70, 2, true);
  view.setInt16(72, 8, true);
  view.setFloat32(108, 352, true);
  bytes.set([0x6e, 0x2b, 0x31, 0], 344);
  return gzipSync(bytes);
}

function whole(form: Form, ending: string): Files {
  const files = new Map(
    MASK_IDS.map((id, n) => [`out/${id}${ending}`, written(form, drawn(n))] as [string, Uint8Array]),
  );
  files.set('out/plans.json', new TextEncoder().encode('{}'));
  files.set('out/._case-1.png', new Uint8Array(4));
  return { form, ending, files };
}

/**
 * A hundred sets: every fault alone and with another, in NIfTI and PNG, as folder and as zip, and zips that are none. Files that are no
 * masks lie among them, as models and systems leave them.
 */
export async function malformedMasks(): Promise<readonly MalformedMasks[]> {
  const sets: MalformedMasks[] = [];
  const forms = [
    ['nifti', '.nii.gz'],
    ['png', '.png'],
  ] as const;
  for (const [form, ending] of forms) {
    for (const zipped of [false, true]) {
      for (let n = 0; n < 2 * FAULTS.length; n++) {
        const set = whole(form, ending);
        const errors = [...(FAULTS[n % FAULTS.length]?.(set, MASK_IDS[n % 3] ?? '') ?? [])];
        if (n >= FAULTS.length)
          errors.push(...(FAULTS[(n * 5 + 3) % FAULTS.length]?.(set, MASK_IDS[3 + (n % 3)] ?? '') ?? []));
        const entries = [...set.files].map(([path, bytes]) => ({ path, bytes }));
        sets.push({
          name: `${form}, ${zipped ? 'zip' : 'folder'}, ${n}`,
          files: zipped ? { 'masks.zip': await rawZip(entries) } : Object.fromEntries(set.files),
          errors,
        });
      }
    }
  }
  const zip = await rawZip([...whole('png', '.png').files].map(([path, bytes]) => ({ path, bytes })));
  const all = MASK_IDS.map((id) => ['scoring/missing-mask', id] as const);
  return [
    ...sets,
    {
      name: 'zip cut off',
      files: { 'masks.zip': zip.subarray(0, zip.length - 40) },
      errors: [['package/truncated', 'masks.zip']],
    },
    {
      name: 'no zip at all',
      files: { 'masks.zip': new TextEncoder().encode('masks') },
      errors: [['package/not-a-zip', 'masks.zip']],
    },
    {
      name: 'zip without masks',
      files: { 'masks.zip': await rawZip([{ path: 'a.txt', bytes: new Uint8Array(3) }]) },
      errors: all,
    },
    { name: 'nothing', files: {}, errors: all },
  ];
}
