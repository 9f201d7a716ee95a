import type { Locator, Page } from 'playwright';
import type { OperatingPoint } from '../../../src/core/scoring/operating-point.ts';
import type { RunComparison } from '../../../src/core/scoring/run-comparison.ts';

/** The score page: a score, and the list of runs below it. */
export class SelfScorePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens a dataset package and uses its reference. */
  async useDataset(zip: string): Promise<void> {
    await this.#page.evaluate(() => (location.hash = '/compete/explore'));
    await this.#page.getByLabel(/Open a dataset|Ouvrir un jeu de données/).setInputFiles(zip);
    await this.#page.getByTestId('dataset').waitFor();
    await this.#page.getByRole('button', { name: /Score against its labels|Évaluer/ }).click();
    await this.#page.getByRole('button', { name: /^(Score|Évaluer)$/ }).waitFor();
  }

  get report(): Locator {
    return this.#page.getByTestId('report');
  }

  get explanation(): Locator {
    return this.#page.getByTestId('explanation');
  }

  async chooseTerm(name: string): Promise<void> {
    await this.#page.getByLabel(/Term to look at|Terme à regarder/).selectOption(name);
  }

  async operateBy(mode: 'threshold' | 'specificity' | 'sensitivity' | 'youden'): Promise<void> {
    await this.#page.getByLabel(/Chosen by|Choisi par/).selectOption(mode);
  }

  async operateAt(value: number): Promise<void> {
    const field = this.report.locator('input[type=number]');
    await field.fill(String(value));
    await field.press('Tab');
  }

  async point(): Promise<OperatingPoint> {
    const text = await this.#page.getByTestId('operating-point').getAttribute('data-point');
    return JSON.parse(text ?? 'null') as OperatingPoint;
  }

  /** Cells of a table, row by row. */
  async cells(testId: string): Promise<string[][]> {
    return this.#page
      .getByTestId(testId)
      .locator('tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').trim())),
      );
  }

  /** Shows a case and returns the number of drawn pixels of its image or of its mask layer. */
  async look(id: string, layer: 'image' | 'mask'): Promise<number> {
    await this.#page.getByRole('button', { name: new RegExp(`(Look at|Regarder) ${id}$`) }).click();
    const seen = this.#page.locator(`[data-testid=case][data-case="${id}"]`);
    await seen.waitFor();
    const canvas = layer === 'mask' ? seen.getByTestId('mask-layer') : seen.locator('canvas').first();
    return canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
      let drawn = 0;
      for (let at = 0; at < (data?.length ?? 0); at += 4)
        if ((data?.[at + 3] ?? 0) > 0 && (data?.[at] ?? 0) + (data?.[at + 1] ?? 0) > 0) drawn++;
      return drawn;
    });
  }

  async chooseLayer(name: RegExp): Promise<void> {
    await this.#page.getByRole('radio', { name }).check();
  }

  get runs(): Locator {
    return this.#page.getByTestId('run');
  }

  async note(index: number, text: string): Promise<void> {
    const field = this.runs.nth(index).getByLabel(/Note/);
    await field.fill(text);
    await field.press('Enter');
    await field.blur();
  }

  noteOf(index: number): Promise<string> {
    return this.runs.nth(index).getByLabel(/Note/).inputValue();
  }

  async star(index: number): Promise<void> {
    await this.runs
      .nth(index)
      .getByRole('button', { name: /Star|Marquer/ })
      .click();
  }

  async delete(index: number): Promise<void> {
    await this.runs
      .nth(index)
      .getByRole('button', { name: /Delete|Supprimer/ })
      .click();
  }

  async undo(): Promise<void> {
    await this.#page
      .locator('.region[role=status]')
      .getByRole('button', { name: /Undo|Annuler/ })
      .click();
  }

  async openRun(index: number): Promise<void> {
    await this.runs.nth(index).locator('button.open').click();
    await this.report.waitFor();
  }

  /** Compares the first two runs of the list. */
  async compare(): Promise<RunComparison> {
    for (const index of [0, 1]) await this.runs.nth(index).getByRole('checkbox').check();
    await this.#page.getByRole('button', { name: /Compare the two|Comparer les deux/ }).click();
    const shown = this.#page.getByTestId('comparison');
    await shown.waitFor();
    return JSON.parse((await shown.getAttribute('data-comparison')) ?? 'null') as RunComparison;
  }
}
