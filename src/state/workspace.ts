import { poolSize } from '../bridge/worker-pool.ts';
import { imageWorkers, ocrWorker, packageWorker, scoringWorker } from '../bridge/workers.ts';
import type { ChallengeDefinition } from '../core/challenge/definition.ts';
import { Compete } from './compete/compete.svelte.ts';
import { Contribute } from './contribute/contribute.svelte.ts';
import { Curate } from './curate/curate.svelte.ts';
import { database } from './database.ts';
import { controls } from './shell/controls.svelte.ts';

const images = imageWorkers(poolSize(navigator.hardwareConcurrency || 2, controls.workers));
const ocr = ocrWorker();
const packages = packageWorker();
const reader = packageWorker();
const scoring = scoringWorker();

/** One state object a challenge and role, loaded once: leaving a screen and coming back finds it as it was. */
function perChallenge<T extends { load(): Promise<void> }>(make: (definition: ChallengeDefinition) => T) {
  const known = new Map<string, Promise<T>>();
  return (definition: ChallengeDefinition): Promise<T> => {
    const id = `${definition.id} ${definition.version}`;
    let state = known.get(id);
    if (!state) {
      const made = make(definition);
      state = made.load().then(() => made);
      known.set(id, state);
    }
    return state;
  };
}

export const contributeOf = perChallenge(
  (definition) => new Contribute(definition, { database, images, ocr, packages }),
);
export const curateOf = perChallenge(
  (definition) => new Curate(definition, { database, images, packages, reader }),
);
export const competeOf = perChallenge(
  (definition) => new Compete(definition, { database, scoring, images, reader }),
);
