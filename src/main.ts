import { mount } from 'svelte';
import { failure } from './core/failure.ts';
import { now } from './state/clock.ts';
import { roleRecognisers, type DropMessages } from './state/drop-recognisers.ts';
import { roundRecognisers } from './state/organise/recognisers.ts';
import { challenges } from './state/shell/challenges.svelte.ts';
import { crash } from './state/shell/crash.svelte.ts';
import { definitionRecogniser } from './state/shell/definition-drop.svelte.ts';
import { drops } from './state/shell/drops.svelte.ts';
import { keys } from './state/shell/keys.svelte.ts';
import { ledger } from './state/shell/ledger.svelte.ts';
import { jobs } from './state/shell/jobs.svelte.ts';
import { locale } from './state/shell/locale.svelte.ts';
import { lock } from './state/shell/lock.svelte.ts';
import { router } from './state/shell/router.svelte.ts';
import { purge } from './state/shell/purge.svelte.ts';
import { quota } from './state/shell/quota.svelte.ts';
import { toasts } from './state/shell/toasts.svelte.ts';
import { allowOwnScripts } from './state/shell/trusted-types.ts';
import { updates } from './state/shell/updates.svelte.ts';
import App from './ui/App.svelte';
import { inLanguage } from './ui/i18n/format.ts';
import { t } from './ui/i18n/shell.ts';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/kit.css';
import './ui/styles/controls.css';
import './ui/styles/words.css';
import './ui/styles/print.css';

/** The composition root: the only place that wires the layers. */
allowOwnScripts();
crash.start(import.meta.env.VERSION);
ledger.start();
keys.start();
quota.start();
lock.start();

drops.register(
  definitionRecogniser((definition) =>
    toasts.show({ kind: 'good', text: () => t().challengeAdded(inLanguage(definition.title)) }),
  ),
);

/** What drops say comes with the texts of the roles, when it is first needed. */
async function dropMessages(): Promise<DropMessages> {
  const [{ t: contributing }, { t: curating }, { failureText }] = await Promise.all([
    import('./ui/i18n/contribute.ts'),
    import('./ui/i18n/curate.ts'),
    import('./ui/i18n/failures.ts'),
  ]);
  const words = () => contributing().import;
  return {
    opening: () => curating().opening,
    importing: () => words().job,
    signFirst: () =>
      toasts.show({
        kind: 'info',
        text: () => words().signFirst,
        action: { label: () => words().toCharter, run: () => router.go('/contribute/centre') },
      }),
    importRunning: () => toasts.show({ kind: 'info', text: () => words().running }),
    imported: ({ images: { all: images }, incoming: { refusals } }) => {
      const exams = new Set([...images.values()].map(({ exam }) => exam)).size;
      toasts.show({
        kind: refusals.length === 0 ? 'good' : 'info',
        text: () =>
          [words().done(images.size, exams), refusals.length > 0 ? words().refused(refusals.length) : '']
            .filter(Boolean)
            .join(' · '),
      });
    },
    failed: (reason) =>
      toasts.show({ kind: 'bad', text: () => Object.values(failureText(reason)).join(' ') }),
  };
}
for (const recogniser of [...roundRecognisers, ...roleRecognisers(dropMessages)]) drops.register(recogniser);

/** Storage comes after the first screen: it is not needed to draw it. */
async function openStorage() {
  const [{ database }, { allDefinitions, writeDefinition }, vault] = await Promise.all([
    import('./state/database.ts'),
    import('./storage/definitions.ts'),
    import('./storage/vault.ts'),
  ]);
  await lock.connect({
    state: () => vault.vaultState(database),
    unlock: (passphrase) => vault.unlock(database, passphrase),
    lock: () => vault.lock(database),
    sharedKey: () => vault.sharedKey(database),
    adopt: (key) => vault.adopt(database, key),
  });
  await challenges.connect({
    all: async () => (await allDefinitions(database)).map(({ definition }) => definition),
    put: async (definition) => {
      await writeDefinition(database, definition, now());
    },
    remove: (id) => database.definitions.delete(id),
  });
  return database;
}

const storage = openStorage();
storage.catch(async (error: unknown) => {
  const { failureText } = await import('./ui/i18n/failures.ts');
  const cause = error instanceof Error ? error.message : String(error);
  toasts.show({
    kind: 'bad',
    text: () => Object.values(failureText(failure('machine/storage-unavailable', { cause }))).join(' '),
  });
});

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, {
  target,
  props: {
    services: {
      onDemo: async () => {
        const { loadDemo } = await import('./state/demo.ts');
        const job = jobs.start({ title: () => t().demoLoading });
        const loaded = await loadDemo(challenges.current, t().demoCentre, t().demoName, locale.current, job);
        job.done();
        if (loaded.ok) router.go('/contribute/desk');
        else {
          const { failureText } = await import('./ui/i18n/failures.ts');
          const { failure: reason } = loaded;
          toasts.show({ kind: 'bad', text: () => Object.values(failureText(reason)).join(' ') });
        }
      },
      recentWork: async () => {
        const { choicesOf } = await import('./storage/choices.ts');
        const choices = await choicesOf(await storage, challenges.current.id);
        const done = choices.filter(({ state }) => state !== 'open').length;
        return choices.length === 0
          ? undefined
          : { challengeId: challenges.current.id, done, total: choices.length, path: '/contribute/desk' };
      },
      purge: async () => {
        const { purgeAll } = await import('./storage/purge.ts');
        const database = await storage;
        // Other tabs start anew at once: what they are doing must not write again what is being deleted.
        lock.tellPurged();
        for (const job of [...jobs.running]) job.cancel();
        await new Promise((resolve) => setTimeout(resolve, 500));
        purge.startAnew(await purgeAll(database, now()));
      },
    },
  },
});

if (import.meta.env.PROD) void updates.start('./sw.js');
