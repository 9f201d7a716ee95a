import { demoWorker } from '../bridge/workers.ts';
import type { ChallengeDefinition } from '../core/definition/definition.ts';
import { DEMO_CHALLENGES } from '../core/demo/kinds.ts';
import { readImageRows } from '../core/labels/rows.ts';
import { failed, success, type Result } from '../core/result.ts';
import { applyRows } from './contribute/rows.ts';
import type { PickedFile } from './shell/intake.ts';
import type { JobHandle } from './shell/jobs.svelte.ts';
import { contributeOf } from './workspace.ts';

const EXAMS = 5;

/** The preset for the demonstration: the current one, or the first that has synthetic exams. */
export function demoChallengeOf({ id }: ChallengeDefinition) {
  return DEMO_CHALLENGES.find((one) => one === id) ?? DEMO_CHALLENGES[0];
}

/**
 * Draws synthetic exams of a challenge and processes them like real ones: import, de-identification, choice and labels from a table of
 * rows. Signs the charter as a demonstration centre if nobody has signed it.
 */
export async function loadDemo(
  definition: ChallengeDefinition,
  centre: string,
  by: string,
  language: 'en' | 'fr',
  job: JobHandle,
): Promise<Result<void>> {
  const challenge = demoChallengeOf(definition);
  const contribute = await contributeOf(definition);
  const { signing } = contribute;
  if (!signing.centre || !signing.charter) {
    const signed = await signing.sign(signing.centre?.centre ?? centre, signing.centre?.by ?? by, language);
    if (!signed.ok) return signed;
  }
  const worker = demoWorker();
  const files: PickedFile[] = [];
  const masks: PickedFile[] = [];
  let table = '';
  for (let index = 0; index < EXAMS; index++) {
    const drawn = await worker.run((api) => api.exam(challenge, index), { signal: job.signal });
    if (!drawn.ok) return drawn;
    files.push(...drawn.value.files.map(picked));
    masks.push(...drawn.value.masks.map(picked));
    const [header = '', ...lines] = new TextDecoder().decode(drawn.value.rows).trimEnd().split('\n');
    table += [...(index === 0 ? [header] : []), ...lines].join('\n') + '\n';
  }
  worker.stop();
  const imported = await contribute.incoming.import(inOneBatch(files), job);
  if (!imported.ok) return imported;
  const rows = readImageRows(new TextEncoder().encode(table), definition, 'demo.csv');
  if (!rows.ok) return success(undefined);
  const { refusals } = await applyRows(contribute, rows.value, masks, () => undefined);
  const machine = refusals.find(({ failure }) => failure.code.startsWith('machine/'));
  return machine ? failed(machine.failure) : success(undefined);
}

const picked = ({ path, bytes }: { path: string; bytes: Uint8Array<ArrayBuffer> }): PickedFile => ({
  path,
  file: new File([bytes], path.split('/').at(-1) ?? path),
});

async function* inOneBatch(files: readonly PickedFile[]) {
  yield files;
}
