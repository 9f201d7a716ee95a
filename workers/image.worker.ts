import * as Comlink from 'comlink';
import { setPipelinesBaseUrl } from 'itk-wasm';
import type { ChallengeDefinition, Preprocessing } from '../src/core/definition/definition.ts';
import { HeaderMemory } from '../src/core/deidentify/header.ts';
import { ingest } from '../src/core/deidentify/ingest.ts';
import { success } from '../src/core/result.ts';
import { bytesOf } from '../src/pipeline/blob-source.ts';
import { clear, clearingRecord, cropped, leaving } from '../src/pipeline/clearing.ts';
import type { ImageTools } from '../src/pipeline/decoding.ts';
import { sourceValues, values } from '../src/pipeline/header-values.ts';
import { maximum, quality, sector, sectorKeyOf, text, view } from '../src/pipeline/looking.ts';
import { masks, planeOf, segmented } from '../src/pipeline/mask-files.ts';
import { nifti } from '../src/pipeline/nifti-picture.ts';
import { maskFile, product } from '../src/pipeline/product.ts';
import { thumbnailSource, type ThumbnailChoice } from '../src/pipeline/thumbnail.ts';
import { itkCodec } from './itk-codec.ts';
import { readNifti } from './itk-image.ts';
import { drawThumbnail } from './thumbnail.ts';

const tools: ImageTools = { codec: itkCodec, readNifti };
const withTools =
  <A extends unknown[], R>(work: (tools: ImageTools, ...args: A) => R) =>
  (...args: A): R =>
    work(tools, ...args);

/** Shared by the files that this worker imports. It affects speed only. */
const memory = new HeaderMemory();

const api = {
  /** @param pipelines absolute address of the itk-wasm pipelines; a worker does not know it */
  configure: (pipelines: string) => setPipelinesBaseUrl(pipelines),
  async ingest(file: Blob, path: string, definition: ChallengeDefinition, key: CryptoKey) {
    const { VERSION } = import.meta.env;
    const result = await ingest(await bytesOf(file), path, definition, key, itkCodec, VERSION, memory);
    return result.ok ? Comlink.transfer(result, [result.value.image.dicom.buffer]) : result;
  },
  async thumbnail(dicom: Uint8Array, choice: ThumbnailChoice, preprocessing: Preprocessing, side: number) {
    const source = await thumbnailSource(tools, dicom, choice);
    if (!source.ok) return source;
    const { image, window } = source.value;
    const picture = drawThumbnail(image, window, choice, preprocessing, side);
    return success(Comlink.transfer(picture, [picture]));
  },
  ...{ sectorKey: sectorKeyOf, planeOf, segmented, sourceValues, values },
  ...{ view: withTools(view), quality: withTools(quality), text: withTools(text) },
  ...{ sector: withTools(sector), maximum: withTools(maximum) },
  ...{ masks: withTools(masks), maskFile: withTools(maskFile) },
  ...{ leaving: withTools(leaving), clear: withTools(clear), clearingRecord: withTools(clearingRecord) },
  ...{ product: withTools(product), cropped: withTools(cropped), nifti: withTools(nifti) },
};

export type ImageApi = typeof api;
Comlink.expose(api);
