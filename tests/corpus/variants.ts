import codestreams from '../golden/codestreams.json' with { type: 'json' };
import { buildDicom, imageFields, withoutPixels, type Fields } from '../fixtures/dicom.ts';
import type { CorpusFile } from './files.ts';

/*
 * Files that no scanner wrote: every layout of pixels that PS3.3 section C.7.6.3 allows, and damaged files. The same bytes come out each
 * time, so that `tests/golden/decoders.py` can note what other decoders make of them.
 */

type Random = () => number;

/** Mulberry32: whole numbers below 2³². */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

const COLUMNS = 14;
const ROWS = 11;
const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const BIG_ENDIAN = '1.2.840.10008.1.2.2';

function bytesOf(values: readonly number[], bits: number): Uint8Array {
  const Type = bits === 8 ? Uint8Array : bits === 16 ? Uint16Array : Uint32Array;
  return new Uint8Array(Type.from(values).buffer);
}

/** Layouts of grey, colour and palette pixels in the syntaxes that need no codec, and codestreams cut into fragments. */
export function* synthetic(): Generator<CorpusFile> {
  const random = randomOf(3);
  const base = (bits: number, pixels: Uint8Array, fields: Fields): Fields =>
    imageFields(
      { columns: COLUMNS, rows: ROWS, pixels },
      { BitsAllocated: bits, BitsStored: bits, HighBit: bits - 1, PixelRepresentation: 0, ...fields },
    );
  const samples = (count: number, bits: number, stored = bits, signed = false): Uint8Array =>
    bytesOf(
      Array.from({ length: count }, () => {
        const value = random() >>> (32 - stored);
        return signed && value >= 2 ** (stored - 1) ? value - 2 ** stored : value;
      }),
      bits,
    );
  const count = COLUMNS * ROWS;
  for (const syntax of [IMPLICIT, EXPLICIT, BIG_ENDIAN]) {
    const end = syntax.split('.').slice(5).join('.');
    for (const [bits, stored] of [
      ...[
        [8, 8],
        [8, 7],
        [8, 5],
        [16, 16],
        [16, 12],
        [16, 10],
        [16, 9],
        [32, 32],
        [32, 24],
        [32, 17],
      ],
    ] as [number, number][]) {
      for (const signed of [false, true]) {
        for (const photometric of ['MONOCHROME1', 'MONOCHROME2']) {
          const fields = base(bits, samples(count, bits, stored, signed), {
            BitsStored: stored,
            HighBit: stored - 1,
            PixelRepresentation: signed ? 1 : 0,
            PhotometricInterpretation: photometric,
          });
          const name = `${end} ${photometric} ${stored} of ${bits}${signed ? ' signed' : ''}`;
          yield { name, bytes: buildDicom({ fields, syntax }) };
        }
      }
    }
    const packed = samples(Math.ceil(count / 8), 8);
    const rest = withoutPixels(base(1, packed, { BitsAllocated: 1, BitsStored: 1, HighBit: 0 }));
    const bits = { ...rest, 'PixelData OB': packed };
    yield { name: `${end} single bits`, bytes: buildDicom({ fields: bits, syntax }) };
    const frames = base(16, samples(3 * count, 16, 12), { BitsStored: 12, HighBit: 11, NumberOfFrames: '3' });
    yield { name: `${end} three frames`, bytes: buildDicom({ fields: frames, syntax }) };
    for (const photometric of ['RGB', 'YBR_FULL']) {
      for (const planar of [0, 1]) {
        for (const width of photometric === 'RGB' ? [8, 16] : [8]) {
          const fields = base(width, samples(3 * count, width), {
            SamplesPerPixel: 3,
            PhotometricInterpretation: photometric,
            PlanarConfiguration: planar,
          });
          yield {
            name: `${end} ${photometric} ${width} planar ${planar}`,
            bytes: buildDicom({ fields, syntax }),
          };
        }
      }
    }
    const halved = base(8, samples(2 * count, 8), {
      SamplesPerPixel: 3,
      PhotometricInterpretation: 'YBR_FULL_422',
      PlanarConfiguration: 0,
    });
    yield { name: `${end} YBR_FULL_422`, bytes: buildDicom({ fields: halved, syntax }) };
    for (const width of [8, 16]) {
      for (const first of [0, 40]) {
        const entries = 180;
        const descriptor = [entries, first, 16];
        const lut = () => samples(entries, 16);
        const fields = base(width, samples(count, width, 8), {
          PhotometricInterpretation: 'PALETTE COLOR',
          RedPaletteColorLookupTableDescriptor: descriptor,
          GreenPaletteColorLookupTableDescriptor: descriptor,
          BluePaletteColorLookupTableDescriptor: descriptor,
          RedPaletteColorLookupTableData: lut(),
          GreenPaletteColorLookupTableData: lut(),
          BluePaletteColorLookupTableData: lut(),
        });
        // Words of tables are swapped by the encoder as OW.
        yield { name: `${end} PALETTE ${width} from ${first}`, bytes: buildDicom({ fields, syntax }) };
      }
    }
    const table = bytesOf([0, 2, 0, 0x1000, 1, 100, 0x5000, 0, 3, 9, 0x8000, 7, 1, 151, 0xff00], 16);
    const descriptor = [256, 0, 16];
    const segmented = base(8, samples(count, 8), {
      PhotometricInterpretation: 'PALETTE COLOR',
      RedPaletteColorLookupTableDescriptor: descriptor,
      GreenPaletteColorLookupTableDescriptor: descriptor,
      BluePaletteColorLookupTableDescriptor: descriptor,
      SegmentedRedPaletteColorLookupTableData: table,
      SegmentedGreenPaletteColorLookupTableData: table,
      SegmentedBluePaletteColorLookupTableData: table,
    });
    yield { name: `${end} PALETTE segmented`, bytes: buildDicom({ fields: segmented, syntax }) };
  }
  yield* compressed(random);
}

function* compressed(random: Random): Generator<CorpusFile> {
  const { columns, rows } = codestreams;
  const fields = withoutPixels(imageFields({ columns, rows, pixels: Int16Array.of(0) }));
  for (const [syntax, hex] of [
    ['1.2.840.10008.1.2.4.90', codestreams.jpeg2000],
    ['1.2.840.10008.1.2.4.201', codestreams.htj2k],
  ] as const) {
    const end = syntax.slice(-3);
    const read = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
    const stream = read.length % 2 === 0 ? read : Uint8Array.of(...read, 0);
    const pieces = (size: number) =>
      Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
        stream.subarray(i * size, (i + 1) * size),
      );
    yield { name: `${end} in one fragment`, bytes: buildDicom({ fields, syntax, fragments: [stream] }) };
    yield { name: `${end} in many fragments`, bytes: buildDicom({ fields, syntax, fragments: pieces(300) }) };
    const two = { ...fields, NumberOfFrames: '2' };
    const fragments = [...pieces(1000), ...pieces(1000)];
    const second = pieces(1000).reduce((sum, piece) => sum + 8 + piece.length, 0);
    yield {
      name: `${end} offset table`,
      bytes: buildDicom({ fields: two, syntax, fragments, offsets: [0, second] }),
    };
    const words = (...values: number[]) => new Uint8Array(BigUint64Array.from(values, BigInt).buffer);
    const extended = {
      ...two,
      '7FE00001 OV': words(0, stream.length + 8),
      '7FE00002 OV': words(stream.length, stream.length),
    };
    yield {
      name: `${end} extended offset table`,
      bytes: buildDicom({ fields: extended, syntax, fragments: [stream, stream] }),
    };
  }
  for (const photometric of ['MONOCHROME2', 'RGB', 'YBR_FULL', 'PALETTE']) {
    for (const bits of photometric === 'MONOCHROME2' ? [8, 16, 32] : photometric === 'RGB' ? [8, 16] : [8]) {
      const colors = photometric === 'RGB' || photometric === 'YBR_FULL' ? 3 : 1;
      const descriptor = [256, 0, 16];
      const lut = bytesOf(
        Array.from({ length: 256 }, (_, i) => (i * 40503) & 0xffff),
        16,
      );
      const fieldsOf: Fields = {
        SamplesPerPixel: colors,
        ...(colors === 3 ? { PlanarConfiguration: 0 } : {}),
        PhotometricInterpretation: photometric === 'PALETTE' ? 'PALETTE COLOR' : photometric,
        BitsAllocated: bits,
        BitsStored: bits,
        HighBit: bits - 1,
        PixelRepresentation: 0,
        NumberOfFrames: '2',
        ...(photometric === 'PALETTE' && {
          RedPaletteColorLookupTableDescriptor: descriptor,
          GreenPaletteColorLookupTableDescriptor: descriptor,
          BluePaletteColorLookupTableDescriptor: descriptor,
          RedPaletteColorLookupTableData: lut,
          GreenPaletteColorLookupTableData: lut,
          BluePaletteColorLookupTableData: lut,
        }),
      };
      const fields = withoutPixels(
        imageFields({ columns: COLUMNS, rows: ROWS, pixels: Uint8Array.of(0) }, fieldsOf),
      );
      const frame = () => rleFrame(random, colors * (bits / 8));
      yield {
        name: `RLE ${photometric} ${bits}`,
        bytes: buildDicom({ fields, syntax: '1.2.840.10008.1.2.5', fragments: [frame(), frame()] }),
      };
    }
  }
}

/** PackBits of runs and literals, each row by itself, PS3.5 annex G. */
function rleFrame(random: Random, segments: number): Uint8Array {
  const parts = Array.from({ length: segments }, () => {
    const bytes: number[] = [];
    for (let row = 0; row < ROWS; row++) {
      const run = 2 + (random() % (COLUMNS - 4));
      bytes.push(257 - run, random() & 255, COLUMNS - run - 1);
      for (let i = run; i < COLUMNS; i++) bytes.push(random() & 255);
    }
    if (bytes.length % 2 === 1) bytes.push(0);
    return bytes;
  });
  const head = new Uint32Array(16);
  head[0] = segments;
  let at = 64;
  parts.forEach((part, i) => {
    head[i + 1] = at;
    at += part.length;
  });
  return Uint8Array.from([...new Uint8Array(head.buffer), ...parts.flat()]);
}

/** Attributes whose damage changes what the pixels mean, with values that a damaged header may hold. */
const TOLD: readonly (readonly [tag: string, values: readonly number[]])[] = [
  ['00280010', [0, 1, 63, 100, 255, 1024, 65535]],
  ['00280011', [0, 1, 65, 99, 256, 640, 65535]],
  ['00280100', [0, 1, 8, 12, 16, 24, 32, 64]],
  ['00280101', [0, 1, 7, 8, 12, 15, 16, 32]],
  ['00280102', [0, 3, 7, 11, 14, 15, 31]],
  ['00280103', [0, 1, 2]],
  ['00280002', [0, 1, 2, 3, 4]],
  ['00280006', [0, 1, 7]],
];

/** The name of the file that a damaged one was. */
export const undamaged = (name: string): string => name.replace(/ \d+ [^/]*$/, '');

/** One damaged copy of a file; `seed` decides the damage. */
export function mutant({ name, bytes }: CorpusFile, seed: number): CorpusFile {
  const random = randomOf(seed);
  const copy = bytes.slice();
  const below = (limit: number) => random() % Math.max(1, limit);
  const pixels = Math.max(pixelData(bytes), 132);
  const start = bytes[128] === 0x44 ? 132 : 0;
  const kind = below(10);
  const named = (what: string, content: Uint8Array = copy): CorpusFile => ({
    name: `${name} ${seed} ${what}`,
    bytes: content,
  });
  if (kind <= 2) {
    const [tag, values] = TOLD[below(TOLD.length)] ?? ['00280010', [0]];
    const at = valueOf(bytes, tag, pixels);
    const value = values[below(values.length)] ?? 0;
    if (at === null) {
      copy[start + below(pixels - start)]! ^= 1 << below(8);
      return named('bit of the header');
    }
    const isBig = bytes[at - 8] === 0;
    new DataView(copy.buffer).setUint16(at, value, !isBig);
    return named(`${tag} = ${value}`);
  }
  if (kind === 3) {
    copy[start + below(pixels - start)] = below(256);
    return named('byte of the header');
  }
  if (kind === 4) return named('cut', copy.slice(0, pixels + below(bytes.length - pixels)));
  if (kind === 5) {
    // The length of Pixel Data, or the first items' tags and lengths.
    copy[pixels + 4 + below(28)] = below(256);
    return named('item');
  }
  if (kind === 6) {
    const from = pixels + 12 + below(bytes.length - pixels - 12);
    copy.fill(0, from, from + 1 + below(200));
    return named('zeros');
  }
  if (kind === 7) {
    // A stretch is lost, as when a block of a disk is.
    const from = pixels + 12 + below(bytes.length - pixels - 12);
    const lost = 1 + below(64);
    return named('stretch lost', Uint8Array.from([...copy.subarray(0, from), ...copy.subarray(from + lost)]));
  }
  for (let n = 0; n <= below(3); n++) copy[pixels + 12 + below(bytes.length - pixels - 12)]! ^= 1 << below(8);
  return named('bits of the pixels');
}

function pixelData(bytes: Uint8Array): number {
  for (const tag of [
    [0xe0, 0x7f, 0x10, 0x00],
    [0x7f, 0xe0, 0x00, 0x10],
  ]) {
    const at = find(bytes, tag, bytes.length);
    if (at !== null) return at;
  }
  return Math.floor(bytes.length / 2);
}

/** Where the two bytes of a US value stand, in any of the native encodings. */
function valueOf(bytes: Uint8Array, tag: string, end: number): number | null {
  const [a = 0, b = 0, c = 0, d = 0] = (tag.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const at = find(bytes, [b, a, d, c], end) ?? find(bytes, [a, b, c, d], end);
  return at === null ? null : at + 8;
}

function find(bytes: Uint8Array, pattern: readonly number[], end: number): number | null {
  for (let at = 0; at + pattern.length <= end; at++) {
    if (pattern.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return null;
}

/** Files of the corpus that are damaged: of each syntax and colour some, none large. */
const DAMAGED =
  /CT_small|MR_small(_RLE|_jp2k|_jpeg_ls|_expb|_implicit|_padded)?\.dcm|SC_rgb(_rle|_jpeg_gdcm|_jpeg_dcmtk|_gdcm_KY|_dcmtk.*|_rle_16bit_2frame|_jls_lossy_line)?\.dcm|JPGExtended|JPEGLSNear|JPEG2000\.dcm|emri_small(_RLE|_big_endian|_jpeg_2k_lossless|_jpeg_ls_lossless)?\.dcm|rtdose_rle\.dcm|examples_palette|color-p[lx]|JLSL_16|JPEGProcess(1|14|2_4)Tr|CTImage.dcm_(RLE|JPEGLSLossless|JPEG2000Loss)|HTJ2K.*\.dcm|image_dfl|OBXXXX1A_rle|examples_ybr_color|rtdose(_expb)?\.dcm|SC_ybr_full_422|SC_rgb_jpeg(_lossy_gdcm)?\.dcm|SC_rgb_expb\.dcm|chrFren\.dcm|JPEG-LL|parametric_map_float/;

/** At least 500 damaged files of the corpus. */
export function* damagedCorpus(files: Iterable<CorpusFile>): Generator<CorpusFile> {
  let index = 0;
  for (const file of files) {
    if (!DAMAGED.test(file.name) || file.bytes.length > 400_000) continue;
    index++;
    for (let n = 0; n < 10; n++) yield mutant(file, index * 1000 + n);
  }
}

/** Damaged synthetic files. */
export function* damagedSynthetic(): Generator<CorpusFile> {
  let index = 0;
  for (const file of synthetic()) {
    index++;
    for (let n = 0; n < 3; n++) yield mutant(file, 500_000 + index * 1000 + n);
  }
}
