import { setPipelinesBaseUrl } from 'itk-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Image } from '../../src/core/image/image.ts';
import { readNifti, writeMaskNifti, writeNifti } from '../../workers/itk-image.ts';
import { ZSTDDecoder } from '@thewtex/zstddec';

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
    spacing: [0.7, 0.45],
    origin: [-12.5, 33.25, 7],
    orientation: [...OBLIQUE],
    thickness: 3,
    ...further,
  };
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
      origin: [0, 0, 0],
      orientation: [1, 0, 0, 0, 1, 0],
      thickness: 1,
    }),
  };

  test.each(Object.entries(images))('%s goes round', async (_, image) => {
    const written = await writeNifti(image);
    if (!written.ok) throw new Error(JSON.stringify(written));
    const read = await readNifti(written.value, 'a.nii.gz');
    if (!read.ok) throw new Error(JSON.stringify(read));
    expect(read.value.components).toBe(image.components);
    expect(Array.from(read.value.data)).toEqual(Array.from(image.data));
    expect(read.value.size.slice(0, 2)).toEqual([5, 4]);
    (image.spacing ?? [1, 1]).forEach((mm, axis) => expect(read.value.spacing[axis]).toBeCloseTo(mm, 6));
  });

  test('holds int16 where that is lossless, else int32 or float32', async () => {
    const typeOf = async (image: Image) => {
      const written = await writeNifti(image);
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
    const written = await writeMaskNifti({ size: [5, 4], data }, grey);
    const read = written.ok && (await readNifti(written.value, 'mask.nii.gz'));
    expect(read && read.ok && [read.value.componentType, Array.from(read.value.data)]).toEqual([
      'uint8',
      Array.from(data),
    ]);
  });

  test('the same image gives the same bytes', async () => {
    const first = await writeNifti(grey);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(await writeNifti(grey)).toEqual(first);
  });

  test('what is not one whole 2D image is refused by name', async () => {
    const written = await writeNifti(grey);
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
    expect(await code(changed(72, 8))).toBe('image/nifti-not-read');
    const flipped = written.value.slice();
    flipped[flipped.length - 6]! ^= 1;
    expect(await code(flipped)).toBe('image/nifti-not-read');
  });
});

test('the unpacker needs no data: address and leaves raw wasm alone', async () => {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  const response = await fetch('/pipelines/nifti-write-image.wasm.zst');
  const wasm = decoder.decode(new Uint8Array(await response.arrayBuffer()));
  expect(WebAssembly.validate(wasm.buffer as ArrayBuffer)).toBe(true);
  const again = decoder.decode(wasm);
  expect(again.length === wasm.length && again.every((byte, at) => byte === wasm[at])).toBe(true);
});
