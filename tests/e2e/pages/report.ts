import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

/** The report of de-identification: of a whole contribution or of one image, for the centre or for the curator. */
export class ReportPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.evaluate(() => (location.hash = '/contribute/report'));
    await this.#page.getByTestId('report-images').waitFor();
  }

  /** The report of a package that the curator opened, by the position of its centre in the list. */
  async openOfPackage(): Promise<void> {
    await this.#page.getByRole('link', { name: 'De-identification report' }).first().click();
    await this.#page.getByTestId('report-images').waitFor();
  }

  async fact(name: string): Promise<number> {
    return Number((await this.#page.locator(`[data-fact="${name}"]`).innerText()).replace(/\D/g, ''));
  }

  async imageCount(): Promise<number> {
    return this.#page.getByTestId('report-images').locator('tbody tr').count();
  }

  /** Saves the report with one of its buttons and returns its text. */
  async saved(button: 'Save as HTML' | 'Save as JSON'): Promise<string> {
    const download = this.#page.waitForEvent('download');
    await this.#page.getByRole('button', { name: button }).click();
    return readFileSync(await (await download).path(), 'utf8');
  }

  async openImage(index: number): Promise<void> {
    await this.#page
      .getByTestId('report-images')
      .getByRole('link', { name: /^Before and after/ })
      .nth(index)
      .click();
    await this.#page.getByTestId('attributes').waitFor();
  }

  /** Cells of one attribute: name, before, after, result, rule, code. */
  async attribute(path: string): Promise<readonly string[]> {
    const row = this.#page.locator(`tr[data-path="${path}"]`).first();
    await row.waitFor();
    return (await row.locator('th, td').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  }

  async showSource(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Show the values of the source' }).click();
    await this.#page.getByRole('button', { name: 'Hide the values of the source' }).waitFor();
  }

  async chooseSource(path: string): Promise<void> {
    await this.#page.getByLabel('Choose the source file').setInputFiles(path);
  }

  async text(): Promise<string> {
    return this.#page.locator('main').innerText();
  }
}
