import type { DemoApi } from '../../workers/demo.worker.ts';
import demoAddress from '../../workers/demo.worker.ts?worker&url';
import type { ImageApi } from '../../workers/image.worker.ts';
import imageAddress from '../../workers/image.worker.ts?worker&url';
import type { OcrApi } from '../../workers/ocr.worker.ts';
import ocrAddress from '../../workers/ocr.worker.ts?worker&url';
import type { PackageApi } from '../../workers/package.worker.ts';
import packageAddress from '../../workers/package.worker.ts?worker&url';
import type { MaskPair, NamedFile, ScoringApi } from '../../workers/scoring.worker.ts';
import scoringAddress from '../../workers/scoring.worker.ts?worker&url';
export { proxy as callback } from 'comlink';
import { startWorker } from './start-worker.ts';
import { WorkerHandle } from './worker-handle.ts';
import { WorkerPool } from './worker-pool.ts';

export type { ImageApi, MaskPair, NamedFile, OcrApi, PackageApi, ScoringApi };

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
export const scoringWorker = () =>
  new WorkerHandle<ScoringApi>(
    () => startWorker(absolute(scoringAddress)),
    (api) => api.configure(pipelines()),
  );

/** One worker that reads the text in pictures; its recogniser is fetched with the first picture. */
export const ocrWorker = () =>
  new WorkerHandle<OcrApi>(
    () => startWorker(absolute(ocrAddress)),
    (api) => api.configure(pipelines()),
  );

/** One worker that draws synthetic exams. */
export const demoWorker = () =>
  new WorkerHandle<DemoApi>(
    () => startWorker(absolute(demoAddress)),
    (api) => api.configure(pipelines()),
  );
