import type { BackupApi } from '../../workers/backup.worker.ts';
import backupAddress from '../../workers/backup.worker.ts?worker&url';
import type { DemoApi } from '../../workers/demo.worker.ts';
import demoAddress from '../../workers/demo.worker.ts?worker&url';
import type { ImageApi } from '../../workers/image.worker.ts';
import imageAddress from '../../workers/image.worker.ts?worker&url';
import type { OcrApi } from '../../workers/ocr.worker.ts';
import ocrAddress from '../../workers/ocr.worker.ts?worker&url';
import type { PackageApi } from '../../workers/package.worker.ts';
import packageAddress from '../../workers/package.worker.ts?worker&url';
import type { RoundApi } from '../../workers/round.worker.ts';
import roundAddress from '../../workers/round.worker.ts?worker&url';
import type { ScoringApi } from '../../workers/scoring.worker.ts';
import scoringAddress from '../../workers/scoring.worker.ts?worker&url';
import type { StatisticsApi } from '../../workers/statistics.worker.ts';
import statisticsAddress from '../../workers/statistics.worker.ts?worker&url';
import type { SubmissionApi } from '../../workers/submission.worker.ts';
import submissionAddress from '../../workers/submission.worker.ts?worker&url';
export { proxy as callback } from 'comlink';
import { startWorker } from './start-worker.ts';
import { WorkerHandle } from './worker-handle.ts';
import { WorkerPool } from './worker-pool.ts';

export type { BackupApi, ImageApi, OcrApi, PackageApi, RoundApi, ScoringApi, StatisticsApi, SubmissionApi };

const absolute = (address: string) => new URL(address, import.meta.url).href;
const pipelines = () => new URL('pipelines', document.baseURI).href;

/** Workers that read, de-identify, decode, mask and resample images. */
export const imageWorkers = (size: number) =>
  new WorkerPool<ImageApi>(
    size,
    () =>
      new WorkerHandle<ImageApi>(
        () => startWorker(absolute(imageAddress)),
        (api) => api.configure(pipelines()),
      ),
  );

/** One worker that writes, opens and checks packages. */
export const packageWorker = () => new WorkerHandle<PackageApi>(() => startWorker(absolute(packageAddress)));

/** One worker that scores predictions. */
export const scoringWorker = () => new WorkerHandle<ScoringApi>(() => startWorker(absolute(scoringAddress)));

/** One worker that checks predictions and packs submissions. */
export const submissionWorker = () =>
  new WorkerHandle<SubmissionApi>(() => startWorker(absolute(submissionAddress)));

/** Workers that draw intervals, count permutations and prepare curves. */
export const statisticsWorkers = (size: number) =>
  new WorkerPool<StatisticsApi>(
    size,
    () => new WorkerHandle<StatisticsApi>(() => startWorker(absolute(statisticsAddress))),
  );

/** Workers that receive, check and score the submissions of a round. */
export const roundWorkers = (size: number) =>
  new WorkerPool<RoundApi>(size, () => new WorkerHandle<RoundApi>(() => startWorker(absolute(roundAddress))));
/** One worker that reads the text in pictures. It fetches its recogniser with the first picture. */
export const ocrWorker = () =>
  new WorkerHandle<OcrApi>(
    () => startWorker(absolute(ocrAddress)),
    (api) => api.configure(pipelines()),
  );

/** One worker that draws synthetic exams. */
export const demoWorker = () => new WorkerHandle<DemoApi>(() => startWorker(absolute(demoAddress)));

/** One worker that seals and opens backups. Deriving the key from the passphrase takes about a second, by design. */
export const backupWorker = () => new WorkerHandle<BackupApi>(() => startWorker(absolute(backupAddress)));
