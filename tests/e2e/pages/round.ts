import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from 'playwright';

/** A file as a person drops or chooses it. */
export interface HandedIn {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const payload = ({ name, bytes }: HandedIn) => ({
  name,
  mimeType: 'application/zip',
  buffer: Buffer.from(bytes),
});

/** The organiser's screens of a round, in English. */
export class RoundPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(place: 'round' | 'hour' | 'leaderboard' | 'live' | 'stage' | 'verify' = 'round'): Promise<void> {
    await this.#page.evaluate((hash) => (location.hash = hash), `/organise/${place}`);
    await this.#page.locator('main h1').first().waitFor();
  }

  // ---- Planning

  async plan(options: {
    name: string;
    teams: readonly string[];
    counts: string;
    prizes?: readonly [challenge: string, prizes: string];
    tests: readonly HandedIn[];
  }): Promise<void> {
    await this.#page.getByRole('button', { name: 'Plan a round' }).click();
    await this.#page.getByLabel('Name of the round').fill(options.name);
    await this.#page.getByLabel('Teams, one a line').fill(options.teams.join('\n'));
    await this.#page.getByLabel('Several submissions of a team').selectOption(options.counts);
    await this.choose(options.tests);
    const planned = this.#page.getByTestId('planned-challenge');
    await planned.nth(options.tests.length - 1).waitFor();
    if (options.prizes) {
      const [challenge, prizes] = options.prizes;
      const field = this.#page.getByLabel(new RegExp(`^Prizes of ${challenge}`));
      await field.fill(prizes);
      await field.blur();
    }
  }

  /** The signed rules, as saved before the opening. */
  async saveChallengeFile(): Promise<Uint8Array> {
    const saving = this.#page.waitForEvent('download');
    await this.#page.getByRole('button', { name: 'Save the challenge file' }).click();
    return new Uint8Array(await readFile(await (await saving).path()));
  }

  async start(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Open the round' }).click();
    await this.#page.locator('[data-testid=round-status][data-phase=open]').waitFor();
  }

  // ---- The hour

  /** Hands files to the drop zone of the screen. */
  async choose(files: readonly HandedIn[]): Promise<void> {
    await this.#page.getByTestId('file-input').first().setInputFiles(files.map(payload));
  }

  /** Drops files in the middle of the page. */
  async drop(files: readonly HandedIn[]): Promise<void> {
    const sent = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
    await this.#page.evaluate((list) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: 'application/zip' }));
      }
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
    }, sent);
  }

  /** Seconds left on the countdown; negative after the end. */
  async secondsLeft(): Promise<number> {
    const text = await this.#page.getByTestId('countdown').innerText();
    const parts = text.replace('+', '').split(':').map(Number);
    const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
    return text.startsWith('+') ? -seconds : seconds;
  }

  /** Waits until so many receipts have their verdict, and gives each as the list shows it. */
  async verdicts(count: number): Promise<ReadonlyMap<number, string>> {
    const cells = this.#page.locator('[data-verdict]');
    await this.#page.waitForFunction(
      (expected) => {
        const all = Array.from(document.querySelectorAll<HTMLElement>('[data-verdict]'));
        return all.length === expected && all.every((cell) => !cell.innerText.includes('being checked'));
      },
      count,
      { timeout: 120_000 },
    );
    const entries = (await cells.all()).map(async (cell): Promise<[number, string]> => [
      Number(await cell.getAttribute('data-verdict')),
      (await cell.innerText()).trim().replace(/\s+/g, ' '),
    ]);
    return new Map(await Promise.all(entries));
  }

  /** Opens a receipt, gives its text and closes it. */
  async receipt(number: number): Promise<string> {
    await this.#page.getByRole('button', { name: `Receipt ${number}: details` }).click();
    const dialog = this.#page.locator('dialog[open]');
    await dialog.waitFor();
    const text = await dialog.innerText();
    await this.#page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    return text;
  }

  async strike(number: number, reason: string): Promise<void> {
    await this.#page.getByRole('button', { name: `Receipt ${number}: details` }).click();
    const dialog = this.#page.locator('dialog[open]');
    await dialog.getByLabel('Why it is struck off').fill(reason);
    await dialog.getByRole('button', { name: 'Strike off' }).click();
    await dialog.getByRole('button', { name: 'Reinstate' }).waitFor();
    await this.#page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }

  async undo(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Undo' }).last().click();
  }

  async deposit(team: string, challenge: string, digest: string): Promise<void> {
    await this.#page.getByText('Take a digest alone').click();
    const form = this.#page.getByTestId('deposit');
    await form.getByLabel('Team').selectOption(team);
    await form.getByLabel('Challenge').selectOption(challenge);
    await form.getByLabel('SHA-256 of the submission').fill(digest);
    await form.getByRole('button', { name: 'Take the digest' }).click();
    await this.#page.getByText('Digests without a file yet').waitFor();
  }

  async extend(minutes: number, reason: string): Promise<void> {
    await this.#page.getByLabel('Minutes more').fill(String(minutes));
    await this.#page.getByLabel('Reason', { exact: true }).fill(reason);
    await this.#page.getByRole('button', { name: 'Make the hour longer' }).click();
    await this.#page.getByText(`+${minutes} min: ${reason}`).waitFor();
  }

  get clockMoves(): Locator {
    return this.#page.getByTestId('clock-moves').getByRole('listitem');
  }

  async close(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Close the round' }).click();
    await this.#page.locator('[data-testid=round-status][data-phase=closed]').waitFor();
  }

  // ---- After the hour

  get problems(): Locator {
    return this.#page.getByTestId('round-problems');
  }

  async openAnswers(keys: readonly HandedIn[], expected: number): Promise<void> {
    await this.choose(keys);
    await this.#page.locator(`[data-testid=answers][data-open="${expected}"]`).waitFor();
  }

  async judge(): Promise<void> {
    await this.#page.getByRole('button', { name: /^Score \d+ submissions?$/ }).click();
    await this.#page.getByTestId('judged').waitFor();
  }

  /** The leaderboard's cells as they are read, by `team|challenge`. */
  async cells(): Promise<ReadonlyMap<string, string>> {
    const entries = await this.#page
      .locator('[data-cell]')
      .evaluateAll((all) =>
        all.map((cell) => [cell.getAttribute('data-cell') ?? '', (cell as HTMLElement).innerText.trim()]),
      );
    return new Map(entries as [string, string][]);
  }

  async export(name: string): Promise<Download> {
    const download = this.#page.waitForEvent('download');
    await this.#page.getByRole('button', { name, exact: true }).click();
    return download;
  }

  // ---- Verification

  async recompute(): Promise<{ verified: number; different: number; missing: number }> {
    await this.#page.getByRole('button', { name: 'Recompute' }).click();
    const verified = this.#page.getByTestId('verified');
    await verified.waitFor();
    const figure = async (name: string) => Number(await verified.getAttribute(`data-${name}`));
    return {
      verified: await figure('verified'),
      different: await figure('different'),
      missing: await figure('missing'),
    };
  }

  /** Rows of the verification with this outcome, as text. */
  async rows(outcome: string): Promise<readonly string[]> {
    const rows = this.#page.getByTestId('verified').locator('tbody tr');
    const texts = await rows.allInnerTexts();
    return texts
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => new RegExp(`(^| )${outcome}( |$)`).test(text));
  }
}
