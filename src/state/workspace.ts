import { PicturePool } from '../bridge/picture-pool.ts';
import { poolSize } from '../bridge/worker-pool.ts';
import {
  backupWorker,
  imageWorkers,
  ocrWorker,
  packageWorker,
  scoringWorker,
  statisticsWorkers,
  submissionWorker,
} from '../bridge/workers.ts';
import type { ChallengeDefinition } from '../core/definition/definition.ts';
import { Compete } from './compete/compete.svelte.ts';
import { Contribute } from './contribute/contribute.svelte.ts';
import { Curate } from './curate/curate.svelte.ts';
import { database } from './database.ts';
import { Patients } from './identity/patients.svelte.ts';
import { loaded } from './loaded.ts';
import { PackageWriting } from './package-writing.ts';
import { challenges } from './shell/challenges.svelte.ts';
import { controls } from './shell/controls.svelte.ts';
import { lock } from './shell/lock.svelte.ts';

const images = imageWorkers(poolSize(navigator.hardwareConcurrency || 2, controls.workers));
const pictures = new PicturePool(images);
const ocr = ocrWorker();
/** Writing and reading have a worker each: a dataset is written of packages that are read meanwhile. */
const writer = packageWorker();
const packages = new PackageWriting(database, writer);
const reader = packageWorker();
const scoring = scoringWorker();
const statistics = statisticsWorkers(poolSize(navigator.hardwareConcurrency || 2, controls.workers));
const submitting = submissionWorker();

/** One state object per challenge and role. It is loaded once, so that a screen is unchanged when the user returns to it. */
function perChallenge<T extends { load(): Promise<void> }>(make: (definition: ChallengeDefinition) => T) {
  const known = new Map<string, Promise<T>>();
  const of = (definition: ChallengeDefinition): Promise<T> => {
    const id = `${definition.id} ${definition.version}`;
    let state = known.get(id);
    if (!state) {
      state = loaded(() => make(definition));
      known.set(id, state);
    }
    return state;
  };
  return Object.assign(of, { all: () => Promise.all(known.values()) });
}

export const contributeOf = perChallenge(
  (definition) => new Contribute(definition, { database, images, pictures, ocr, packages }),
);
export const curateOf = perChallenge(
  (definition) => new Curate(definition, { database, images, pictures, writing: packages, reader }),
);
export const competeOf = perChallenge(
  (definition) => new Compete(definition, { database, scoring, statistics, submitting, images, reader }),
);

/** The correspondence table of the centre, shared by all challenges. */
export const patients = new Patients({
  database,
  packages,
  backups: backupWorker(),
  challenges: () => challenges.all,
  refresh: async () => {
    await Promise.all((await contributeOf.all()).map((contribute) => contribute.load()));
  },
});

// The workers end with what they decoded. Nothing decrypted stays in the page.
lock.onLock(() => {
  for (const worker of [images, writer, reader, ocr]) worker.stop();
  pictures.closeAll();
  patients.hide();
  void contributeOf.all().then((all) => all.forEach((contribute) => contribute.forgetDecrypted()));
});
