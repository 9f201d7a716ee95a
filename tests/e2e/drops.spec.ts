import type { Page } from '@playwright/test';
import { buildDicom, imageFields } from '../fixtures/dicom.ts';
import { expect, test } from './site.ts';

/** Drops one file of these bytes in the middle of the page. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    (file) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(file.bytes)], file.name));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
    },
    { name, bytes: [...bytes] },
  );
}

/** How many rows all stores of the page's databases hold. */
const storedRows = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let rows = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of database.objectStoreNames) {
        rows += await new Promise<number>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).count();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      }
      database.close();
    }
    return rows;
  });

test('a CSV dropped on the home page opens the scoring page with it chosen', async ({
  page,
  shell,
  site,
}) => {
  await page.goto(site.url);
  await shell.chooseChallenge('thyroid');
  await drop(page, 'predictions.csv', new TextEncoder().encode('id,anormale\n1,0.5\n'));
  await expect(page).toHaveURL(`${site.url}#/compete/score`);
  await expect(page.getByRole('region', { name: 'Predictions' })).toContainText('predictions.csv');
  await expect(shell.dialog).toHaveCount(0);
});

for (const meta of [true, false]) {
  const kind = meta ? 'a DICOM file' : 'a bare data set';
  test(`${kind} dropped before the charter is signed stores nothing and says to sign first`, async ({
    page,
    shell,
    site,
  }) => {
    await page.goto(site.url);
    const before = await storedRows(page);
    const fields = imageFields({ columns: 4, rows: 4, pixels: new Uint16Array(16) });
    await drop(page, 'IM000001', buildDicom({ fields, meta }));
    await expect(page).toHaveURL(`${site.url}#/contribute/import`);
    await expect(shell.toasts).toContainText('The charter comes first');
    await expect(shell.dialog).toHaveCount(0);
    expect(await storedRows(page)).toBe(before);
    await shell.toasts.getByRole('button', { name: 'Read and sign the charter' }).click();
    await expect(page).toHaveURL(`${site.url}#/contribute/centre`);
  });
}
