import type { Page } from 'playwright';
import type { Failure } from '../../../src/core/failure.ts';

export interface MadeSubmission {
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly digest: string;
  /** Fingerprint; empty: unsigned. */
  readonly signer: string;
  /** ISO 8601 with offset. */
  readonly preparedAt: string;
}

/** The page on which a team makes its submission. */
export class SubmitPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.evaluate(() => (location.hash = '/compete/submit'));
    await this.#page
      .getByRole('heading', { level: 1, name: /Make a submission|Préparer une soumission/ })
      .waitFor();
  }

  /** Opens a test part on the page of datasets, then returns to this page. */
  async openTest(zip: string): Promise<void> {
    await this.#page.evaluate(() => (location.hash = '/compete/explore'));
    const opened = this.#page.getByTestId('dataset');
    const before = await opened.count();
    await this.#page.getByLabel(/Open a dataset|Ouvrir un jeu de données/).setInputFiles(zip);
    await opened.nth(before).waitFor();
    await this.open();
  }

  /** Paths of one CSV file, of masks, or of one zip. */
  async choosePrediction(paths: string | readonly string[]): Promise<void> {
    const main = this.#page.locator('main');
    await main.getByTestId('file-input').setInputFiles(paths as string | string[]);
    await main.getByTestId('submit-chosen').waitFor();
  }

  async template(): Promise<string> {
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      this.#page.getByRole('button', { name: /Download the|Télécharger l/ }).click(),
    ]);
    return download.path();
  }

  /** The failures with their sentences; empty: sound. */
  async check(): Promise<readonly (Failure & { readonly message: string })[]> {
    await this.#page
      .getByRole('button', { name: /^(Check the predictions|Vérifier les prédictions)$/ })
      .click();
    return this.#outcome();
  }

  async #outcome(): Promise<readonly (Failure & { readonly message: string })[]> {
    const errors = this.#page.getByTestId('submit-errors');
    const sound = this.#page.getByTestId('submit-sound').or(this.#page.getByTestId('submit-made'));
    await errors.or(sound).first().waitFor();
    if (!(await errors.isVisible())) return [];
    const failures = JSON.parse((await errors.getAttribute('data-errors')) ?? '[]') as Failure[];
    const sentences = await errors.getByRole('listitem').allInnerTexts();
    return failures.map((one, index) => ({ ...one, message: sentences[index] ?? one.code }));
  }

  /** Faults that the rules of the challenge accept. */
  async warnings(): Promise<readonly Failure[]> {
    const warnings = this.#page.getByTestId('submit-warnings');
    const text = (await warnings.isVisible()) ? await warnings.getAttribute('data-warnings') : null;
    return JSON.parse(text ?? '[]') as Failure[];
  }

  async fill(team: string, architecture: string): Promise<void> {
    await this.#page.getByLabel(/^(Team|Équipe)$/).fill(team);
    await this.#page.getByLabel('Architecture').fill(architecture);
  }

  async external(note: string): Promise<void> {
    await this.#page.getByRole('checkbox').check();
    await this.#page.getByLabel(/Which external data|Quelles données externes/).fill(note);
  }

  /** Makes the package and saves it as `out`. Null: it was refused. */
  async make(out: string): Promise<MadeSubmission | null> {
    const download = this.#page.waitForEvent('download');
    download.catch(() => undefined);
    await this.#page.getByRole('button', { name: /^(Make the submission|Préparer la soumission)$/ }).click();
    if ((await this.#outcome()).length > 0) return null;
    await (await download).saveAs(out);
    const made = this.#page.getByTestId('submit-made');
    return {
      name: (await made.getAttribute('data-name')) ?? '',
      digest: await made.getByTestId('submit-digest').innerText(),
      signer: (await made.getByTestId('own-signature').getAttribute('data-signer')) ?? '',
      preparedAt: (await made.getByTestId('submit-time').getAttribute('datetime')) ?? '',
    };
  }

  /** Digests of the submissions made here, the latest first. */
  async made(): Promise<readonly string[]> {
    return this.#page.getByTestId('submissions').locator('code[data-digest]').allInnerTexts();
  }

  async saveAgain(name: string, out: string): Promise<void> {
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      this.#page.getByRole('button', { name: `Save ${name}` }).click(),
    ]);
    await download.saveAs(out);
  }
}
