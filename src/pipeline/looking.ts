import { factsOf } from '../core/dicom/read-facts.ts';
import type { Image } from '../core/dicom/image.ts';
import { maximumOf } from '../core/image/maximum.ts';
import { qualityOf, type Quality } from '../core/image/quality.ts';
import { proposeSector, type SectorProposal } from '../core/image/sector.ts';
import { sectorKey } from '../core/image/sector-key.ts';
import { detectText, type TextBox } from '../core/image/text-detector.ts';
import { failure } from '../core/failure.ts';
import { failed, success, type Result } from '../core/result.ts';
import type { Picture } from './picture.ts';

/** Frames of a loop that are compared with the chosen one to find what moves. */
const OTHER_FRAMES = 7;

/**
 * One frame after the modality rescale, with its quality. Failures: those of decoding. The pixels are the caller's own, to be given away.
 * @param frame from 0
 */
export async function view(
  picture: Picture,
  frame: number,
): Promise<Result<{ image: Image; quality: Quality }>> {
  const result = await picture.frame(frame);
  if (!result.ok) return result;
  const { image, stored } = result.value;
  const isShared = image.data.buffer === stored.data.buffer;
  const own = isShared ? { ...image, data: image.data.slice() } : image;
  return success({ image: own, quality: await qualityOf(own) });
}

/** The quality of one frame, without its pixels. */
export async function quality(picture: Picture, frame: number): Promise<Result<Quality>> {
  const result = await picture.frame(frame);
  return result.ok ? success(await qualityOf(result.value.image)) : result;
}

/** Boxes of likely text in one frame, in pixels. It reads the stored values, as the clearing does. */
export async function text(picture: Picture, frame: number): Promise<Result<readonly TextBox[]>> {
  const result = await picture.frame(frame);
  return result.ok ? success(detectText({ ...result.value.stored, size: result.value.image.size })) : result;
}

/** Proposes the ultrasound sector of a frame. For a loop it also uses what moves over seven of its frames. null: none was found. */
export async function sector(picture: Picture, frame: number): Promise<Result<SectorProposal | null>> {
  const result = await picture.frame(frame);
  if (!result.ok) return result;
  const { facts, image } = result.value;
  const others: Image[] = [];
  for (let i = 0; i < OTHER_FRAMES && facts.frames > OTHER_FRAMES; i++) {
    const other = await picture.passing(Math.floor((i * facts.frames) / OTHER_FRAMES));
    if (other.ok) others.push(other.value.image);
  }
  return success(proposeSector(image, facts.ultrasoundRegions, others));
}

/** The key under which the sector of an image is remembered: scanner model and geometry. null: the header does not name them. */
export async function sectorKeyOf({ part10 }: Picture): Promise<Result<string | null>> {
  const facts = factsOf(part10);
  return facts.ok ? success(await sectorKey(part10.dataset, facts.value)) : facts;
}

/** The greatest value of each pixel over all frames. Memory holds two frames at a time. The pixels are the caller's own. */
export async function maximum(picture: Picture, onFrame: (done: number) => void): Promise<Result<Image>> {
  const first = await picture.passing(0);
  if (!first.ok) return first;
  const { facts, image } = first.value;
  let most: Image = { ...image, data: image.data.slice() };
  for (let frame = 1; frame < facts.frames; frame++) {
    const next = await picture.passing(frame);
    if (!next.ok) return next;
    const both = maximumOf(most, next.value.image);
    if (both === null) return failed(failure('dicom/decode-failed', { cause: `frame ${frame + 1}` }));
    most = both;
    onFrame(frame + 1);
  }
  return success(most);
}
