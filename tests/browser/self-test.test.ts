import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { success } from '../../src/core/result.ts';
import { SelfTest, workersPath, type SelfTestPath } from '../../src/state/learn/self-test.svelte.ts';
import SelfTestView from '../../src/ui/routes/learn/SelfTestView.svelte';

/** The real path but for one step. */
function brokenAt(step: (real: SelfTestPath) => Partial<SelfTestPath>): SelfTest {
  return new SelfTest(() => {
    const real = workersPath();
    return { ...real, ...step(real) };
  });
}

async function shown(test: SelfTest) {
  const screen = render(SelfTestView, { test });
  const { container } = await screen;
  container.querySelector<HTMLSelectElement>('select')!.value = 'liver';
  container.querySelector('select')!.dispatchEvent(new Event('change', { bubbles: true }));
  const run = [...container.querySelectorAll('button')].find(({ textContent }) => /Run/.test(textContent))!;
  run.click();
  await expect.poll(() => test.result ?? test.failure).toBeDefined();
  await expect.poll(() => container.querySelector('[data-testid=self-test]')).not.toBeNull();
  const actions = new Map(
    [...container.querySelectorAll<HTMLElement>('li[data-check]')].map(({ dataset }) => [
      dataset['check'],
      `${dataset['done']}/${dataset['required']}`,
    ]),
  );
  return { text: container.textContent, actions };
}

it('passes with the path as it is', async () => {
  const { text, actions } = await shown(brokenAt(() => ({})));
  expect(text).toMatch(/All \d+ required actions were done/);
  // The banner of each exam, and each word in it.
  expect(actions.get('pixels_hidden')).toMatch(/^(9|1[0-2])\/\1$/);
});

it('shows that pixels are not masked when the clearing leaves them', async () => {
  const unmasked = brokenAt(() => ({ clear: ({ dicom }) => Promise.resolve(success(dicom)) }));
  const { text, actions } = await shown(unmasked);
  expect(actions.get('pixels_hidden')).toMatch(/^0\/(9|1[0-2])$/);
  expect(text).toMatch(/(9|1[0-2]) of \d+ required actions were not done/);
  expect(text).toContain('Text burned into the picture can still be read.');
  expect(text).toMatch(/“PID\d+K”, written into the picture, can still be read\./);
  expect(text).toContain('Do not export from this machine.');
});

it('names what is left of the patient when headers pass as they are', async () => {
  const { text, actions } = await shown(
    brokenAt((real) => {
      const sources: Uint8Array<ArrayBuffer>[] = [];
      return {
        ingest: (bytes, ...rest) => {
          sources.push(bytes.slice());
          return real.ingest(bytes, ...rest);
        },
        clear: () => Promise.resolve(success(sources.at(-1) ?? new Uint8Array())),
      };
    }),
  );
  expect(actions.get('text_removed')).toMatch(/^0\//);
  expect(text).toMatch(/“PID\d+K”, planted in PatientID, is still in the file\./);
});

it('tells which file was blocked, and why, when the proof stops it', async () => {
  const { text, actions } = await shown(
    brokenAt(() => ({
      clear: () =>
        Promise.resolve({
          ok: false,
          failure: { code: 'deidentify/pixels', details: { outside: 12, inside: 0 } },
        }),
    })),
  );
  expect(text).toContain('3 files were blocked before leaving');
  expect(text).toContain('12 pixels outside the mask not black');
  expect(actions.get('text_removed')).toMatch(/^0\//);
});
