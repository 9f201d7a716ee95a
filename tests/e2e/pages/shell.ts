import { existsSync, statSync } from 'node:fs';
import type { Page } from 'playwright';

/** What stands around every screen: challenge switch, language, theme. */
export class ShellPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** A preset by its id, or a definition from a JSON file, dropped on the page. */
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
    const { readFileSync } = await import('node:fs');
    const content = readFileSync(file, 'utf8');
    await this.#page.evaluate(
      ({ name, text }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], name, { type: 'application/json' }));
        for (const type of ['dragenter', 'dragover', 'drop']) {
          document.body.dispatchEvent(
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }),
          );
        }
      },
      { name: file.split('/').at(-1) ?? 'challenge.json', text: content },
    );
    const added = this.#page.locator('[role=status], [role=alert], dialog[open]').filter({ hasText: /\S/ }).first();
    await added.waitFor({ timeout: 10_000 });
    const refused = this.#page.locator('dialog[open]');
    if (await refused.isVisible()) throw new Error(await refused.innerText());
  }
}

const CSS_ESCAPE = (text: string): string => text.replaceAll(/["\\]/g, '\\$&');
