import type { Preprocessing } from '../core/definition/definition.ts';
import { readPart10 } from '../core/dicom/read.ts';
import type { PixelSpacing, Point, Size } from '../core/measure.ts';
import { withMeasured, type MeasuredSpacing } from '../core/image/calibration.ts';
import { imageToCrop } from '../core/image/apply.ts';
import { cropBox, cropGrid, type Grid } from '../core/image/grid.ts';
import type { Image, Mask } from '../core/dicom/image.ts';
import { writeMaskNifti, writeNifti } from '../core/image/nifti-write.ts';
import { centroid, maskOnImage } from '../core/image/mask.ts';
import { geometryOf, resample, resampleMask } from '../core/image/resample.ts';
import { standardPlane } from '../core/image/standard-plane.ts';
import { outside } from '../core/image/quality.ts';
import { readNiftiVoxels } from '../core/image/nifti-voxels.ts';
import { planeOfFacts } from '../core/image/plane.ts';
import { failed, success, type Result } from '../core/result.ts';
import { decoded, storedOf, type ImageTools } from './decoding.ts';

export interface Product {
  /** .nii.gz */
  readonly image: Uint8Array<ArrayBuffer>;
  readonly mask: Uint8Array<ArrayBuffer> | null;
  readonly resampled: boolean;
  /** Pixels, [columns, rows]. */
  readonly size: Size;
  /** null: not known. */
  readonly spacing: PixelSpacing | null;
  /** Source pixel that became the middle of the crop, to a thousandth. */
  readonly center: Point;
  /** Share of the crop that lies outside the source, 0 to 1. */
  readonly outside: number;
}

export const maskOf = (image: Image, data: Uint8Array | null): Mask | null =>
  data === null ? null : { size: image.size, data };

const thousandth = (pixels: number): number => Math.round(pixels * 1000) / 1000;

const middleOf = ({ crop }: Preprocessing, center: Point | null, mask: Mask | null): Point | null =>
  crop === 'centroid' && mask !== null ? (centroid(mask)?.pixels ?? null) : center;

/** The output grid of a crop. */
export function gridOf(
  image: Image,
  preprocessing: Preprocessing,
  center: Point | null,
  mask: Mask | null,
): Grid {
  return cropGrid(image, preprocessing, middleOf(preprocessing, center, mask));
}

/** A reference mask as NIfTI, on the image's grid. */
export async function maskFile(
  tools: ImageTools,
  dicom: Uint8Array,
  mask: Uint8Array,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const source = await decoded(tools, dicom, 0);
  if (!source.ok) return source;
  const { image } = source.value;
  return writeMaskNifti({ size: image.size, data: mask }, image);
}

/**
 * The dataset's image (and mask) of a cleared file: cropped and resampled as ITK does, written as
 * NIfTI without its place in the scanner.
 * @param measured by a person; used where the header has no spacing
 */
export async function product(
  tools: ImageTools,
  dicom: Uint8Array,
  maskFile: Uint8Array | null,
  center: Point | null,
  preprocessing: Preprocessing,
  measured: MeasuredSpacing | null,
): Promise<Result<Product>> {
  const part10 = readPart10(dicom);
  if (!part10.ok) return part10;
  const frame = await storedOf(tools, part10.value, 0);
  if (!frame.ok) return frame;
  const source = imageToCrop(frame.value.stored, frame.value.facts);
  if (!source.ok) return source;
  const { pending } = source.value;
  const image = withMeasured(source.value.image, measured);
  let mask: Mask | null = null;
  if (maskFile !== null) {
    const nifti = readNiftiVoxels(maskFile);
    if (!nifti.ok) return failed({ ...nifti.failure, file: 'mask.nii.gz' });
    const binary = maskOnImage(nifti.value, planeOfFacts(frame.value.facts), 'mask.nii.gz');
    if (!binary.ok) return binary;
    mask = binary.value;
  }
  const grid = gridOf(image, preprocessing, center, mask);
  const box = cropBox(image, preprocessing, middleOf(preprocessing, center, mask));
  const made = {
    resampled: grid.resampled,
    size: grid.size,
    spacing: grid.spacing,
    center: [thousandth((box[0] + box[2]) / 2), thousandth((box[1] + box[3]) / 2)],
    outside: outside(box, image.size),
  } as const;
  const file = writeNifti(standardPlane(resample(image, grid, pending)));
  if (!file.ok) return file;
  if (mask === null) return success({ ...made, image: file.value, mask: null });
  const cropped = resampleMask(mask, image, grid);
  const maskResult = writeMaskNifti(cropped, standardPlane(geometryOf(grid)));
  if (!maskResult.ok) return maskResult;
  return success({ ...made, image: file.value, mask: maskResult.value });
}
