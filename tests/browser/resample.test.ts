import { resample as itkResample } from '@itk-wasm/downsample';
import { setPipelinesBaseUrl, type Image as ItkImage } from 'itk-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { directionOf } from '../../src/core/image/geometry.ts';
import { cropGrid } from '../../src/core/image/grid.ts';
import type { PixelArray } from '../../src/core/dicom/image.ts';
import { resample, resampleMask } from '../../src/core/image/resample.ts';
import { resampleVolume, type Volume, type VolumeGrid } from '../../src/core/image/volume.ts';
import { resampleCases, summary, volumeCases } from '../golden/resample.ts';
import { UNKNOWN_AS_ONE } from '../../src/core/measure.ts';

beforeAll(() => setPipelinesBaseUrl(new URL('/pipelines', location.href).href));

/** `itk::ResampleImageFilter` of itk-wasm. It refuses RGB pixels, yet takes the same values as a vector. */
async function byItk(volume: Volume, grid: VolumeGrid, nearest: boolean): Promise<PixelArray> {
  const componentType = volume.data.constructor.name.replace('Array', '').toLowerCase();
  const input = {
    imageType: {
      dimension: 3,
      componentType,
      pixelType: volume.components === 3 ? 'VariableLengthVector' : 'Scalar',
      components: volume.components,
    },
    name: 'image',
    origin: [...volume.origin],
    spacing: [...volume.spacing],
    direction: Float64Array.from(volume.direction.flat()),
    size: [...volume.size],
    metadata: new Map(),
    data: volume.data.slice(),
  } as unknown as ItkImage;
  const { output } = await itkResample(input, {
    webWorker: false,
    size: [...grid.size],
    outputSpacing: [...grid.spacing],
    outputOrigin: [...grid.origin],
    outputDirection: grid.direction.flat(),
    interpolator: nearest ? 'nearest_neighbor' : 'linear',
    defaultValue: grid.padding,
  });
  return (output.data as PixelArray).slice();
}

describe('itk-wasm and the core give what SimpleITK gives, every value', () => {
  test.each(resampleCases)('$name', async ({ image, preprocessing, center, nearest, expected }) => {
    const grid = cropGrid(image, preprocessing, center);
    if (!grid.resampled) throw new Error('not resampled');
    const own = nearest
      ? resampleMask({ ...image, data: image.data as Uint8Array }, image, grid)
      : resample(image, grid);
    expect(expected).toMatchObject(await summary(own.data));
    const direction = directionOf(image.orientation);
    const volume = {
      size: [...image.size, 1] as const,
      spacing: [...(image.spacing ?? UNKNOWN_AS_ONE), image.thickness] as const,
      origin: image.origin,
      direction,
      components: image.components,
      data: image.data,
    };
    const target = {
      size: [...grid.size, 1] as const,
      spacing: [...grid.spacing, grid.thickness] as const,
      origin: grid.origin,
      direction,
      padding: grid.padding,
    };
    expect(expected).toMatchObject(await summary(await byItk(volume, target, nearest)));
  });

  test.each(volumeCases)('$name', async ({ volume, grid, interpolation, expected }) => {
    expect(expected).toMatchObject(await summary(resampleVolume(volume, grid, interpolation).data));
    expect(expected).toMatchObject(await summary(await byItk(volume, grid, interpolation === 'nearest')));
  });
});
