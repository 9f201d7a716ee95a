import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Locator, Page } from 'playwright';

/** The frame of each screen: challenge switch, language, theme, help, ledger, drop zone. */
export class ShellPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Goes to a route of the open page, and waits for its heading. */
  async open(route: string): Promise<void> {
    await this.#page.evaluate((hash) => (location.hash = hash), route);
    await this.heading.waitFor();
  }

  get heading(): Locator {
    return this.#page.locator('main').getByRole('heading').first();
  }

  get dialog(): Locator {
    return this.#page.locator('dialog[open]');
  }

  get toasts(): Locator {
    return this.#page.locator('.region[role=status]');
  }

  async switchLanguage(): Promise<void> {
    await this.#page.locator('header button.language').click();
  }

  async switchTheme(): Promise<void> {
    await this.#page.getByRole('button', { name: /Light theme|Dark theme|Thème clair|Thème sombre/ }).click();
  }

  async openHelp(): Promise<void> {
    await this.#page.keyboard.press('?');
    await this.dialog.waitFor();
  }

  async openLedger(): Promise<void> {
    await this.#page.locator('footer button.ledger').click();
    await this.dialog.waitFor();
  }

  async closeDialog(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.dialog.waitFor({ state: 'detached' });
  }

  /** Drops one file of this name and content in the middle of the page. */
  async drop(name: string, text: string): Promise<void> {
    await this.#page.evaluate(
      (file) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([file.text], file.name, { type: 'application/json' }));
        for (const type of ['dragenter', 'dragover', 'drop']) {
          document.body.dispatchEvent(
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }),
          );
        }
      },
      { name, text },
    );
  }

  /** Resolves when the service worker controls the page. After that, the page works offline. */
  async installed(): Promise<void> {
    await this.#page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  }

  /** Chooses a preset by its id, or drops the JSON file of a definition on the page. */
  async chooseChallenge(challenge: string): Promise<void> {
    if (existsSync(challenge) && statSync(challenge).isFile()) return this.#drop(challenge);
    const badge = this.#page.locator('button[aria-haspopup=menu]').first();
    await badge.click();
    const item = this.#page.locator(`[role=menuitemradio][data-challenge="${CSS_ESCAPE(challenge)}"]`);
    if ((await item.count()) === 0) {
      const known = await this.#page
        .locator('[role=menuitemradio]')
        .evaluateAll((items) => items.map((one) => (one as HTMLElement).dataset['challenge']));
      throw new Error(`no challenge "${challenge}": ${known.join(', ')}, or the path of a definition`);
    }
    await item.click();
  }

  async #drop(file: string): Promise<void> {
    await this.drop(file.split('/').at(-1) ?? 'challenge.json', readFileSync(file, 'utf8'));
    const added = this.#page
      .locator('[role=status], [role=alert], dialog[open]')
      .filter({ hasText: /\S/ })
      .first();
    await added.waitFor();
    const refused = this.#page.locator('dialog[open]');
    if (await refused.isVisible()) throw new Error(await refused.innerText());
  }
}

const CSS_ESCAPE = (text: string): string => text.replaceAll(/["\\]/g, '\\$&');
