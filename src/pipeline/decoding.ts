import type { Part10 } from '../core/dicom/dataset.ts';
import { decodeFrame } from '../core/dicom/decode.ts';
import type { StoredFrame } from '../core/dicom/stored-frame.ts';
import { factsOf } from '../core/dicom/read-facts.ts';
import { readPart10 } from '../core/dicom/read.ts';
import type { ImageFacts } from '../core/dicom/facts.ts';
import { rescaleToImage } from '../core/image/apply.ts';
import type { Image } from '../core/dicom/image.ts';
import { success, type Result } from '../core/result.ts';
import type { Codec } from '../core/dicom/codec.ts';
import type { NiftiImage } from '../core/image/nifti.ts';

/** What the pipeline needs from outside: decoders of pixels and of NIfTI files. In a browser they are itk-wasm's. */
export interface ImageTools {
  readonly codec: Codec;
  /** Failures: `image/nifti-not-read`, `image/nifti-unsupported`. */
  readNifti(bytes: Uint8Array, name: string): Promise<Result<NiftiImage>>;
}

/** One decoded frame before the modality rescale. */
export interface Stored {
  readonly facts: ImageFacts;
  readonly stored: StoredFrame;
}

/** One decoded frame. Without a rescale, the pixels of `image` are those of `stored`. */
export interface Decoded extends Stored {
  readonly image: Image;
}

export async function decoded(tools: ImageTools, dicom: Uint8Array, frame: number): Promise<Result<Decoded>> {
  const part10 = readPart10(dicom);
  return part10.ok ? decodedOf(tools, part10.value, frame) : part10;
}

export async function decodedOf(tools: ImageTools, part10: Part10, frame: number): Promise<Result<Decoded>> {
  const result = await storedOf(tools, part10, frame);
  return result.ok ? decodedFrom(result.value) : result;
}

export function decodedFrom(stored: Stored): Result<Decoded> {
  const image = rescaleToImage(stored.stored, stored.facts);
  return image.ok ? success({ ...stored, image: image.value }) : image;
}

export async function storedOf(tools: ImageTools, part10: Part10, frame: number): Promise<Result<Stored>> {
  const facts = factsOf(part10, undefined, frame);
  if (!facts.ok) return facts;
  const stored = await decodeFrame(part10, facts.value, frame, tools.codec);
  return stored.ok ? success({ facts: facts.value, stored: stored.value }) : stored;
}
