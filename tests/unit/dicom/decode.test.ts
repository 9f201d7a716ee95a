import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Codec, CodecFrame } from '../../../src/core/dicom/codec.ts';
import { decodeFrame } from '../../../src/core/dicom/decode.ts';
import { type StoredFrame } from '../../../src/core/dicom/stored-frame.ts';
import { numberOf, textOf } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { success, type Result } from '../../../src/core/result.ts';
import { buildDicom, imageFields, type Fields, type Recipe, withoutPixels } from '../../fixtures/dicom.ts';

/** A codec that answers with a given frame and keeps what it was given. */
function fakeCodec(frame: CodecFrame): Codec & { readonly given: Uint8Array[] } {
  const given: Uint8Array[] = [];
  const answer = (bytes: Uint8Array): Promise<Result<CodecFrame>> => {
    given.push(bytes);
    return Promise.resolve(success(frame));
  };
  return { given, gdcm: answer, htj2k: answer };
}
const none = fakeCodec({ columns: 0, rows: 0, components: 1, data: new Uint8Array() });

async function decode(recipe: Recipe, frame = 0, codec: Codec = none): Promise<Result<StoredFrame>> {
  const part10 = readPart10(buildDicom(recipe));
  if (!part10.ok) throw new Error(JSON.stringify(part10.failure));
  const facts = factsOf(part10.value);
  return facts.ok ? decodeFrame(part10.value, facts.value, frame, codec) : facts;
}

async function values(recipe: Recipe, frame = 0): Promise<number[]> {
  const result = await decode(recipe, frame);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return [...result.value.data];
}

const grey = (pixels: ArrayBufferView, columns: number, rows: number, fields: Fields = {}): Fields =>
  imageFields({ columns, rows, pixels }, fields);

describe('native pixels', () => {
  test.each(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2'])(
    'of %s, signed 16 bits',
    async (syntax) => {
      const pixels = Int16Array.of(-1, 2, -32768, 300);
      expect(await values({ fields: grey(pixels, 2, 2), syntax })).toEqual([...pixels]);
    },
  );

  test('of 32 bits in big endian', async () => {
    const pixels = Uint32Array.of(1, 70_000, 4_000_000_000, 5);
    expect(await values({ fields: grey(pixels, 2, 2), syntax: '1.2.840.10008.1.2.2' })).toEqual([...pixels]);
  });

  const LAYOUT = { BitsStored: 12, HighBit: 11 };

  test('an overlay above the bits stored is masked away, and the sign is extended', async () => {
    const overlay = { '60000100 US': 16, '60000102 US': 12 };
    const fields = grey(Int16Array.of(0x7fff, 0x0800 - 0x8000, 0x07ff, 0), 2, 2, { ...LAYOUT, ...overlay });
    expect(await values({ fields })).toEqual([-1, -2048, 2047, 0]);
  });

  test('a negative value may leave the bits above at 0', async () => {
    const fields = grey(Int16Array.of(-1, 0x0fff, 0x0800, 5), 2, 2, LAYOUT);
    expect(await values({ fields })).toEqual([-1, -1, -2048, 5]);
  });

  // PS3.5 section 8.1.1: unused bits can hold anything. Expected values by hand; GDCM and dcmtk mask in the same way.
  test.each<[string, Int16Array | Uint16Array | Uint8Array, Fields, readonly number[]]>([
    [
      'unsigned, ones above',
      Uint16Array.of(0xf001, 0x1fff, 0x0abc),
      { BitsStored: 12, HighBit: 11 },
      [1, 0xfff, 0xabc],
    ],
    [
      'signed, ones above a positive value',
      Int16Array.of(0x7001, 0x17ff),
      { BitsStored: 12, HighBit: 11 },
      [1, 0x7ff],
    ],
    [
      'signed, zeros above a negative value',
      Int16Array.of(0x0fff, 0x0800),
      { BitsStored: 12, HighBit: 11 },
      [-1, -2048],
    ],
    [
      'signed, garbage above a negative value',
      Int16Array.of(0x5fff, 0x2800),
      { BitsStored: 12, HighBit: 11 },
      [-1, -2048],
    ],
    ['10 bits of 16', Uint16Array.of(0xfc00, 0xffff), { BitsStored: 10, HighBit: 9 }, [0, 0x3ff]],
    ['15 bits of 16, signed', Int16Array.of(-0x8000, 0x7fff), { BitsStored: 15, HighBit: 14 }, [0, -1]],
    ['7 bits of 8', Uint8Array.of(0x80, 0xff, 0x7f), { BitsStored: 7, HighBit: 6 }, [0, 0x7f, 0x7f]],
    [
      'garbage above, zeros below',
      Uint16Array.of(0xf570, 0x0a90),
      { BitsStored: 8, HighBit: 11 },
      [0x57, 0xa9],
    ],
    [
      'garbage above, zeros below, signed',
      Int16Array.of(0x7f80, 0x7780),
      { BitsStored: 8, HighBit: 11 },
      [-8, 0x78],
    ],
  ])('bits outside those stored are not part of the value: %s', async (_, pixels, fields, expected) => {
    expect(await values({ fields: grey(pixels, pixels.length, 1, fields) })).toEqual(expected);
  });

  test.each<[string, Int16Array | Uint16Array | Int32Array, Fields]>([
    [
      '13 bits of which 12 are declared',
      Uint16Array.of(4090, 4093, 4096, 4099, 4102),
      { BitsStored: 12, HighBit: 11 },
    ],
    [
      '16 bits of which 8 are declared',
      Uint16Array.of(250, 300, 350, 420, 500),
      { BitsStored: 8, HighBit: 7 },
    ],
    [
      'values below 0 that are declared unsigned',
      Uint16Array.of(2, 0, 0xfffe, 0xfffd, 1),
      { BitsStored: 12, HighBit: 11 },
    ],
    [
      '16 signed bits of which 12 are declared',
      Int16Array.of(-2060, -2050, -2040, -2055, -2100),
      { BitsStored: 12, HighBit: 11 },
    ],
    [
      '20 bits of 32 of which 16 are declared',
      Int32Array.of(98300, 98303, 98306, 98309),
      { BitsStored: 16, HighBit: 15 },
    ],
    ['bits below those stored', Uint16Array.of(0x1231, 0xfff0), { BitsStored: 12, HighBit: 15 }],
  ])('bits that contradict the header are refused: %s', async (_, pixels, fields) => {
    expect(await decode({ fields: grey(pixels, pixels.length, 1, fields) })).toMatchObject({
      failure: { code: 'dicom/decoded-mismatch', details: { what: 'range' } },
    });
  });

  test('a high bit above those stored is shifted down', async () => {
    const fields = grey(Uint16Array.of(0x1230, 0xfff0), 2, 1, { BitsStored: 12, HighBit: 15 });
    expect(await values({ fields })).toEqual([0x123, 0xfff]);
  });

  test('a frame of many is cut out by its place', async () => {
    const fields = grey(Uint8Array.of(1, 2, 3, 4, 5, 6), 2, 1, {
      NumberOfFrames: '3',
      'PixelData OB': Uint8Array.of(1, 2, 3, 4, 5, 6),
    });
    expect(await values({ fields }, 2)).toEqual([5, 6]);
    expect(await decode({ fields }, 3)).toMatchObject({ failure: { code: 'dicom/no-such-frame' } });
  });

  test('single bits go from the lowest, across the bytes of frames', async () => {
    const fields = grey(Uint8Array.of(0b0101_1001, 0b10), 3, 1, {
      BitsAllocated: 1,
      BitsStored: 1,
      HighBit: 0,
      NumberOfFrames: '3',
    });
    expect(await values({ fields }, 0)).toEqual([1, 0, 0]);
    expect(await values({ fields }, 1)).toEqual([1, 1, 0]);
    expect(await values({ fields }, 2)).toEqual([1, 0, 0]);
  });

  test('floats are read from Float Pixel Data', async () => {
    const rest = withoutPixels(grey(Uint8Array.of(0), 2, 1, { BitsAllocated: 32, BitsStored: 32 }));
    expect(await values({ fields: { ...rest, '7FE00008 OF': [1.5, -2.25] } })).toEqual([1.5, -2.25]);
  });

  test('MONOCHROME1 stays as it is stored', async () => {
    expect(
      await values({
        fields: grey(Uint8Array.of(0, 255), 2, 1, { PhotometricInterpretation: 'MONOCHROME1' }),
      }),
    ).toEqual([0, 255]);
  });
});

describe('colour', () => {
  const color = (pixels: Uint8Array, fields: Fields): Fields =>
    grey(pixels, 2, 1, {
      SamplesPerPixel: 3,
      PhotometricInterpretation: 'RGB',
      PlanarConfiguration: 0,
      ...fields,
    });

  test('planes are interleaved', async () => {
    expect(
      await values({ fields: color(Uint8Array.of(1, 2, 3, 4, 5, 6), { PlanarConfiguration: 1 }) }),
    ).toEqual([1, 3, 5, 2, 4, 6]);
  });

  test('YBR_FULL becomes RGB', async () => {
    const fields = color(Uint8Array.of(128, 128, 128, 76, 85, 255), {
      PhotometricInterpretation: 'YBR_FULL',
    });
    expect(await values({ fields })).toEqual([128, 128, 128, 254, 0, 0]);
  });

  test('two pixels of YBR_FULL_422 share their chroma', async () => {
    const fields = color(Uint8Array.of(10, 20, 128, 128), { PhotometricInterpretation: 'YBR_FULL_422' });
    expect(await values({ fields })).toEqual([10, 10, 10, 20, 20, 20]);
  });

  test('palettes of 16 bits are scaled to 8, and values outside take the ends', async () => {
    const lut = (...entries: number[]): Uint8Array => new Uint8Array(Uint16Array.from(entries).buffer);
    const descriptor = [2, 10, 16];
    const fields = grey(Uint8Array.of(0, 10, 11, 200), 4, 1, {
      PhotometricInterpretation: 'PALETTE COLOR',
      RedPaletteColorLookupTableDescriptor: descriptor,
      GreenPaletteColorLookupTableDescriptor: descriptor,
      BluePaletteColorLookupTableDescriptor: descriptor,
      RedPaletteColorLookupTableData: lut(0x0100, 0xff00),
      GreenPaletteColorLookupTableData: lut(0x0200, 0xfe00),
      BluePaletteColorLookupTableData: lut(0x0300, 0xfd00),
    });
    expect(await values({ fields })).toEqual([1, 2, 3, 1, 2, 3, 255, 254, 253, 255, 254, 253]);
  });

  test('segmented palettes are unrolled', async () => {
    const descriptor = [6, 0, 16];
    const segments = new Uint8Array(Uint16Array.of(0, 2, 0, 0x1000, 1, 4, 0x5000).buffer);
    const fields = grey(Uint8Array.of(0, 1, 2, 5), 4, 1, {
      PhotometricInterpretation: 'PALETTE COLOR',
      RedPaletteColorLookupTableDescriptor: descriptor,
      GreenPaletteColorLookupTableDescriptor: descriptor,
      BluePaletteColorLookupTableDescriptor: descriptor,
      SegmentedRedPaletteColorLookupTableData: segments,
      SegmentedGreenPaletteColorLookupTableData: segments,
      SegmentedBluePaletteColorLookupTableData: segments,
    });
    expect(await values({ fields })).toEqual([0, 0, 0, 0x10, 0x10, 0x10, 0x20, 0x20, 0x20, 0x50, 0x50, 0x50]);
  });
});

describe('RLE', () => {
  const rle = (...segments: number[][]): Uint8Array => {
    const head = new DataView(new ArrayBuffer(64));
    head.setUint32(0, segments.length, true);
    let at = 64;
    segments.forEach((segment, i) => {
      head.setUint32(4 + i * 4, at, true);
      at += segment.length;
    });
    return Uint8Array.from([...new Uint8Array(head.buffer), ...segments.flat()]);
  };
  const syntax = '1.2.840.10008.1.2.5';
  const fields = withoutPixels(grey(Uint16Array.of(0), 2, 2));

  test('joins high and low bytes of runs and literals', async () => {
    const frame = rle([0xfd, 0x01], [0x03, 1, 2, 3, 4]);
    expect(await values({ fields, syntax, fragments: [frame] })).toEqual([0x101, 0x102, 0x103, 0x104]);
  });

  test.each([
    ['a missing segment', rle([0xfd, 0x01])],
    ['a segment that ends early', rle([0xfd, 0x01], [0x03, 1, 2])],
    ['a segment with a run past the picture', rle([0xfc, 0x01], [0x03, 1, 2, 3, 4])],
    ['a segment with another row', rle([0xfd, 0x01], [0x03, 1, 2, 3, 4, 0xff, 9])],
    ['no header', Uint8Array.of(1, 2, 3, 4)],
  ])('%s is told', async (_, frame) => {
    expect(await decode({ fields, syntax, fragments: [frame] })).toMatchObject({
      failure: { code: 'dicom/decode-failed' },
    });
  });
});

describe('a header that describes other pixels is refused', () => {
  const pixels = Uint16Array.of(1, 2, 3, 4, 5, 6);
  test.each<[string, Fields, Failure['code']]>([
    ['fewer rows than are stored', { Rows: 2 }, 'dicom/bad-header'],
    ['more rows than are stored', { Rows: 4 }, 'dicom/truncated-pixels'],
    ['packed bits', { BitsAllocated: 12, BitsStored: 12, HighBit: 11 }, 'dicom/bad-header'],
    ['a high bit below the bits stored', { BitsStored: 12, HighBit: 7 }, 'dicom/bad-header'],
    ['a high bit outside', { BitsStored: 12, HighBit: 16 }, 'dicom/bad-header'],
    ['more bits stored than allocated', { BitsStored: 17 }, 'dicom/bad-header'],
    ['gigabytes', { Rows: 65535, Columns: 65535 }, 'dicom/truncated-pixels'],
    ['colour in one sample', { PhotometricInterpretation: 'RGB' }, 'dicom/unsupported-pixels'],
  ])('%s', async (_, fields, code) => {
    expect(await decode({ fields: grey(pixels, 2, 3, fields) })).toMatchObject({ failure: { code } });
  });

  test('padding of one value is not pixels', async () => {
    expect(await values({ fields: grey(Uint16Array.of(1, 2, 3, 4, 0, 0, 0, 0), 2, 2) })).toEqual([
      1, 2, 3, 4,
    ]);
  });

  test('compressed gigabytes are not made room for', async () => {
    const fields = withoutPixels(grey(Uint16Array.of(0), 65535, 65535));
    const recipe = { fields, syntax: '1.2.840.10008.1.2.5', fragments: [new Uint8Array(70)] };
    expect(await decode(recipe)).toMatchObject({ failure: { code: 'dicom/unsupported-pixels' } });
  });
});

describe('frames deflated one by one', () => {
  const fields = withoutPixels(grey(Uint16Array.of(0), 3, 1, { NumberOfFrames: '2' }));
  const syntax = '1.2.840.10008.1.2.8.1';
  const deflated = (...pixels: number[]) =>
    new Uint8Array(deflateRawSync(new Uint8Array(Uint16Array.from(pixels).buffer)));

  test('are inflated', async () => {
    const fragments = [deflated(1, 2, 3), deflated(400, 500, 600)];
    expect(await values({ fields, syntax, fragments }, 1)).toEqual([400, 500, 600]);
  });

  test.each([
    ['too long', deflated(1, 2, 3, 4, 5)],
    ['too short', deflated(1, 2)],
    ['damaged', Uint8Array.of(255, 255, 255, 255)],
  ])('%s is told', async (_, frame) => {
    expect(await decode({ fields, syntax, fragments: [frame, frame] })).toMatchObject({
      failure: { code: 'dicom/decode-failed' },
    });
  });
});

describe('what goes to a codec', () => {
  const fields = withoutPixels(
    grey(Uint16Array.of(0), 2, 2, { NumberOfFrames: '2', RescaleSlope: '2', RescaleIntercept: '-1024' }),
  );
  /** The frame header of a lossless JPEG of 2 by 2 pixels, 16 bits. */
  const jpeg = (...tail: number[]): Uint8Array =>
    Uint8Array.of(0xff, 0xd8, 0xff, 0xc3, 0, 11, 16, 0, 2, 0, 2, 1, 1, 0x11, 0, 0, ...tail);
  const syntax = '1.2.840.10008.1.2.4.70';
  const picture = { columns: 2, rows: 2, components: 1, data: Uint16Array.of(1, 2, 3, 4) };
  const lastByte = (file: Uint8Array): number | undefined => {
    const part10 = readPart10(file);
    const value = part10.ok ? part10.value.dataset.elements.get('7FE00010')?.value : undefined;
    return value?.kind === 'fragments' ? value.fragments[0]?.at(-1) : undefined;
  };

  test('is one frame without rescale and without identity', async () => {
    const codec = fakeCodec(picture);
    expect(await decode({ fields, syntax, fragments: [jpeg(1, 1), jpeg(2, 2)] }, 1, codec)).toMatchObject({
      ok: true,
    });
    const file = readPart10(codec.given[0]!);
    if (!file.ok) throw new Error('unreadable');
    expect(textOf(file.value.dataset, '00100010')).toBeNull();
    expect(numberOf(file.value.dataset, '00281053')).toBeNull();
    expect(new TextDecoder('latin1').decode(codec.given[0]!)).not.toContain('FIXTURE');
    expect(lastByte(codec.given[0]!)).toBe(2);
  });

  test.each<[string, Uint8Array[], number[]]>([
    ['the offset table', [jpeg(1, 1), Uint8Array.of(9, 9), jpeg(2, 2), Uint8Array.of(7, 7)], [0, 36]],
    ['start markers', [jpeg(1, 1), Uint8Array.of(9, 9), jpeg(2, 2), Uint8Array.of(7, 7)], []],
    [
      'start markers when the offset table is wrong',
      [jpeg(1, 1), Uint8Array.of(9, 9), jpeg(2, 2), Uint8Array.of(7, 7)],
      [0, 5],
    ],
  ])('finds its fragments by %s', async (_, fragments, offsets) => {
    const codec = fakeCodec(picture);
    await decode({ fields, syntax, fragments, offsets }, 0, codec);
    await decode({ fields, syntax, fragments, offsets }, 1, codec);
    expect(codec.given.map(lastByte)).toEqual([9, 7]);
  });

  test('is refused when the fragments are fewer than the frames', async () => {
    expect(await decode({ fields, syntax, fragments: [jpeg(1, 1)] })).toMatchObject({
      failure: { code: 'dicom/missing-frames' },
    });
  });

  test.each<[string, CodecFrame]>([
    ['columns', { ...picture, columns: 4 }],
    ['rows', { ...picture, rows: 1 }],
    ['samples', { ...picture, components: 3 }],
    ['values', { ...picture, data: Uint16Array.of(1) }],
    ['range', { ...picture, data: Int32Array.of(1, 2, 3, -4) }],
  ])('is held against the header: %s', async (what, wrong) => {
    const result = await decode({ fields, syntax, fragments: [jpeg(1, 1), jpeg(2, 2)] }, 0, fakeCodec(wrong));
    expect(result).toMatchObject({ failure: { code: 'dicom/decoded-mismatch', details: { what } } });
  });

  test('is not decoded when the stream itself tells another size', async () => {
    const codec = fakeCodec(picture);
    const wide = { ...fields, Columns: 3, NumberOfFrames: '1' };
    expect(await decode({ fields: wide, syntax, fragments: [jpeg(1, 1)] }, 0, codec)).toMatchObject({
      failure: { code: 'dicom/decoded-mismatch', details: { what: 'columns', expected: '3', actual: '2' } },
    });
    expect(codec.given).toEqual([]);
  });

  test('of one frame is refused when several pictures begin in it', async () => {
    const one = { ...fields, NumberOfFrames: '1' };
    expect(await decode({ fields: one, syntax, fragments: [jpeg(1, 1), jpeg(2, 2)] })).toMatchObject({
      failure: { code: 'dicom/missing-frames' },
    });
  });

  test.each([
    ['1.2.840.10008.1.2.7.1', 'SMPTE ST 2110-20 Uncompressed Progressive Active Video'],
    ['1.2.840.10008.1.2.4.107', 'HEVC/H.265 Main Profile'],
    ['1.2.840.10008.1.2.4.101', 'MPEG-2 Main Profile / High Level'],
    ['1.2.840.10008.1.2.4.58', 'JPEG Lossless, process 15'],
    ['1.2.840.10008.1.2.4.110', 'JPEG XL Lossless'],
    ['1.2.840.10008.1.2.4.103', 'MPEG-4 AVC/H.264 BD-compatible'],
    ['1.2.840.10008.1.2.4.94', 'JPIP Referenced'],
    ['1.2.3.4.5', '1.2.3.4.5'],
  ])('%s is refused by its name', async (unsupported, name) => {
    expect(await decode({ fields, syntax: unsupported, fragments: [jpeg(1, 1), jpeg(2, 2)] })).toMatchObject({
      failure: { code: 'dicom/unsupported-syntax', details: { name } },
    });
  });
});
