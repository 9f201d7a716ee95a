import { setPipelinesBaseUrl } from 'itk-wasm';
import * as Comlink from 'comlink';
import type { ChallengeDefinition, Preprocessing } from '../src/core/challenge/definition.ts';
import { clearImage } from '../src/core/deidentify/clear.ts';
import { reopen } from '../src/core/deidentify/header.ts';
import type { ClearedImage, DeidentifiedFile } from '../src/core/deidentify/images.ts';
import type { TextWord } from '../src/core/deidentify/text-flags.ts';
import { ingest, type Ingested } from '../src/core/deidentify/ingest.ts';
import { decodeFrame } from '../src/core/dicom/decode.ts';
import type { StoredFrame } from '../src/core/dicom/decode.ts';
import { factsOf } from '../src/core/dicom/read-facts.ts';
import { readPart10 } from '../src/core/dicom/read.ts';
import type { ImageFacts } from '../src/core/dicom/facts.ts';
import { rescaleToImage } from '../src/core/image/apply.ts';
import { cropGrid, type Grid } from '../src/core/image/grid.ts';
import type { Image, Mask } from '../src/core/image/image.ts';
import { imageFromNifti } from '../src/core/image/nifti.ts';
import { binaryMask, centroid, polygonMask } from '../src/core/image/mask.ts';
import { geometryOf, resample, resampleMask } from '../src/core/image/resample.ts';
import { proposeSector, type SectorProposal } from '../src/core/image/sector.ts';
import { detectText, type TextBox } from '../src/core/image/text-detector.ts';
import { success, type Result } from '../src/core/result.ts';
import { itkCodec } from './itk-codec.ts';
import { readNifti, resampleWithItk, writeMaskNifti, writeNifti } from './itk-image.ts';

type Point = readonly [number, number];

/** What a person chose of an image, as far as its pixels go. */
export interface PixelChoice {
  readonly frame: number;
  readonly center: Point | null;
  /** Reference mask of a segmentation. */
  readonly mask: Uint8Array | null;
  readonly sector: readonly Point[] | null;
  readonly text: TextWord;
}

export interface Leaving {
  /** The frame as it will leave, on the source's grid. */
  readonly image: Image;
  /** The same after the dataset's crop and resampling. */
  readonly product: Image;
  readonly productMask: Mask | null;
  readonly digest: string;
  readonly pixelDigest: string;
}

export interface Product {
  /** .nii.gz */
  readonly image: Uint8Array<ArrayBuffer>;
  readonly mask: Uint8Array<ArrayBuffer> | null;
  readonly resampled: boolean;
  readonly size: readonly [number, number];
}

interface Decoded {
  readonly facts: ImageFacts;
  readonly stored: StoredFrame;
  readonly image: Image;
}

async function decoded(dicom: Uint8Array, frame: number): Promise<Result<Decoded>> {
  const part10 = readPart10(dicom);
  if (!part10.ok) return part10;
  const facts = factsOf(part10.value);
  if (!facts.ok) return facts;
  const stored = await decodeFrame(part10.value, facts.value, frame, itkCodec);
  if (!stored.ok) return stored;
  const image = rescaleToImage(stored.value, facts.value);
  return image.ok ? success({ facts: facts.value, stored: stored.value, image: image.value }) : image;
}

const maskOf = (image: Image, data: Uint8Array | null): Mask | null =>
  data === null ? null : { size: image.size, data };

function gridOf(image: Image, preprocessing: Preprocessing, center: Point | null, mask: Mask | null): Grid {
  const middle =
    preprocessing.crop === 'centroid' && mask !== null ? (centroid(mask)?.pixels ?? null) : center;
  return cropGrid(image, preprocessing, middle);
}

async function cleared(
  stored: DeidentifiedFile,
  choice: PixelChoice,
  acceptance: { at: string; by: string },
  key: CryptoKey,
): Promise<Result<{ cleared: ClearedImage; source: Decoded }>> {
  const reopened = reopen(stored.dicom, stored);
  if (!reopened.ok) return reopened;
  const image = reopened.value;
  const source = await decoded(image.dicom, choice.frame);
  if (!source.ok) return source;
  const sector = choice.sector === null ? null : polygonMask(choice.sector, source.value.image.size);
  const result = await clearImage(
    image,
    { frame: choice.frame, mask: sector, text: choice.text },
    acceptance,
    source.value.stored,
    key,
  );
  return result.ok ? success({ cleared: result.value, source: source.value }) : result;
}

const api = {
  /** @param pipelines absolute address of the itk-wasm pipelines, which a worker cannot tell by itself. */
  configure(pipelines: string): void {
    setPipelinesBaseUrl(pipelines);
  },

  async ingest(
    file: Blob,
    path: string,
    definition: ChallengeDefinition,
    key: CryptoKey,
  ): Promise<Result<Ingested>> {
    const result = await ingest(new Uint8Array(await file.arrayBuffer()), path, definition, key, itkCodec);
    return result.ok ? Comlink.transfer(result, [result.value.image.dicom.buffer]) : result;
  },

  /** One frame, after the modality rescale. */
  async view(dicom: Uint8Array, frame: number): Promise<Result<Image>> {
    const result = await decoded(dicom, frame);
    return result.ok ? success(result.value.image) : result;
  },

  /** Boxes of likely text in one frame, on the values as stored: those that clearing looks at. */
  async text(dicom: Uint8Array, frame: number): Promise<Result<readonly TextBox[]>> {
    const result = await decoded(dicom, frame);
    return result.ok
      ? success(detectText({ ...result.value.stored, size: result.value.image.size }))
      : result;
  },

  async sector(dicom: Uint8Array, frame: number): Promise<Result<SectorProposal | null>> {
    const result = await decoded(dicom, frame);
    return result.ok
      ? success(proposeSector(result.value.image, result.value.facts.ultrasoundRegions))
      : result;
  },

  /** Reads a NIfTI mask and checks it against the image's grid. */
  async mask(file: Blob, name: string, size: readonly [number, number]): Promise<Result<Mask>> {
    const nifti = await readNifti(new Uint8Array(await file.arrayBuffer()), name);
    return nifti.ok ? binaryMask(nifti.value, size, name) : nifti;
  },

  /** The image exactly as it will leave, for the person who clears it. */
  async leaving(
    stored: DeidentifiedFile,
    choice: PixelChoice,
    definition: ChallengeDefinition,
    key: CryptoKey,
  ): Promise<Result<Leaving>> {
    const result = await cleared(stored, choice, { at: '', by: '' }, key);
    if (!result.ok) return result;
    const shown = await decoded(result.value.cleared.dicom, 0);
    if (!shown.ok) return shown;
    const frame = shown.value.image;
    const mask = maskOf(frame, choice.mask);
    const grid = gridOf(frame, definition.preprocessing, choice.center, mask);
    const { digest, pixelDigest } = result.value.cleared.clearing;
    return success({
      image: frame,
      product: resample(frame, grid),
      productMask: mask && resampleMask(mask, frame, grid),
      digest,
      pixelDigest,
    });
  },

  async clear(
    stored: DeidentifiedFile,
    choice: PixelChoice,
    acceptance: { at: string; by: string },
    key: CryptoKey,
  ): Promise<Result<ClearedImage>> {
    const result = await cleared(stored, choice, acceptance, key);
    return result.ok ? success(result.value.cleared) : result;
  },

  /** A reference mask as NIfTI, on the image's grid. */
  async maskFile(dicom: Uint8Array, mask: Uint8Array): Promise<Result<Uint8Array<ArrayBuffer>>> {
    const source = await decoded(dicom, 0);
    if (!source.ok) return source;
    const { image } = source.value;
    return writeMaskNifti({ size: image.size, data: mask }, image);
  },

  /** The dataset's image (and mask) of a cleared file: crop and resampling by ITK, written as NIfTI. */
  async product(
    dicom: Uint8Array,
    maskFile: Uint8Array | null,
    center: Point | null,
    preprocessing: Preprocessing,
  ): Promise<Result<Product>> {
    const source = await decoded(dicom, 0);
    if (!source.ok) return source;
    const { image } = source.value;
    let mask: Mask | null = null;
    if (maskFile !== null) {
      const nifti = await readNifti(maskFile, 'mask.nii.gz');
      if (!nifti.ok) return nifti;
      const binary = binaryMask(nifti.value, image.size, 'mask.nii.gz');
      if (!binary.ok) return binary;
      mask = binary.value;
    }
    const grid = gridOf(image, preprocessing, center, mask);
    const pixels = await resampleWithItk(image, grid);
    if (!pixels.ok) return pixels;
    const file = await writeNifti(pixels.value);
    if (!file.ok) return file;
    if (mask === null)
      return success({ image: file.value, mask: null, resampled: grid.resampled, size: grid.size });
    const cropped = resampleMask(mask, image, grid);
    const maskResult = await writeMaskNifti(cropped, { ...geometryOf(grid), components: 1 });
    if (!maskResult.ok) return maskResult;
    return success({ image: file.value, mask: maskResult.value, resampled: grid.resampled, size: grid.size });
  },

  /** A NIfTI image of a dataset, to be looked at. */
  async nifti(file: Uint8Array, name: string): Promise<Result<Image>> {
    const read = await readNifti(file, name);
    if (!read.ok) return read;
    return imageFromNifti(read.value);
  },
};

export type ImageApi = typeof api;
Comlink.expose(api);
