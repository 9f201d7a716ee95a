import type { Page } from 'playwright';
import { sentencesOf } from './sentences.ts';

export interface Refused {
  readonly file: string;
  readonly code: string;
  readonly message: string;
}

/** A number of a header that was repaired. */
export interface Mended {
  readonly file: string;
  readonly attribute: string;
  readonly message: string;
}

/** The radiologist's screens, from the charter to the exported package. */
export class ContributePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async #step(step: string): Promise<void> {
    await this.#page.evaluate((path) => (location.hash = path), `/contribute/${step}`);
  }

  async sign(centre: string, name: string): Promise<void> {
    await this.#step('centre');
    await this.#page.getByLabel('Centre', { exact: true }).fill(centre);
    await this.#page.getByLabel('Your name', { exact: true }).fill(name);
    await this.#page.getByRole('checkbox').first().check();
    await this.#page.getByRole('button', { name: 'Sign', exact: true }).click();
    await this.#page.getByTestId('charter-signed').waitFor();
  }

  /** Imports a folder and returns the refused files. */
  async import(folder: string): Promise<readonly Refused[]> {
    await this.#step('import');
    await this.#page.getByLabel('Choose a folder').setInputFiles(folder);
    await this.#page.getByTestId('import-done').waitFor();
    return this.#refused('import-refusals');
  }

  /** What of the imported files was read otherwise than as it is written. */
  async repaired(): Promise<readonly { readonly path: string; readonly repair: string }[]> {
    const list = this.#page.getByTestId('repaired');
    if ((await list.count()) === 0) return [];
    return JSON.parse((await list.getAttribute('data-repaired')) ?? '[]') as {
      path: string;
      repair: string;
    }[];
  }

  /** Fills and accepts the queue from a table of rows. */
  async applyTable(
    csv: string,
    masks: string | null,
    blackoutText = false,
  ): Promise<{ accepted: number; refused: readonly Refused[]; repaired: readonly Mended[] }> {
    await this.#step('import');
    await this.#page.getByLabel('Table of rows').setInputFiles(csv);
    if (masks !== null) await this.#page.getByLabel('Folder of masks').setInputFiles(masks);
    await this.#page.getByLabel('Black out every place that looks like text').setChecked(blackoutText);
    await this.#page.getByRole('button', { name: 'Apply the table' }).click();
    const count = this.#page.getByTestId('rows-accepted');
    await count.waitFor();
    return {
      accepted: Number((await count.getAttribute('data-count')) ?? 0),
      refused: await this.#refused('refusals'),
      repaired: await this.#page.getByTestId('rows-mended').evaluateAll((lists) =>
        lists.flatMap((one) =>
          Array.from(one.querySelectorAll<HTMLElement>('li'), ({ dataset }) => ({
            file: dataset['file'] ?? '',
            attribute: dataset['attribute'] ?? '',
            message: dataset['message'] ?? '',
          })),
        ),
      ),
    };
  }

  /** Opens each page of the final check, and clears its images. */
  async clearAll(): Promise<number> {
    await this.#step('leaving');
    const count = this.#page.getByTestId('cleared-count');
    await count.waitFor();
    const number = async (name: string) => Number((await count.getAttribute(`data-${name}`)) ?? 0);
    const next = this.#page.getByRole('button', { name: 'Next', exact: true });
    const clear = this.#page.getByRole('button', { name: 'Clear these images' });
    for (;;) {
      await this.#page.waitForFunction(
        () =>
          document.querySelectorAll('[data-testid=leaving-card]').length > 0 &&
          document.querySelector('[data-testid=preparing]') === null &&
          document.querySelector('[data-testid=reading]') === null,
        undefined,
        { timeout: 3_600_000 },
      );
      if (await clear.isEnabled()) {
        const before = await number('cleared');
        await clear.click();
        await this.#page.waitForFunction(
          (cleared) =>
            Number(document.querySelector<HTMLElement>('[data-testid=cleared-count]')?.dataset['cleared']) >
            cleared,
          before,
        );
      }
      if (!(await next.isVisible()) || (await next.isDisabled())) return number('cleared');
      await next.click();
    }
  }

  /** Exports the package and saves it. */
  async export(path: string): Promise<{ sha256: string }> {
    await this.#step('export');
    const download = this.#page.waitForEvent('download', { timeout: 3_600_000 });
    // It never comes where the export fails: then the page says why.
    download.catch(() => undefined);
    await this.#page.getByRole('button', { name: 'Export the package' }).click();
    const failed = this.#page.getByTestId('export-failed');
    const digest = this.#page.getByTestId('export-digest');
    await digest.or(failed).first().waitFor({ timeout: 3_600_000 });
    if (await failed.isVisible()) throw new Error(await sentencesOf(failed));
    await (await download).saveAs(path);
    return { sha256: (await digest.innerText()).trim() };
  }

  async #refused(list: string): Promise<readonly Refused[]> {
    return this.#page.getByTestId(list).evaluateAll((lists) =>
      lists.flatMap((one) =>
        Array.from(one.querySelectorAll<HTMLElement>('li[data-code]'), (item) => ({
          file: item.dataset['file'] ?? '',
          code: item.dataset['code'] ?? '',
          message: item.closest<HTMLElement>('[data-reason]')?.dataset['reason'] ?? '',
        })),
      ),
    );
  }
}
