import type { SegmentMask } from '../../core/dicom/segmentation.ts';
import { failure } from '../../core/failure.ts';
import { maskNames, type NamedImage } from '../../core/labels/mask-names.ts';
import { failed, success, type Result } from '../../core/result.ts';
import type { Choice } from './choice.ts';
import { sopUidOf } from '../../storage/images.ts';
import { now } from '../clock.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import type { MaskReading } from './mask-reading.ts';
import type { ImagesPort, QueuePort } from './ports.ts';
import type { Incoming, Refusal } from './incoming.svelte.ts';
import type { OpenAct } from './queue.svelte.ts';

interface NamingPort extends ImagesPort, QueuePort {
  readonly incoming: Pick<Incoming, 'paths'>;
}

/** What attaching of mask files needs of a contribution. */
export interface MaskPort extends NamingPort {
  readonly masks: Pick<MaskReading, 'read' | 'segmented'>;
}

export interface Attached {
  readonly images: readonly Choice[];
  readonly refusals: readonly Refusal[];
}

/** Start of the SOP Class UIDs of Segmentation and Label Map Segmentation Storage. It is in the first bytes of a file. */
const SEGMENTATION = '1.2.840.10008.5.1.4.1.1.66.';
const HEAD_BYTES = 2048;
const MASK = /\.(nii|nii\.gz|png)$/i;
/** Some systems add a hidden file for each file. */
const HIDDEN = /(^|\/)\./;

/** The mask files among these files: recognised by name, a DICOM segmentation by its first bytes. */
export async function masksOf(files: readonly PickedFile[]): Promise<readonly PickedFile[]> {
  const masks: PickedFile[] = [];
  for (const picked of files) if (await isMask(picked)) masks.push(picked);
  return masks;
}

/** The files, if all of them are masks. Else none: the drop is for another recogniser. */
export async function masksAlone(files: readonly PickedFile[]): Promise<readonly PickedFile[]> {
  const masks = await masksOf(files);
  return masks.length === files.filter(({ path }) => !HIDDEN.test(path)).length ? masks : [];
}

async function isMask({ path, file }: PickedFile): Promise<boolean> {
  if (HIDDEN.test(path)) return false;
  if (MASK.test(path)) return true;
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  return new TextDecoder('latin1').decode(head).includes(SEGMENTATION);
}

/** Id of the choice that a mask file's name identifies. undefined: none or several match. */
export async function namedByFile(contribute: NamingPort, { path }: PickedFile): Promise<string | undefined> {
  const named = maskNames(await namedImages(contribute))(path);
  return 'id' in named ? named.id : undefined;
}

/** The only mask of a file. A table or a file name cannot choose between several segments. */
export function onlyMask(read: Result<readonly SegmentMask[]>): Result<Uint8Array> {
  if (!read.ok) return read;
  const [only, ...others] = read.value;
  if (only && others.length === 0) return success(only.mask.data);
  return failed(failure('dicom/several-segments', { segments: read.value.map(({ segment }) => segment) }));
}

/**
 * Attaches mask files to images: a DICOM segmentation by the images it refers to, others by their names. Each mask is checked as at the
 * desk. An accepted image that gets a new mask is open again, because a person must see it first. All of it is one act for undo.
 */
export async function attachMasks(
  contribute: MaskPort,
  files: readonly PickedFile[],
  job: JobHandle,
): Promise<Result<Attached>> {
  job.setTotal(files.length);
  const refusals: Refusal[] = [];
  const found = await wanted(contribute, files, refusals);
  job.advance(files.length - found.length);
  const act: OpenAct = {};
  const images: Choice[] = [];
  for (const { choice, file } of found) {
    if (job.signal.aborted) break;
    const image = contribute.images.of(choice);
    if (!image) continue;
    const mask = onlyMask(await contribute.masks.read(file.file, file.path, image, choice.frame));
    job.advance();
    if (!mask.ok) {
      refusals.push({ path: file.path, failure: mask.failure });
      continue;
    }
    const row = contribute.queue.choices.find(({ id }) => id === choice.id);
    if (!row || row.imageId !== choice.imageId || row.frame !== choice.frame) continue;
    const state = row.state === 'accepted' ? 'open' : row.state;
    const changed = { ...row, mask: mask.value, state, unseen: true, clearing: null, updatedAt: now() };
    const stored = await contribute.queue.put([changed], true, act);
    if (!stored.ok) return stored;
    images.push(changed);
  }
  return success({ images, refusals });
}

interface Wanted {
  readonly choice: Choice;
  readonly file: PickedFile;
}

async function wanted(
  contribute: MaskPort,
  files: readonly PickedFile[],
  refusals: Refusal[],
): Promise<readonly Wanted[]> {
  const find = maskNames(await namedImages(contribute));
  const choices = new Map(contribute.queue.choices.map((choice) => [choice.id, choice]));
  const open = contribute.queue.choices.filter(({ state }) => state !== 'excluded');
  const byChoice = new Map<string, PickedFile[]>();
  const note = (id: string, file: PickedFile) => byChoice.set(id, [...(byChoice.get(id) ?? []), file]);
  for (const file of files) {
    const segmented = await contribute.masks.segmented(file.file, file.path);
    if (segmented.ok && segmented.value) {
      const own = open.filter(({ imageId }) => segmented.value?.includes(sopUidOf(imageId)));
      own.forEach(({ id }) => note(id, file));
      if (own.length === 0)
        refusals.push({ path: file.path, failure: failure('labels/mask-of-no-image', {}) });
      continue;
    }
    const named = find(file.path);
    if ('id' in named) note(named.id, file);
    else
      refusals.push({
        path: file.path,
        failure:
          named.images === 0
            ? failure('labels/mask-of-no-image', {})
            : failure('labels/mask-of-several', { images: named.images }),
      });
  }
  return [...byChoice].flatMap(([id, [file, ...others]]) => {
    const choice = choices.get(id);
    if (!choice || !file) return [];
    if (others.length === 0) return [{ choice, file }];
    for (const { path } of [file, ...others])
      refusals.push({ path, failure: failure('labels/several-masks', { files: others.length + 1 }) });
    return [];
  });
}

async function namedImages(contribute: NamingPort): Promise<NamedImage[]> {
  const paths = new Map([...(await contribute.incoming.paths())].map(([path, id]) => [id, path]));
  const named: NamedImage[] = [];
  const ofExam = new Map<string, number>();
  const chosen = new Set<string>();
  for (const choice of contribute.queue.choices) {
    const row = contribute.images.of(choice);
    if (!row || choice.state === 'excluded') continue;
    chosen.add(row.id);
    const n = (ofExam.get(choice.exam) ?? 0) + 1;
    ofExam.set(choice.exam, n);
    const { patientId, accession } = await contribute.images.identityOf(row);
    named.push({
      id: choice.id,
      own: [sopUidOf(row.id), `${choice.exam}-${n}`],
      exam: [choice.exam, choice.exam.slice(0, 8)],
      path: paths.get(row.id) ?? '',
      ids: [accession, patientId, row.identity.patient],
    });
  }
  for (const [id, path] of paths)
    if (!chosen.has(id)) named.push({ id: null, own: [sopUidOf(id)], exam: [], path, ids: [] });
  return named;
}
