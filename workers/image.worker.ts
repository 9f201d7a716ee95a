import { setPipelinesBaseUrl } from 'itk-wasm';
import * as Comlink from 'comlink';
import type { ChallengeDefinition, Preprocessing } from '../src/core/definition/definition.ts';
import { clearImage } from '../src/core/deidentify/clear.ts';
import { HeaderMemory, reopen } from '../src/core/deidentify/header.ts';
import type {
  ClearedImage,
  Clearing,
  DeidentificationRecord,
  DeidentifiedFile,
  Pseudonyms,
} from '../src/core/deidentify/images.ts';
import type { TextWord } from '../src/core/deidentify/text-flags.ts';
import { ingest, type Ingested } from '../src/core/deidentify/ingest.ts';
import { sourceValues, valuesOf, type Values } from '../src/core/deidentify/values.ts';
import type { Part10 } from '../src/core/dicom/dataset.ts';
import { decodeFrame } from '../src/core/dicom/decode.ts';
import type { StoredFrame } from '../src/core/dicom/decode.ts';
import { factsOf } from '../src/core/dicom/read-facts.ts';
import { readPart10 } from '../src/core/dicom/read.ts';
import type { ImageFacts } from '../src/core/dicom/facts.ts';
import {
  isSegmentation,
  segmentedUids,
  segmentsOf,
  type SegmentedImage,
  type SegmentMask,
} from '../src/core/dicom/segmentation.ts';
import { uidMap } from '../src/core/deidentify/pseudonym.ts';
import { withMeasured, type MeasuredSpacing } from '../src/core/image/calibration.ts';
import { imageToCrop, rescaleToImage } from '../src/core/image/apply.ts';
import { cropBox, cropGrid, type Grid } from '../src/core/image/grid.ts';
import type { Image, Mask } from '../src/core/dicom/image.ts';
import { maximumOf } from '../src/core/image/maximum.ts';
import { imageFromNifti } from '../src/core/image/nifti.ts';
import { writeMaskNifti, writeNifti } from '../src/core/image/nifti-write.ts';
import { binaryMask, centroid, polygonMask } from '../src/core/image/mask.ts';
import { isPng, pngMaskValues, readPng } from '../src/core/image/png.ts';
import { geometryOf, resample, resampleMask } from '../src/core/image/resample.ts';
import { outside, qualityOf, type Quality } from '../src/core/image/quality.ts';
import { proposeSector, type SectorProposal } from '../src/core/image/sector.ts';
import { sectorKey } from '../src/core/image/sector-key.ts';
import { detectText, type TextBox } from '../src/core/image/text-detector.ts';
import { failure } from '../src/core/failure.ts';
import { failed, success, type Result } from '../src/core/result.ts';
import { autoWindow, knownWindow } from '../src/core/image/window.ts';
import { itkCodec } from './itk-codec.ts';
import { readNifti } from './itk-image.ts';
import { drawThumbnail } from './thumbnail.ts';

/** Frames of a loop that are looked at for what moves. */
const OTHER_FRAMES = 7;

type Point = readonly [number, number];

/** What a person chose of an image, as far as its pixels go. */
export interface PixelChoice {
  readonly frame: number;
  readonly center: Point | null;
  /** Reference mask of a segmentation. */
  readonly mask: Uint8Array | null;
  readonly sector: readonly Point[] | null;
  /** What a person measured where the header has no spacing. */
  readonly measured?: MeasuredSpacing | null;
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
  /** Pixels, [columns, rows]. */
  readonly size: readonly [number, number];
  /** mm between pixel centres, [x, y]; null: not known. */
  readonly spacing: readonly [number, number] | null;
  /** Source pixel that became the middle of the crop, to a thousandth. */
  readonly center: Point;
  /** Share of the crop that lies outside the source, 0 to 1. */
  readonly outside: number;
}

/** The dataset's image of a choice, with the digest of the file as it was cleared for it. */
export interface Cropped {
  readonly digest: string;
  readonly product: Product;
}

/** What is drawn over a small picture. */
export interface ThumbnailChoice {
  readonly frame: number;
  readonly center: Point | null;
  readonly mask: Uint8Array | null;
  readonly sector: readonly Point[] | null;
  readonly measured: MeasuredSpacing | null;
}

interface Decoded {
  readonly facts: ImageFacts;
  readonly stored: StoredFrame;
  readonly image: Image;
}

async function decoded(dicom: Uint8Array, frame: number): Promise<Result<Decoded>> {
  const part10 = readPart10(dicom);
  return part10.ok ? decodedOf(part10.value, frame) : part10;
}

async function decodedOf(part10: Part10, frame: number): Promise<Result<Decoded>> {
  const result = await storedOf(part10, frame);
  if (!result.ok) return result;
  const image = rescaleToImage(result.value.stored, result.value.facts);
  return image.ok ? success({ ...result.value, image: image.value }) : image;
}

async function storedOf(part10: Part10, frame: number): Promise<Result<Omit<Decoded, 'image'>>> {
  const facts = factsOf(part10, undefined, frame);
  if (!facts.ok) return facts;
  const stored = await decodeFrame(part10, facts.value, frame, itkCodec);
  return stored.ok ? success({ facts: facts.value, stored: stored.value }) : stored;
}

const maskOf = (image: Image, data: Uint8Array | null): Mask | null =>
  data === null ? null : { size: image.size, data };

const thousandth = (pixels: number): number => Math.round(pixels * 1000) / 1000;

const middleOf = ({ crop }: Preprocessing, center: Point | null, mask: Mask | null): Point | null =>
  crop === 'centroid' && mask !== null ? (centroid(mask)?.pixels ?? null) : center;

function gridOf(image: Image, preprocessing: Preprocessing, center: Point | null, mask: Mask | null): Grid {
  return cropGrid(image, preprocessing, middleOf(preprocessing, center, mask));
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

/** Of this worker's ingests. */
const memory = new HeaderMemory();

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
    const result = await ingest(
      new Uint8Array(await file.arrayBuffer()),
      path,
      definition,
      key,
      itkCodec,
      import.meta.env.VERSION,
      memory,
    );
    return result.ok ? Comlink.transfer(result, [result.value.image.dicom.buffer]) : result;
  },

  /** One frame, after the modality rescale, and what can be said of its pixels. */
  async view(dicom: Uint8Array, frame: number): Promise<Result<{ image: Image; quality: Quality }>> {
    const result = await decoded(dicom, frame);
    if (!result.ok) return result;
    const { image } = result.value;
    return success({ image, quality: await qualityOf(image) });
  },

  /** A small picture of a frame in its first window, with the crop, the outline and the mask; `side` pixels at most. */
  async thumbnail(
    dicom: Uint8Array,
    choice: ThumbnailChoice,
    preprocessing: Preprocessing,
    side: number,
  ): Promise<Result<ImageBitmap>> {
    const result = await decoded(dicom, choice.frame);
    if (!result.ok) return result;
    const { facts } = result.value;
    const image = withMeasured(result.value.image, choice.measured);
    const picture = drawThumbnail(
      image,
      knownWindow(facts) ?? autoWindow(image),
      choice,
      preprocessing,
      side,
    );
    return success(Comlink.transfer(picture, [picture]));
  },

  /** What can be said of the pixels of one frame, without the frame. */
  async quality(dicom: Uint8Array, frame: number): Promise<Result<Quality>> {
    const result = await decoded(dicom, frame);
    return result.ok ? success(await qualityOf(result.value.image)) : result;
  },

  /** Boxes of likely text in one frame, on the values as stored: those that clearing looks at. */
  async text(dicom: Uint8Array, frame: number): Promise<Result<readonly TextBox[]>> {
    const result = await decoded(dicom, frame);
    return result.ok
      ? success(detectText({ ...result.value.stored, size: result.value.image.size }))
      : result;
  },

  /** Proposes the field of a frame; of a loop, from what moves in some of its frames. */
  async sector(dicom: Uint8Array, frame: number): Promise<Result<SectorProposal | null>> {
    const result = await decoded(dicom, frame);
    if (!result.ok) return result;
    const { facts, image } = result.value;
    const others: Image[] = [];
    for (let i = 0; i < OTHER_FRAMES && facts.frames > OTHER_FRAMES; i++) {
      const other = await decoded(dicom, Math.floor((i * facts.frames) / OTHER_FRAMES));
      if (other.ok) others.push(other.value.image);
    }
    return success(proposeSector(image, facts.ultrasoundRegions, others));
  },

  /** What the field of an image is remembered by, for the next of the same scanner model and geometry; null when that is not told. */
  async sectorKey(dicom: Uint8Array): Promise<Result<string | null>> {
    const part10 = readPart10(dicom);
    if (!part10.ok) return part10;
    const facts = factsOf(part10.value);
    return facts.ok ? success(await sectorKey(part10.value.dataset, facts.value)) : facts;
  },

  /** The greatest value of each pixel over all frames; holds two of them at a time. */
  async maximum(dicom: Uint8Array, onFrame: (done: number) => void): Promise<Result<Image>> {
    const part10 = readPart10(dicom);
    if (!part10.ok) return part10;
    const first = await decodedOf(part10.value, 0);
    if (!first.ok) return first;
    const { facts, image } = first.value;
    // A decoder may hand out a view of the file, or of memory of its own.
    let most: Image = { ...image, data: image.data.slice() };
    for (let frame = 1; frame < facts.frames; frame++) {
      const next = await decodedOf(part10.value, frame);
      if (!next.ok) return next;
      const both = maximumOf(most, next.value.image);
      if (both === null) return failed(failure('dicom/decode-failed', { cause: `frame ${frame + 1}` }));
      most = both;
      onFrame(frame + 1);
    }
    return success(most);
  },

  /** The masks that a file (NIfTI, PNG or DICOM segmentation) holds of an image, one a segment, checked against its grid. */
  async masks(
    file: Blob,
    name: string,
    image: SegmentedImage,
    key: CryptoKey,
  ): Promise<Result<readonly SegmentMask[]>> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const part10 = readPart10(bytes, name);
    if (part10.ok) {
      // The image's own UID is new: those that the segmentation names are mapped likewise.
      const uids = await uidMap(key, segmentedUids(part10.value));
      return segmentsOf(part10.value, image, uids, itkCodec, name);
    }
    if (isPng(bytes)) {
      const png = readPng(bytes);
      if (!png.ok) return failed({ ...png.failure, file: name });
      const { size } = png.value;
      const mask = binaryMask({ size, data: pngMaskValues(png.value), components: 1 }, image.size, name);
      return mask.ok ? success([{ segment: 1, mask: mask.value }]) : mask;
    }
    const nifti = await readNifti(bytes, name);
    if (!nifti.ok) return nifti;
    const mask = binaryMask(nifti.value, image.size, name);
    return mask.ok ? success([{ segment: 1, mask: mask.value }]) : mask;
  },

  /** New UIDs of the images that a DICOM segmentation is of; null: the file is none. */
  async segmented(file: Blob, name: string, key: CryptoKey): Promise<Result<readonly string[] | null>> {
    const part10 = readPart10(new Uint8Array(await file.arrayBuffer()), name);
    if (!part10.ok || !isSegmentation(part10.value)) return success(null);
    return success([...(await uidMap(key, segmentedUids(part10.value))).values()]);
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
    const frame = withMeasured(shown.value.image, choice.measured ?? null);
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

  /** What a clearing did, proven anew: its record, the file's digest and what was said of text, without the file. */
  async clearingRecord(
    stored: DeidentifiedFile,
    choice: PixelChoice,
    acceptance: { at: string; by: string },
    key: CryptoKey,
  ): Promise<Result<{ readonly record: DeidentificationRecord; readonly clearing: Clearing }>> {
    const result = await cleared(stored, choice, acceptance, key);
    if (!result.ok) return result;
    const { deidentification, clearing } = result.value.cleared;
    return success({ record: deidentification, clearing });
  },

  /** Values of a de-identified file, by path, to be shown. */
  values(dicom: Uint8Array): Result<Values> {
    const part10 = readPart10(dicom);
    return part10.ok ? success(valuesOf(part10.value.dataset)) : part10;
  },

  /** Values of the source file of an image, to be shown at the centre and forgotten. */
  async sourceValues(
    file: Blob,
    name: string,
    identity: Pseudonyms,
    key: CryptoKey,
  ): Promise<Result<Values>> {
    const part10 = readPart10(new Uint8Array(await file.arrayBuffer()), name);
    return part10.ok ? sourceValues(part10.value, identity, key, name) : part10;
  },

  /** A reference mask as NIfTI, on the image's grid. */
  async maskFile(dicom: Uint8Array, mask: Uint8Array): Promise<Result<Uint8Array<ArrayBuffer>>> {
    const source = await decoded(dicom, 0);
    if (!source.ok) return source;
    const { image } = source.value;
    return writeMaskNifti({ size: image.size, data: mask }, image);
  },

  /**
   * The dataset's image (and mask) of a cleared file: cropped and resampled as ITK does, written as NIfTI.
   * @param measured by a person; used where the header has no spacing
   */
  async product(
    dicom: Uint8Array,
    maskFile: Uint8Array | null,
    center: Point | null,
    preprocessing: Preprocessing,
    measured: MeasuredSpacing | null,
  ): Promise<Result<Product>> {
    const part10 = readPart10(dicom);
    if (!part10.ok) return part10;
    const frame = await storedOf(part10.value, 0);
    if (!frame.ok) return frame;
    const source = imageToCrop(frame.value.stored, frame.value.facts);
    if (!source.ok) return source;
    const { pending } = source.value;
    const image = withMeasured(source.value.image, measured);
    let mask: Mask | null = null;
    if (maskFile !== null) {
      const nifti = await readNifti(maskFile, 'mask.nii.gz');
      if (!nifti.ok) return nifti;
      const binary = binaryMask(nifti.value, image.size, 'mask.nii.gz');
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
    const file = writeNifti(resample(image, grid, pending));
    if (!file.ok) return file;
    if (mask === null) return success({ ...made, image: file.value, mask: null });
    const cropped = resampleMask(mask, image, grid);
    const maskResult = writeMaskNifti(cropped, geometryOf(grid));
    if (!maskResult.ok) return maskResult;
    return success({ ...made, image: file.value, mask: maskResult.value });
  },

  /** The dataset's image of a choice at the centre: cleared anew, and made of the file that leaves as `product` makes it. */
  async cropped(
    stored: DeidentifiedFile,
    choice: PixelChoice,
    acceptance: { at: string; by: string },
    preprocessing: Preprocessing,
    key: CryptoKey,
  ): Promise<Result<Cropped>> {
    const result = await cleared(stored, choice, acceptance, key);
    if (!result.ok) return result;
    const { dicom, clearing } = result.value.cleared;
    const mask = choice.mask === null ? success(null) : await api.maskFile(dicom, choice.mask);
    if (!mask.ok) return mask;
    const product = await api.product(
      dicom,
      mask.value,
      choice.center,
      preprocessing,
      choice.measured ?? null,
    );
    return product.ok ? success({ digest: clearing.digest, product: product.value }) : product;
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
