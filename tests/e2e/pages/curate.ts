import type { Page } from 'playwright';
import { sentencesOf } from './sentences.ts';

export interface Problem {
  readonly code: string;
  readonly file?: string;
}

/** The curator's screen: packages in, datasets out. */
export class CuratePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.evaluate(() => (location.hash = '/curate'));
    await this.#page.getByTestId('packages').waitFor();
  }

  /** Opens packages and returns the refused ones. */
  async openPackages(paths: readonly string[]): Promise<{ problems: readonly Problem[]; message: string }> {
    await this.#page.getByLabel('Open packages').setInputFiles([...paths]);
    await this.#page.locator('[data-testid=packages][data-ended=true]').waitFor();
    const problems = this.#page.getByTestId('package-problems');
    return {
      problems: JSON.parse((await problems.getAttribute('data-problems')) ?? '[]') as Problem[],
      message: await sentencesOf(problems),
    };
  }

  async split(ratios: readonly number[], seed: string): Promise<void> {
    const seedField = this.#page.getByLabel('Seed');
    // Without images there is nothing to split, and the page says what to do.
    if (!(await seedField.isVisible()))
      throw new Error(await sentencesOf(this.#page.getByTestId('packages')));
    const names = ['Training %', 'Validation %', 'Test %'];
    for (const [index, name] of names.entries())
      await this.#page.getByLabel(name).fill(String(ratios[index]));
    await seedField.fill(seed);
  }

  /** Exports the dataset version, saves its packages in a folder and returns their names. */
  async export(save: (name: string) => string): Promise<readonly string[]> {
    const names: string[] = [];
    const saved: Promise<void>[] = [];
    this.#page.on('download', (download) => {
      names.push(download.suggestedFilename());
      saved.push(download.saveAs(save(download.suggestedFilename())));
    });
    const exportButton = this.#page.getByRole('button', { name: 'Export the datasets' });
    const impossible = this.#page.getByTestId('split-problem');
    await exportButton.or(impossible).first().waitFor();
    if (await impossible.isVisible()) throw new Error(await sentencesOf(impossible));
    await exportButton.click();
    const done = this.#page.getByTestId('exported');
    const failed = this.#page.getByTestId('export-problem');
    await done.or(failed).first().waitFor();
    if (!(await done.isVisible())) throw new Error(await sentencesOf(failed));
    const expected = JSON.parse((await done.getAttribute('data-files')) ?? '[]') as string[];
    while (names.length < expected.length) await this.#page.waitForTimeout(50);
    await Promise.all(saved);
    return names;
  }
}
