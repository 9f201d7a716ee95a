import type { OpenPoint } from '../../core/challenge/open-points.ts';
import type { NumberNote } from '../../core/dicom/number-text.ts';
import { FileNames } from '../../core/labels/file-names.ts';
import type { ImageRowEntry, ImageRows } from '../../core/labels/rows.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { outlineOf, type TextWord } from '../../core/deidentify/text-flags.ts';
import type { Choice } from './choice.ts';
import type { PickedFile } from '../shell/intake.ts';
import { newId, now } from '../clock.ts';
import { newChoice } from './intake.ts';
import { onlyMask } from './mask-files.ts';
import type { Choosing } from './choosing.ts';
import type { Incoming, Refusal } from './incoming.svelte.ts';
import type { MaskReading } from './mask-reading.ts';
import type { Pictures } from './pictures.svelte.ts';
import type { AssessmentPort, ChallengePort, ImagesPort, TextPort } from './ports.ts';
import type { WrittenText } from './written-text.svelte.ts';

type Ports = AssessmentPort &
  ChallengePort &
  ImagesPort &
  TextPort & {
    readonly choosing: Pick<Choosing, 'replaceOpen'>;
    readonly incoming: Pick<Incoming, 'paths' | 'refusals'>;
    readonly masks: Pick<MaskReading, 'read'>;
    readonly pictures: Pick<Pictures, 'proposeSector'>;
    readonly text: Pick<WrittenText, 'lookFor'>;
  };

/** A number of a header that was repaired. */
export interface MendedNumber {
  readonly path: string;
  readonly note: NumberNote;
}

export interface RowsOutcome {
  readonly accepted: number;
  /** Numbers of the headers of the table's images that were repaired. */
  readonly mended: readonly MendedNumber[];
  readonly refusals: readonly Refusal[];
}

/** Reason of an override that a table of rows made: a curator sees the source of the decision. */
const OVERRIDE_REASON = 'table of rows';

/**
 * Fills the queue from a table of rows and accepts each image that is complete. The table stands for the radiologist: it declares the
 * check-list, overrides the criteria that allow it, and accepts the proposed ultrasound sector. Other images stay open in the queue and
 * are listed. A table can't answer for a number of the header that is unreadable, and can't dismiss likely text: with `blackoutText` all of
 * it becomes black, else its image stays open.
 */
export async function applyRows(
  contribute: Ports,
  table: ImageRows,
  masks: readonly PickedFile[],
  advance: () => void,
  blackoutText = false,
): Promise<RowsOutcome> {
  const { definition } = contribute;
  // A refused file may be the one that a name means: null.
  const images = new FileNames<string | null>([
    ...(await contribute.incoming.paths()),
    ...contribute.incoming.refusals.map(({ path }) => [path, null] as const),
  ]);
  const maskFiles = new FileNames(
    masks.map((file) => [file.path, file] as const),
    table.rows.flatMap(({ mask }) => mask ?? []),
  );
  const refusals: Refusal[] = [];
  /** Ids of choices that are already listed as refused. They stay open in the queue. */
  const listed = new Set<string>();
  const chosen: Choice[] = [];
  const rowOf = new Map<string, ImageRowEntry>();
  const mended: MendedNumber[] = [];
  const usesMask = definition.labels.fields.some((field) => field.kind === 'mask');
  for (const row of table.rows) {
    advance();
    const refuse = (reason: Failure) => refusals.push({ path: row.file, failure: reason });
    const named = images.find(row.file);
    if (named.kind === 'several') {
      const { candidates } = named;
      refuse(failure('labels/ambiguous-file', { line: row.line, candidates }, row.file));
      continue;
    }
    if (named.kind === 'one' && named.value === null) continue;
    const image = named.kind === 'one' && named.value ? contribute.images.all.get(named.value) : undefined;
    if (!image) {
      refuse(failure('labels/unknown-file', { line: row.line }, row.file));
      continue;
    }
    for (const note of image.facts.numbers ?? [])
      if (note.state === 'repaired') mended.push({ path: row.file, note });
    const frame = row.frame ?? 0;
    if (frame < 0 || frame >= image.facts.frames) {
      refuse(failure('dicom/no-such-frame', { frame, frames: image.facts.frames }, row.file));
      continue;
    }
    let choice: Choice = {
      ...newChoice({ image, frame }, newId(), now()),
      center: row.center,
      labels: row.labels,
      declared: definition.criteria.declared.map(({ id }) => id),
    };
    rowOf.set(choice.id, row);
    if (row.mask !== null) {
      const wanted = row.mask;
      const found = maskFiles.find(wanted);
      if (found.kind !== 'one') {
        refuse(
          found.kind === 'none'
            ? failure('labels/unknown-file', { line: row.line }, wanted)
            : failure('labels/ambiguous-file', { line: row.line, candidates: found.candidates }, wanted),
        );
        listed.add(choice.id);
        chosen.push(choice);
        continue;
      }
      const { file, path } = found.value;
      const mask = onlyMask(await contribute.masks.read(file, path, image, frame));
      if (!mask.ok) {
        refuse({ ...mask.failure, file: wanted });
        listed.add(choice.id);
        chosen.push(choice);
        continue;
      }
      if (usesMask) choice = { ...choice, mask: mask.value };
    }
    if (definition.preprocessing.mask === 'sector') {
      const sector = await contribute.pictures.proposeSector(image.id, frame);
      if (!sector.ok) {
        refuse({ ...sector.failure, file: row.file });
        continue;
      }
      if (sector.value) {
        const { polygon, sectors } = sector.value;
        choice = { ...choice, sector: polygon, sectorForm: { sectors, from: 'fit' } };
      }
    }
    chosen.push(choice);
  }
  const notStored = (reason: Failure): RowsOutcome => ({
    accepted: 0,
    mended,
    refusals: [...refusals, ...table.rows.map(({ file }) => ({ path: file, failure: reason }))],
  });
  const queued = await contribute.choosing.replaceOpen(chosen);
  if (!queued.ok) return notStored(queued.failure);
  await contribute.text.lookFor(chosen);
  const settled: Choice[] = [];
  for (const choice of chosen) {
    const row = rowOf.get(choice.id);
    const overrides: Record<string, string> = {};
    for (const point of contribute.assessment.openPoints(choice)) {
      if (point.kind === 'criterion' && point.overridable) overrides[point.id] = OVERRIDE_REASON;
    }
    const decided = { ...choice, overrides, text: blackoutText ? allBlack(contribute, choice) : choice.text };
    const open = contribute.assessment.openPoints(decided);
    const [first] = open;
    if (first) {
      if (first.kind === 'number') {
        const { attribute, fault } = first;
        refusals.push({
          path: row?.file ?? choice.imageId,
          failure: failure('dicom/unreadable-number', { attribute, fault }, row?.file),
        });
      } else if (!listed.has(choice.id))
        refusals.push({
          path: row?.file ?? choice.imageId,
          failure: failure('challenge/not-complete', { open: open.map(pointName) }, row?.file),
        });
      settled.push(decided);
    } else {
      settled.push({ ...decided, state: 'accepted' });
    }
  }
  const stored = await contribute.choosing.replaceOpen(settled);
  if (!stored.ok) return notStored(stored.failure);
  return { accepted: settled.filter(({ state }) => state === 'accepted').length, mended, refusals };
}

/** The answers about a choice's text, with all open flags black. */
function allBlack(contribute: TextPort, choice: Choice): TextWord {
  const { text } = choice;
  const open = (contribute.text.flags(choice) ?? []).filter(({ state }) => state === 'open');
  return { ...text, blackouts: [...text.blackouts, ...open.map(({ box }) => outlineOf(box))] };
}

function pointName(point: OpenPoint): string {
  if (point.kind === 'criterion' || point.kind === 'declared') return point.id;
  if (point.kind === 'label') return point.column;
  if (point.kind === 'number') return point.attribute;
  if (point.kind === 'rule') return point.rule.message.en;
  return point.kind;
}
