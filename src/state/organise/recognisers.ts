import { formatOf, packagesOf } from '../drop-recognisers.ts';
import type { Recogniser } from '../shell/drops.svelte.ts';
import type { PickedFile } from '../shell/intake.ts';
import { router } from '../shell/router.svelte.ts';

/** The desk is loaded when a zip is dropped: none of it belongs to the first screen. */
const desks = () => import('./desk.ts');

const isAt = (path: string) => router.path === path || router.path.startsWith(`${path}/`);

/** Whatever is dropped on the verification, and results packages wherever they are dropped. */
const results: Recogniser = {
  id: 'results',
  async recognise(files) {
    const zips = files.filter(({ path }) => /\.zip$/i.test(path));
    const found = isAt('/organise/verify') ? zips : await packagesOf(zips, ['negatoscope-results']);
    if (found.length === 0) return undefined;
    return {
      files: found,
      async open() {
        router.go('/organise/verify');
        await (await desks()).verification.take(found);
      },
    };
  },
};

/** Submissions go to the open round from any screen; on the organiser's own screens so does a zip that can't be read, to be refused. */
const submissions: Recogniser = {
  id: 'submission',
  async recognise(files) {
    const zips = files.filter(({ path }) => /\.zip$/i.test(path));
    if (zips.length === 0) return undefined;
    const sound = await packagesOf(zips, ['negatoscope-submission']);
    if (sound.length === 0 && !isAt('/organise')) return undefined;
    const desk = await (await desks()).roundDesk();
    const isOpen = desk.log.phase === 'open';
    if (!isOpen && !isAt('/organise')) return undefined;
    const found: PickedFile[] = [];
    for (const picked of zips) {
      const isUnreadable = isOpen && isAt('/organise') && (await formatOf(picked)) === null;
      if (sound.includes(picked) || isUnreadable) found.push(picked);
    }
    if (found.length === 0) return undefined;
    return {
      files: found,
      open() {
        if (!isAt('/organise')) router.go('/organise/round');
        // The rest of the drop does not wait for the checks.
        void desk.hour.receive(found);
      },
    };
  },
};

/** Test parts and answer keys belong to the round on its own screens. */
const organisers: Recogniser = {
  id: 'round-packages',
  async recognise(files) {
    if (!isAt('/organise')) return undefined;
    const tests = await packagesOf(files, ['negatoscope-dataset']);
    const keys = await packagesOf(files, ['negatoscope-answer-key']);
    const desk = await (await desks()).roundDesk();
    const found = [
      ...(desk.log.phase === 'planned' ? tests : []),
      ...(desk.log.phase === 'closed' ? keys : []),
    ];
    if (found.length === 0) return undefined;
    return {
      files: found,
      async open() {
        router.go('/organise/round');
        if (desk.log.phase === 'planned') await desk.planning.addTests(found);
        else await desk.after.openAnswers(found);
      },
    };
  },
};

/** To be asked before the other roles. */
export const roundRecognisers: readonly Recogniser[] = [results, submissions, organisers];
