import { describe, expect, test } from 'vitest';
import { binaryMask, centroid, components, polygonMask } from '../../../src/core/image/mask.ts';
import type { Mask } from '../../../src/core/dicom/image.ts';
import type { NiftiImage } from '../../../src/core/image/nifti.ts';
import { lengths } from '../../fixtures/measure.ts';

function drawn(...rows: string[]): Mask {
  const data = Uint8Array.from(rows.join(''), (character) => (character === '#' ? 1 : 0));
  return { size: [rows[0]!.length, rows.length], data };
}
function lines({ size, data }: Mask): string[] {
  return Array.from({ length: size[1] }, (_, y) =>
    Array.from(data.subarray(y * size[0], (y + 1) * size[0]), (value) => (value ? '#' : '.')).join(''),
  );
}
function nifti(size: number[], data: number[], further: Partial<NiftiImage> = {}): NiftiImage {
  return {
    size,
    data: Uint8Array.from(data),
    components: 1,
    componentType: 'uint8',
    spacing: lengths(1, 2, 3),
    origin: lengths(4, 5, 6),
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    ...further,
  };
}

describe('a NIfTI mask', () => {
  const code = (image: NiftiImage, declared?: number) => {
    const result = binaryMask(image, [3, 2], 'mask.nii.gz', declared);
    return result.ok ? 'accepted' : result.failure.code;
  };

  test('of 0 and 1 on the same grid is taken, also with a third axis of 1', () => {
    expect(binaryMask(nifti([3, 2, 1], [0, 1, 0, 1, 1, 0]), [3, 2])).toEqual({
      ok: true,
      value: drawn('.#.', '##.'),
    });
    expect(code(nifti([3, 2], [0, 1, 0, 1, 1, 0]))).toBe('accepted');
  });

  test('of 0 and a declared value is taken as 0 and 1', () => {
    const result = binaryMask(nifti([3, 2], [0, 255, 0, 0, 0, 0]), [3, 2], undefined, 255);
    expect(result.ok && Array.from(result.value.data)).toEqual([0, 1, 0, 0, 0, 0]);
  });

  test('is refused for another size, swapped axes, other values, emptiness', () => {
    expect(code(nifti([3, 3], Array(9).fill(1)))).toBe('image/mask-other-size');
    expect(code(nifti([3, 2, 2], Array(12).fill(1)))).toBe('image/mask-other-size');
    expect(code(nifti([2, 3], Array(6).fill(1)))).toBe('image/mask-axes-swapped');
    expect(code(nifti([3, 2], [0, 1, 2, 0, 0, 0]))).toBe('image/mask-not-binary');
    expect(code(nifti([3, 2], [0, 1, 0, 0, 0, 0]), 255)).toBe('image/mask-not-binary');
    expect(code(nifti([3, 2], Array(6).fill(0)))).toBe('image/mask-empty');
    expect(code(nifti([3, 2], [], { data: Float32Array.of(0, NaN, 1, 0, 0, 0) }))).toBe(
      'image/mask-not-binary',
    );
  });

  test('names the file and at most ten of the values', () => {
    const result = binaryMask(
      nifti(
        [20, 1],
        Array.from({ length: 20 }, (_, i) => i),
      ),
      [20, 1],
      'a.nii',
    );
    expect(result).toMatchObject({
      ok: false,
      failure: { file: 'a.nii', details: { values: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] } },
    });
  });
});

test('the centroid is the mean of the pixel centres', () => {
  expect(centroid(drawn('....', '.##.', '.##.'))).toEqual({ pixels: [1.5, 1.5], area: 4 });
  expect(centroid(drawn('..', '..'))).toBeNull();
});

test('components are labelled from the largest, by edges or also by corners', () => {
  const mask = drawn('#..##', '.#.##', '.....', '###..');
  const four = components(mask, 4);
  expect(four.sizes).toEqual([4, 3, 1, 1]);
  expect(four.labels[3]).toBe(1);
  expect(four.labels[15]).toBe(2);
  expect(components(mask, 8).sizes).toEqual([4, 3, 2]);
  expect(components(drawn('...'), 8).sizes).toEqual([]);
});

describe('a polygon', () => {
  test('holds the pixels whose centres are inside', () => {
    const square = [[0.5, 0.5], [3.5, 0.5], [3.5, 2.5], [0.5, 2.5]] as const; // prettier-ignore
    expect(lines(polygonMask(square, [5, 4]))).toEqual(['.....', '.###.', '.###.', '.....']);
  });

  test('takes its left and upper edge and leaves the right and lower one', () => {
    const left = [[0, 0], [2, 0], [2, 3], [0, 3]] as const; // prettier-ignore
    const right = [[2, 0], [4, 0], [4, 3], [2, 3]] as const; // prettier-ignore
    expect(lines(polygonMask(left, [5, 4]))).toEqual(['##...', '##...', '##...', '.....']);
    expect(lines(polygonMask(right, [5, 4]))).toEqual(['..##.', '..##.', '..##.', '.....']);
  });

  test('may be concave, leave the image, or be nothing', () => {
    const notch = [[-9, -9], [2, 2.5], [99, -9], [99, 99], [-9, 99]] as const; // prettier-ignore
    const result = lines(polygonMask(notch, [5, 4]));
    expect(result[0]).toBe('.....');
    expect(result[3]).toBe('#####');
    expect(polygonMask([], [2, 2]).data).toEqual(new Uint8Array(4));
    expect(polygonMask([[1, 1]], [2, 2]).data).toEqual(new Uint8Array(4));
  });
});
