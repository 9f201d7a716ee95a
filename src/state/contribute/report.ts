import type { ImageApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { flaggedText, type ReportedText } from '../../core/deidentify/report-text.ts';
import { failedAttribute, isProofFailure } from '../../core/deidentify/failed-check.ts';
import { PROFILE_EDITION } from '../../core/deidentify/profile.generated.ts';
import {
  ReportBuilder,
  type BlockedImages,
  type DeidentificationReport,
  type LeftOut,
} from '../../core/deidentify/report.ts';
import { TEXT_DETECTOR } from '../../core/image/text-detector.ts';
import type { Failure } from '../../core/failure.ts';
import { failure } from '../../core/failure.ts';
import { failed, success, type Result } from '../../core/result.ts';
import { now } from '../clock.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { pixelsOf, type Choice } from './choice.ts';
import type {
  AssessmentPort,
  ChallengePort,
  FilesPort,
  ImagesPort,
  QueuePort,
  StoppedPort,
  TextPort,
} from './ports.ts';

/** The ports that a report reads. */
export type Reported = AssessmentPort & ChallengePort & ImagesPort & QueuePort & StoppedPort & TextPort;

/** Numbers of images that are not in the package. No path and no value. */
export function leftOut({ queue, incoming, outgoing, text }: Reported): LeftOut {
  const { choices, accepted, cleared } = queue;
  const open = choices
    .filter(({ state, clearing }) => state !== 'excluded' && clearing === null)
    .map((choice) => text.open(choice));
  return {
    open: choices.filter(({ state }) => state === 'open').length,
    excluded: choices.filter(({ state }) => state === 'excluded').length,
    notCleared: accepted.length - cleared.length,
    blocked: [
      ...alike(
        'ingest',
        incoming.blocked.map((one) => one.failure),
      ),
      ...alike('clearing', [...outgoing.unclearable.values()]),
    ],
    openText: {
      images: open.filter((places) => places !== null && places > 0).length,
      places: open.reduce<number>((sum, places) => sum + (places ?? 0), 0),
    },
    notLooked: open.filter((places) => places === null).length,
  };
}

function alike(at: BlockedImages['at'], failures: readonly Failure[]): BlockedImages[] {
  const counts = new Map<string, BlockedImages>();
  for (const one of failures) {
    if (!isProofFailure(one)) continue;
    const attribute = failedAttribute(one);
    const name = `${one.code} ${attribute}`;
    counts.set(name, { at, code: one.code, attribute, count: (counts.get(name)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** The choices of a report, in its order: the cleared ones, or all that are not excluded if none is cleared. */
export function reportedChoices({ queue, images }: QueuePort & ImagesPort): readonly Choice[] {
  const { choices, cleared } = queue;
  const reported = cleared.length > 0 ? cleared : choices.filter(({ state }) => state !== 'excluded');
  return reported.filter(({ imageId }) => images.all.has(imageId));
}

/** The text flags of a choice's frame with their answers, and its last reading. null: not searched yet. */
export function textRecordOf({ text }: TextPort, choice: Choice): ReportedText | null {
  const flags = text.flags(choice);
  if (flags === null) return null;
  return flaggedText(TEXT_DETECTOR, flags, pixelsOf(choice).text, choice.clearing);
}

/** The report of all `reportedChoices`. Image ids are those of the package: exam and number, in the order of the queue. */
export async function reportOf(
  contribute: Reported & FilesPort,
  images: WorkerPool<ImageApi>,
  job: JobHandle,
): Promise<Result<DeidentificationReport>> {
  const { definition } = contribute;
  const choices = reportedChoices(contribute);
  const builder = new ReportBuilder();
  const ofExam = new Map<string, number>();
  job.setTotal(choices.length);
  for (const choice of choices) {
    if (job.signal.aborted) return failed(failure('machine/cancelled', {}));
    const row = contribute.images.of(choice);
    if (!row) continue;
    const n = (ofExam.get(choice.exam) ?? 0) + 1;
    ofExam.set(choice.exam, n);
    const image = {
      id: `${choice.exam}-${n}`,
      criteria: contribute.assessment
        .outcomes(choice)
        .map(({ criterion, outcome }) => ({ id: criterion.id, outcome })),
      overrides: choice.overrides,
    };
    const { clearing } = choice;
    if (clearing === null) {
      const text = textRecordOf(contribute, choice);
      builder.add({ ...image, clearing: null, text, record: row.deidentification });
    } else {
      const prepared = await contribute.images.fileOf(choice);
      if (!prepared.ok) return prepared;
      const { image: stored, key } = prepared.value;
      const made = await images.run((api) => api.clearingRecord(stored, pixelsOf(choice), clearing, key), {
        signal: job.signal,
      });
      if (!made.ok) return made;
      if (made.value.clearing.digest !== clearing.digest)
        return failed(failure('package/not-as-cleared', { id: image.id }));
      builder.add({ ...image, ...made.value });
    }
    job.advance();
  }
  return success(
    builder.report({
      challenge: definition,
      tool: import.meta.env.VERSION,
      createdAt: now(),
      edition: PROFILE_EDITION,
      options: definition.deidentification?.options ?? [],
      times: definition.deidentification?.times ?? 'keep',
      left: leftOut(contribute),
    }),
  );
}
