/**
 * ICC profiles (ICC.1:2022). A profile holds free text: description, copyright, maker, and private
 * tags. So none leaves as it came: it is replaced by our own profile of the standard colour space
 * that its numbers describe, or dropped.
 */

type Triple = readonly [number, number, number];

interface ColourSpace {
  readonly name: string;
  /** XYZ of red, green and blue, adapted to D50. */
  readonly colorants: readonly [Triple, Triple, Triple];
  /** Parameters of a parametric curve (ICC.1 section 10.18): one is a gamma, five are type 3. */
  readonly curve: readonly number[];
}

const SRGB_CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];

/** The colour spaces that DICOM names in (0028,2002), PS3.3 section C.11.15.1.2, and Display P3. */
const SPACES: readonly ColourSpace[] = [
  {
    name: 'sRGB',
    colorants: [
      [0.43607, 0.22249, 0.01392],
      [0.38515, 0.71687, 0.09708],
      [0.14307, 0.06061, 0.7141],
    ],
    curve: SRGB_CURVE,
  },
  {
    name: 'Adobe RGB',
    colorants: [
      [0.60974, 0.31111, 0.01947],
      [0.20528, 0.62567, 0.06087],
      [0.14919, 0.06322, 0.74457],
    ],
    curve: [563 / 256],
  },
  {
    name: 'Display P3',
    colorants: [
      [0.51512, 0.2412, -0.00105],
      [0.29198, 0.69225, 0.04189],
      [0.1571, 0.06657, 0.78407],
    ],
    curve: SRGB_CURVE,
  },
  {
    name: 'ROMM RGB',
    colorants: [
      [0.79767, 0.28804, 0],
      [0.13519, 0.71188, 0],
      [0.03134, 0.00009, 0.82491],
    ],
    curve: [1.8],
  },
];

const D50: Triple = [0.9642, 1, 0.8249];
/** Largest difference of a colorant, and of the curve at half of its range, within one colour space. */
const COLORANT_TOLERANCE = 0.002;
const CURVE_TOLERANCE = 0.02;

/**
 * Our own profile of the standard colour space that `profile` describes by its colorants and its
 * curves; null when it describes none, or is not a readable profile. The result depends on the space
 * alone, and its own result is itself.
 */
export function standardProfile(profile: Uint8Array): Uint8Array | null {
  const described = readMatrixProfile(profile);
  if (described === null) return null;
  const space = SPACES.find(
    ({ colorants, curve }) =>
      colorants.every((colorant, i) =>
        colorant.every(
          (value, j) => Math.abs(value - (described.colorants[i]?.[j] ?? 9)) <= COLORANT_TOLERANCE,
        ),
      ) && described.halves.every((half) => Math.abs(half - valueAt(curve, 0.5)) <= CURVE_TOLERANCE),
  );
  return space ? profileOf(space) : null;
}

interface Described {
  readonly colorants: readonly Triple[];
  /** Values of the three curves at 0.5. */
  readonly halves: readonly number[];
}

const COLORANTS = ['rXYZ', 'gXYZ', 'bXYZ'];
const CURVES = ['rTRC', 'gTRC', 'bTRC'];
const MOST_TAGS = 100;

function readMatrixProfile(profile: Uint8Array): Described | null {
  if (profile.length < 132) return null;
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const word = (at: number): string => String.fromCharCode(...profile.subarray(at, at + 4));
  if (word(36) !== 'acsp' || word(16) !== 'RGB ') return null;
  const tags = new Map<string, DataView>();
  const count = Math.min(view.getUint32(128), MOST_TAGS);
  for (let i = 0; i < count && 144 + 12 * i <= profile.length; i++) {
    const [at, size] = [view.getUint32(136 + 12 * i), view.getUint32(140 + 12 * i)];
    if (at + size > profile.length || size < 12) return null;
    tags.set(word(132 + 12 * i), new DataView(profile.buffer, profile.byteOffset + at, size));
  }
  const colorants = COLORANTS.map((name) => readTriple(tags.get(name)));
  const halves = CURVES.map((name) => readHalf(tags.get(name)));
  if (colorants.includes(null) || halves.includes(null)) return null;
  return { colorants: colorants as Triple[], halves: halves as number[] };
}

const fixedAt = (view: DataView, at: number): number => view.getInt32(at) / 65536;

function readTriple(tag: DataView | undefined): Triple | null {
  if (tag === undefined || tag.byteLength < 20) return null;
  return [fixedAt(tag, 8), fixedAt(tag, 12), fixedAt(tag, 16)];
}

const CURV = 0x63757276;
const PARA = 0x70617261;
/** Number of parameters by type of a parametric curve. */
const PARAMETERS = [1, 3, 4, 5, 7];

function readHalf(tag: DataView | undefined): number | null {
  if (tag === undefined) return null;
  if (tag.getUint32(0) === CURV) {
    const count = tag.getUint32(8);
    if (count === 0) return 0.5;
    if (tag.byteLength < 12 + 2 * count) return null;
    if (count === 1) return 0.5 ** (tag.getUint16(12) / 256);
    const middle = (count - 1) / 2;
    const entry = (i: number): number => tag.getUint16(12 + 2 * i) / 65535;
    return (entry(Math.floor(middle)) + entry(Math.ceil(middle))) / 2;
  }
  const parameters = tag.getUint32(0) === PARA ? PARAMETERS[tag.getUint16(8)] : undefined;
  // Types 1 and 2 are not used by RGB profiles; type 4 adds two offsets that are 0 in these spaces.
  if (parameters === undefined || parameters === 3 || parameters === 4) return null;
  if (tag.byteLength < 12 + 4 * parameters) return null;
  return valueAt(
    Array.from({ length: Math.min(parameters, 5) }, (_, i) => fixedAt(tag, 12 + 4 * i)),
    0.5,
  );
}

/** A gamma, or type 3: `(a x + b) ^ g` from `d` on, and `c x` below. */
function valueAt([g = 1, a = 1, b = 0, c = 0, d = 0]: readonly number[], x: number): number {
  return x >= d ? (a * x + b) ** g : c * x;
}

/** A version 4 matrix profile of the input class, which PS3.3 section C.11.15.1.1 asks for. */
function profileOf({ name, colorants, curve }: ColourSpace): Uint8Array {
  const fixed = (values: readonly number[]) => values.flatMap((value) => uint32(Math.round(value * 65536)));
  const xyz = (triple: Triple) => [...ascii('XYZ '), ...uint32(0), ...fixed(triple)];
  const text = (content: string) => [
    ...[...ascii('mluc'), ...uint32(0), ...uint32(1), ...uint32(12), ...ascii('enUS')],
    ...[...uint32(content.length * 2), ...uint32(28), ...ascii(content).flatMap((byte) => [0, byte])],
  ];
  const trc = [...ascii('para'), ...uint32(0), 0, curve.length === 1 ? 0 : 3, 0, 0, ...fixed(curve)];
  const tags: readonly (readonly [string, readonly number[]])[] = [
    ['desc', text(name)],
    ['cprt', text('CC0')],
    ['wtpt', xyz(D50)],
    ...COLORANTS.map((tag, i) => [tag, xyz(colorants[i] ?? D50)] as const),
    ...CURVES.map((tag) => [tag, trc] as const),
  ];
  const table: number[] = [...uint32(tags.length)];
  const content: number[] = [];
  const start = 132 + 12 * tags.length;
  for (const [tag, bytes] of tags) {
    table.push(...ascii(tag), ...uint32(start + content.length), ...uint32(bytes.length));
    content.push(...bytes, ...new Array<number>((4 - (bytes.length % 4)) % 4).fill(0));
  }
  const header = [
    ...[...uint32(start + content.length), ...uint32(0), ...uint32(0x04300000)],
    ...[...ascii('scnr'), ...ascii('RGB '), ...ascii('XYZ ')],
    // The date of the profile is a constant: 1 January 2026.
    ...[0x07, 0xea, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, ...ascii('acsp')],
    ...new Array<number>(28).fill(0),
    ...fixed(D50),
    ...new Array<number>(48).fill(0),
  ];
  return Uint8Array.from([...header, ...table, ...content]);
}

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

const uint32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
