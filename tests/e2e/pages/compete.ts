import type { Page } from 'playwright';
import type { Failure } from '../../../src/core/failure.ts';
import type { Report } from '../../../src/core/scoring/report.ts';

export type ScoreOutcome =
  | { readonly report: Report; readonly errors: null }
  | { readonly report: null; readonly errors: readonly (Failure & { readonly message: string })[] };

/** The scoring page, as a contestant uses it. */
export class CompetePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.evaluate(() => (location.hash = '/compete/score'));
    await this.#page.getByRole('button', { name: /^(Score|Évaluer)$/ }).waitFor();
  }

  /** Paths of a CSV file, or of a folder of masks. */
  async chooseReference(path: string): Promise<void> {
    await this.#page.getByLabel(/Choose the reference|Choisir la vérité terrain/).setInputFiles(path);
  }

  async choosePrediction(path: string): Promise<void> {
    await this.#page.getByLabel(/Choose the predictions|Choisir les prédictions/).setInputFiles(path);
  }

  async chooseRules(rules: string): Promise<void> {
    await this.#page.getByLabel(/Rule set|Règles/).selectOption(rules);
  }

  async score(): Promise<ScoreOutcome> {
    await this.#page.getByRole('button', { name: /^(Score|Évaluer)$/ }).click();
    const report = this.#page.getByTestId('report');
    const errors = this.#page.getByTestId('errors');
    await report.or(errors).first().waitFor();
    if (await report.isVisible()) {
      return {
        report: JSON.parse((await report.getAttribute('data-report')) ?? 'null') as Report,
        errors: null,
      };
    }
    const failures = JSON.parse((await errors.getAttribute('data-errors')) ?? '[]') as Failure[];
    const sentences = await errors.getByRole('listitem').allInnerTexts();
    return {
      report: null,
      errors: failures.map((one, index) => ({ ...one, message: sentences[index] ?? one.code })),
    };
  }

  /** Opens a dataset package and shows its first image. Returns the number of listed images and of pixels that are not black. */
  async explore(zip: string): Promise<{ images: number; lit: number }> {
    await this.#page.evaluate(() => (location.hash = '/compete/explore'));
    await this.#page.getByLabel('Open a dataset').setInputFiles(zip);
    const images = this.#page.getByTestId('dataset').getByRole('listitem');
    await images.first().waitFor();
    await images.first().getByRole('button').click();
    const canvas = this.#page.getByTestId('explored').locator('canvas').first();
    await canvas.waitFor();
    const lit = await canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const pixels =
        (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      let count = 0;
      for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 0) count++;
      return count;
    });
    return { images: await images.count(), lit };
  }
}
