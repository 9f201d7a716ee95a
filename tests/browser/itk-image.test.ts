import { setPipelinesBaseUrl } from 'itk-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Image } from '../../src/core/dicom/image.ts';
import { directionOf } from '../../src/core/image/geometry.ts';
import { gunzip } from '../../src/core/bytes/gzip.ts';
import { writeMaskNifti, writeNifti } from '../../src/core/image/nifti-write.ts';
import { seededRandom } from '../../src/core/random.ts';
import { readNifti } from '../../workers/itk-image.ts';
import { niftiWriteImage } from '@itk-wasm/image-io';
import { ZSTDDecoder } from '@thewtex/zstddec';
import { millimetres } from '../../src/core/measure.ts';
import { lengths } from '../fixtures/measure.ts';

beforeAll(() => {
  setPipelinesBaseUrl(new URL('/pipelines', location.href).href);
  // What the policy does to itk-wasm: its own unpacker would fail here.
  const original = window.fetch.bind(window);
  window.fetch = (input, init) =>
    String(input).startsWith('data:') ? Promise.reject(new TypeError('blocked')) : original(input, init);
});

const OBLIQUE = [0.991562, 0.123456, 0.0396, -0.12963, 0.944303, 0.302461] as const;

function slice(data: Image['data'], further: Partial<Image> = {}): Image {
  return {
    size: [5, 4],
    components: 1,
    data,
    spacing: lengths(0.7, 0.45),
    origin: lengths(-12.5, 33.25, 7),
    orientation: [...OBLIQUE],
    thickness: millimetres(3),
    ...further,
  };
}

/** The planes of the body, some of them mirrored. */
const PLANES: readonly Image['orientation'][] = [
  [1, 0, 0, 0, 1, 0],
  [0, 1, 0, 0, 0, -1],
  [1, 0, 0, 0, 0, -1],
  [-1, 0, 0, 0, -1, 0],
  [0, -1, 0, 1, 0, 0],
  [-1, 0, 0, 0, 1, 0],
  [0, 0, 1, 0, 1, 0],
];

/** Two unit vectors at a right angle, as exact as a header writes them. */
function turned(between: (low: number, high: number) => number): Image['orientation'] {
  const [a, b, c] = [between(-3, 3), between(-1.5, 1.5), between(-3, 3)];
  const row = [Math.cos(a) * Math.cos(b), Math.sin(a) * Math.cos(b), Math.sin(b)] as const;
  const [u, v] = [
    [-Math.sin(a), Math.cos(a), 0],
    [-Math.cos(a) * Math.sin(b), -Math.sin(a) * Math.sin(b), Math.cos(b)],
  ] as const;
  const column = u.map((each, axis) => Math.cos(c) * each + Math.sin(c) * v[axis]!);
  return [...row, ...column].map((cosine) => Number(cosine.toFixed(6))) as unknown as Image['orientation'];
}

const ramp = (length: number) => Int16Array.from({ length }, (_, i) => i * 37 - 300);

describe('NIfTI', () => {
  const grey = slice(ramp(20));
  const images = {
    grey,
    axial: slice(ramp(20), { orientation: [1, 0, 0, 0, 1, 0] }),
    float: slice(Float32Array.from(ramp(20), (v) => v / 7)),
    wide: slice(Int32Array.from(ramp(20), (v) => v * 1000)),
    colour: slice(
      Uint8Array.from({ length: 60 }, (_, i) => i * 4),
      { components: 3 },
    ),
    'no-spacing': slice(ramp(20), {
      spacing: null,
      origin: lengths(0, 0, 0),
      orientation: [1, 0, 0, 0, 1, 0],
      thickness: millimetres(1),
    }),
  };

  test.each(Object.entries(images))('%s goes round', async (_, image) => {
    const written = writeNifti(image);
    if (!written.ok) throw new Error(JSON.stringify(written));
    const read = await readNifti(written.value, 'a.nii.gz');
    if (!read.ok) throw new Error(JSON.stringify(read));
    expect(read.value.components).toBe(image.components);
    expect(Array.from(read.value.data)).toEqual(Array.from(image.data));
    expect(read.value.size.slice(0, 2)).toEqual([5, 4]);
    (image.spacing ?? [1, 1]).forEach((mm, axis) => expect(read.value.spacing[axis]).toBeCloseTo(mm, 6));
  });

  test('the bytes are those of ITK’s own writer, header and pixels, for 60 grids in space', async () => {
    const random = seededRandom('grids');
    const between = (low: number, high: number) => low + (high - low) * random();
    const kinds = ['int16', 'int32', 'float32', 'RGB'] as const;
    for (let i = 0; i < 60; i++) {
      const kind = kinds[i % kinds.length]!;
      const values = Array.from({ length: kind === 'RGB' ? 60 : 20 }, (_, at) => at * 3);
      const data = {
        int16: () => Int16Array.from(values),
        int32: () => Int32Array.from(values, (value) => value * 70_000),
        float32: () => Float32Array.from(values, (value) => value / 7),
        RGB: () => Uint8Array.from(values),
      }[kind]();
      const image = slice(data, {
        components: kind === 'RGB' ? 3 : 1,
        spacing: i % 7 === 3 ? null : lengths(between(0.1, 2), between(0.1, 2)),
        origin: lengths(between(-200, 200), i % 5 === 0 ? 0 : between(-200, 200), between(-200, 200)),
        orientation: PLANES[i] ?? turned(between),
        thickness: millimetres(between(0.5, 6)),
      });
      const { serializedImage } = await niftiWriteImage(
        {
          imageType: {
            dimension: 3,
            componentType: kind === 'RGB' ? 'uint8' : kind,
            pixelType: kind === 'RGB' ? 'RGB' : 'Scalar',
            components: image.components,
          },
          name: 'image',
          origin: [...image.origin],
          spacing: [...(image.spacing ?? [1, 1]), image.thickness],
          direction: Float64Array.from(directionOf(image.orientation).flat()),
          size: [5, 4, 1],
          metadata: new Map(),
          data,
        },
        'image.nii',
        { webWorker: false },
      );
      const own = writeNifti(image);
      expect(own.ok && gunzip(own.value), `${kind} ${image.orientation.join()}`).toEqual({
        ok: true,
        value: Uint8Array.from(serializedImage.data),
      });
    }
  });

  test('holds int16 where that is lossless, else int32 or float32', async () => {
    const typeOf = async (image: Image) => {
      const written = writeNifti(image);
      const read = written.ok && (await readNifti(written.value, 'a.nii.gz'));
      return read && read.ok ? read.value.componentType : null;
    };
    expect(await typeOf(slice(Uint8Array.from({ length: 20 }, (_, i) => i)))).toBe('int16');
    expect(await typeOf(slice(Float32Array.from({ length: 20 }, (_, i) => i)))).toBe('int16');
    expect(await typeOf(images.wide)).toBe('int32');
    expect(await typeOf(images.float)).toBe('float32');
  });

  test('a mask is uint8 on the grid of its image', async () => {
    const data = Uint8Array.from({ length: 20 }, (_, i) => i % 2);
    const written = writeMaskNifti({ size: [5, 4], data }, grey);
    const read = written.ok && (await readNifti(written.value, 'mask.nii.gz'));
    expect(read && read.ok && [read.value.componentType, Array.from(read.value.data)]).toEqual([
      'uint8',
      Array.from(data),
    ]);
  });

  test('the same image gives the same bytes', async () => {
    const first = writeNifti(grey);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(writeNifti(grey)).toEqual(first);
  });

  test('what is not one whole 2D image is refused by name', async () => {
    const written = writeNifti(grey);
    if (!written.ok) throw new Error();
    const plain = new Uint8Array(
      await new Response(
        new Blob([written.value]).stream().pipeThrough(new DecompressionStream('gzip')),
      ).arrayBuffer(),
    );
    const code = async (bytes: Uint8Array) => {
      const result = await readNifti(bytes, 'mask.nii');
      return result.ok ? 'read' : result.failure.code;
    };
    const changed = (at: number, value: number) => {
      const copy = plain.slice();
      new DataView(copy.buffer).setInt16(at, value, true);
      return copy;
    };
    expect(await code(plain)).toBe('read');
    expect(await code(new TextEncoder().encode('not an image'))).toBe('image/nifti-truncated');
    expect(await code(new Uint8Array(1000))).toBe('image/nifti-not-read');
    expect(await code(plain.subarray(0, plain.length - 1))).toBe('image/nifti-truncated');
    expect(await code(written.value.subarray(0, written.value.length - 9))).toBe('image/nifti-not-read');
    expect(await code(changed(46, 2))).toBe('image/nifti-not-2d');
    expect(await code(changed(42, -5))).toBe('image/nifti-not-read');
    expect(await code(changed(70, 32))).toBe('image/nifti-unsupported');
    // The datatype decides, as in nibabel; bitpix only repeats it.
    expect(await code(changed(72, 8))).toBe('read');
    const flipped = written.value.slice();
    flipped[flipped.length - 6]! ^= 1;
    expect(await code(flipped)).toBe('image/nifti-not-read');
  });
});

test('the unpacker needs no data: address and leaves raw wasm alone', async () => {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  const response = await fetch('/pipelines/nifti-read-image.wasm.zst');
  const wasm = decoder.decode(new Uint8Array(await response.arrayBuffer()));
  expect(WebAssembly.validate(wasm.buffer as ArrayBuffer)).toBe(true);
  const again = decoder.decode(wasm);
  expect(again.length === wasm.length && again.every((byte, at) => byte === wasm[at])).toBe(true);
});
