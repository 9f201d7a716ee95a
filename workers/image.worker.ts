import * as Comlink from 'comlink';
import { setPipelinesBaseUrl } from 'itk-wasm';
import type { ChallengeDefinition } from '../src/core/definition/definition.ts';
import { HeaderMemory } from '../src/core/deidentify/header.ts';
import { ingest } from '../src/core/deidentify/ingest.ts';
import { bytesOf } from '../src/pipeline/blob-source.ts';
import { clear, clearingRecord, cropped, leaving } from '../src/pipeline/clearing.ts';
import type { ImageTools } from '../src/pipeline/decoding.ts';
import { sourceValues, values } from '../src/pipeline/header-values.ts';
import { maximum, quality, sector, sectorKeyOf, text, view } from '../src/pipeline/looking.ts';
import { masks, planeOf, segmented } from '../src/pipeline/mask-files.ts';
import { nifti } from '../src/pipeline/nifti-picture.ts';
import { OpenPictures } from '../src/pipeline/open-pictures.ts';
import { maskFile, product } from '../src/pipeline/product.ts';
import { given } from './given.ts';
import { itkCodec } from './itk-codec.ts';
import { readNifti } from './itk-image.ts';
import { thumbnail } from './thumbnail.ts';

const tools: ImageTools = { codec: itkCodec, readNifti };
const withTools =
  <A extends unknown[], R>(work: (tools: ImageTools, ...args: A) => R) =>
  (...args: A): R =>
    work(tools, ...args);

const pictures = new OpenPictures(tools);
/** Shared by the files that this worker imports. It affects speed only. */
const memory = new HeaderMemory();

const api = {
  /** @param pipelines absolute address of the itk-wasm pipelines; a worker does not know it */
  configure: (pipelines: string) => setPipelinesBaseUrl(pipelines),
  async ingest(file: Blob, path: string, definition: ChallengeDefinition, key: CryptoKey) {
    const { VERSION } = import.meta.env;
    const taken = ingest(await bytesOf(file), path, definition, key, itkCodec, VERSION, memory);
    return given(taken, ({ image }) => image.dicom.buffer);
  },
  open: (id: string, dicom: Uint8Array) => pictures.open(id, dicom),
  close: (ids: readonly string[]) => pictures.close(ids),
  view: pictures.asked((picture, frame: number) =>
    given(view(picture, frame), ({ image }) => image.data.buffer),
  ),
  maximum: pictures.asked((picture, told: (done: number) => void) =>
    given(maximum(picture, told), ({ data }) => data.buffer),
  ),
  thumbnail: pictures.asked((...drawn: Parameters<typeof thumbnail>) =>
    given(thumbnail(...drawn), (small) => small),
  ),
  ...{ quality: pictures.asked(quality), text: pictures.asked(text), sector: pictures.asked(sector) },
  ...{ sectorKey: pictures.asked(sectorKeyOf), planeOf: pictures.asked(planeOf) },
  ...{ values: pictures.asked(values), segmented, sourceValues },
  ...{ masks: withTools(masks), maskFile: withTools(maskFile) },
  ...{ leaving: withTools(leaving), clear: withTools(clear), clearingRecord: withTools(clearingRecord) },
  ...{ product: withTools(product), cropped: withTools(cropped), nifti: withTools(nifti) },
};

export type ImageApi = typeof api;
Comlink.expose(api);
