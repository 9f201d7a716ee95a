import { poolSize } from '../../bridge/worker-pool.ts';
import { packageWorker, roundWorkers } from '../../bridge/workers.ts';
import { database } from '../database.ts';
import { loaded } from '../loaded.ts';
import { controls } from '../shell/controls.svelte.ts';
import { FolderWatch } from './folder-watch.svelte.ts';
import { PackageWriting } from '../package-writing.ts';
import { RoundDesk } from './round-desk.svelte.ts';
import { Verification } from './verification.svelte.ts';

const pool = roundWorkers(poolSize(navigator.hardwareConcurrency || 2, controls.workers));

let opened: Promise<RoundDesk> | undefined;

/** The organiser's desk, loaded once. */
export function roundDesk(): Promise<RoundDesk> {
  return (opened ??= loaded(() => new RoundDesk({ database, pool })));
}

/** The folder that packages are taken from while the round is open. */
export const folderWatch = new FolderWatch(async (files) => {
  const desk = await roundDesk();
  const fresh = files.filter(({ file }) => !desk.hour.hasReceived(file));
  if (desk.log.phase === 'open' && fresh.length > 0) await desk.hour.receive(fresh);
});

export const verification = new Verification(pool);

/** Writes the results package. */
export const resultsWriting = new PackageWriting(database, packageWorker());
