import type { Locator, Page } from 'playwright';

/** Passphrase, lock, backup, correspondence table and purge. */
export class IdentityPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async #go(path: string): Promise<void> {
    await this.#page.evaluate((hash) => (location.hash = hash), path);
  }

  get dialog(): Locator {
    return this.#page.locator('dialog[open]:not([data-testid=lock-screen])');
  }

  get lockScreen(): Locator {
    return this.#page.getByTestId('lock-screen');
  }

  /** Sets the workspace's first passphrase in the settings. */
  async setPassphrase(passphrase: string): Promise<void> {
    await this.#go('/settings');
    await this.#page.getByRole('button', { name: 'Set a passphrase' }).click();
    await this.typeNew('New passphrase', passphrase);
    await this.dialog.getByRole('button', { name: 'Set the passphrase' }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  async typeNew(label: string, passphrase: string, again = passphrase): Promise<void> {
    await this.dialog.getByLabel(label).fill(passphrase);
    await this.dialog.getByLabel('Once more').fill(again);
  }

  async lockNow(): Promise<void> {
    await this.#page.locator('footer').getByRole('button', { name: 'Lock now' }).click();
    await this.lockScreen.waitFor();
  }

  async tryPassphrase(passphrase: string): Promise<void> {
    await this.lockScreen.getByLabel('Passphrase').fill(passphrase);
    await this.lockScreen.getByRole('button', { name: 'Unlock' }).click();
  }

  async unlock(passphrase: string): Promise<void> {
    await this.tryPassphrase(passphrase);
    await this.lockScreen.waitFor({ state: 'detached' });
  }

  async backup(passphrase: string, path: string): Promise<string> {
    await this.#go('/settings');
    await this.#page.getByRole('button', { name: /^Back up the centre/ }).click();
    await this.typeNew('Passphrase of the backup', passphrase);
    const download = this.#page.waitForEvent('download');
    await this.dialog.getByRole('button', { name: 'Save the backup' }).click();
    const file = await download;
    await file.saveAs(path);
    await this.dialog.getByTestId('backup-done').waitFor();
    await this.close();
    return file.suggestedFilename();
  }

  /** Tries to restore a backup. Returns the failure's code, or the number of exams. */
  async restore(path: string, passphrase: string): Promise<string | number> {
    await this.#go('/settings');
    await this.#page.getByRole('button', { name: 'Restore a backup' }).click();
    await this.dialog.getByLabel('Backup file').setInputFiles(path);
    await this.dialog.getByLabel('Passphrase of the backup').fill(passphrase);
    await this.dialog.getByRole('button', { name: 'Restore' }).click();
    const done = this.dialog.getByTestId('restore-done');
    const refused = this.dialog.getByRole('alert');
    await done.or(refused).first().waitFor();
    const answer = (await done.isVisible())
      ? Number(await done.getAttribute('data-exams'))
      : ((await refused.getAttribute('data-code')) ?? '');
    await this.close();
    return answer;
  }

  async close(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.dialog.waitFor({ state: 'detached' });
  }

  async openPatients(): Promise<void> {
    await this.#go('/contribute/patients');
    await this.#page.getByRole('heading', { name: 'Correspondence table' }).first().waitFor();
  }

  async reveal(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Show identities' }).click();
    await this.#page.getByRole('button', { name: 'Hide identities' }).waitFor();
  }

  /** Number of exams found. */
  async search(query: string): Promise<number> {
    await this.#page.getByLabel('Search').fill(query);
    return Number(await this.#page.getByTestId('patients-found').getAttribute('data-count'));
  }

  get rows(): Locator {
    return this.#page.locator('tbody tr');
  }

  /** Patient and exam pseudonyms of the table, as pairs. */
  pseudonyms(): Promise<string[][]> {
    return this.rows.evaluateAll((rows) =>
      rows.map((row) => Array.from(row.querySelectorAll('code'), (code) => code.innerText)),
    );
  }

  async object(row: Locator): Promise<void> {
    await row.getByRole('button', { name: 'This patient objects' }).click();
    await this.dialog.getByRole('button', { name: 'Take out the images' }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  /** Exports the pending withdrawals, saves them and returns the paths. */
  async exportWithdrawals(save: (name: string) => string): Promise<string[]> {
    const download = this.#page.waitForEvent('download');
    await this.#page.getByRole('button', { name: 'Export the withdrawal' }).click();
    const file = await download;
    const path = save(file.suggestedFilename());
    await file.saveAs(path);
    await this.#page.getByTestId('withdrawals-exported').waitFor();
    return [path];
  }

  /** Deletes everything and waits for the report. */
  async purge(): Promise<{ found: number; left: number }> {
    await this.#go('/settings');
    await this.#page.getByRole('button', { name: 'Delete everything on this machine' }).click();
    await this.dialog.getByRole('button', { name: 'Delete everything' }).click();
    const report = this.#page.getByTestId('purge-report');
    await report.waitFor();
    const number = async (name: string) => Number(await report.getAttribute(`data-${name}`));
    return { found: await number('found'), left: await number('left') };
  }
}
