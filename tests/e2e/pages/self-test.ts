import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

/** The self-test of de-identification, under Learn. */
export class SelfTestPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.evaluate(() => (location.hash = '/learn/self-test'));
    await this.#page.getByRole('button', { name: 'Run the self-test' }).waitFor();
  }

  /** Runs it for a challenge by its id. */
  async run(challenge: string, allTen: boolean): Promise<{ required: number; done: number }> {
    const main = this.#page.locator('main');
    await main.getByLabel('Challenge', { exact: true }).selectOption(challenge);
    await main.getByLabel('Options', { exact: true }).selectOption(allTen ? 'ten' : 'asked');
    await this.#page.getByRole('button', { name: /^Run (the self-test|it again)$/ }).click();
    const verdict = this.#page.getByTestId('self-test');
    await verdict.waitFor();
    const number = async (name: string) => Number(await verdict.getAttribute(`data-${name}`));
    return { required: await number('required'), done: await number('done') };
  }

  /** By action: the number required and the number done. */
  async actions(): Promise<readonly { check: string; required: number; done: number }[]> {
    return this.#page
      .getByTestId('self-test-actions')
      .locator('li[data-check]')
      .evaluateAll((items) =>
        items.map((item) => {
          const { check = '', required, done } = (item as HTMLElement).dataset;
          return { check, required: Number(required), done: Number(done) };
        }),
      );
  }

  async saved(): Promise<unknown> {
    const download = this.#page.waitForEvent('download');
    await this.#page.getByRole('button', { name: 'Save the result' }).click();
    return JSON.parse(readFileSync(await (await download).path(), 'utf8'));
  }
}
