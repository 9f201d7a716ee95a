import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Worker } from '@playwright/test';
import { expect, test } from './site.ts';

/** Another origin that writes down whatever reaches it. */
async function listener() {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    response
      .writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' })
      .end('');
  });
  server.on('upgrade', (request, socket) => {
    hits.push(`WebSocket ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    hits,
    url,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Every way out of a page that a policy can stop. Each is tried; what throws is as good as stopped. */
async function tryFromPage(url: string): Promise<void> {
  const attempts: (() => unknown)[] = [
    () => fetch(`${url}/page-fetch`, { mode: 'no-cors' }),
    () => {
      const request = new XMLHttpRequest();
      request.open('POST', `${url}/page-xhr`);
      request.send('data');
    },
    () => navigator.sendBeacon(`${url}/page-beacon`, 'data'),
    () => new WebSocket(url.replace('http', 'ws') + '/page-websocket'),
    () => new EventSource(`${url}/page-eventsource`),
    () => (new Image().src = `${url}/page-image`),
    () =>
      document.head.append(
        Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${url}/page-style` }),
      ),
    () =>
      document.head.append(
        Object.assign(document.createElement('link'), { rel: 'prefetch', href: `${url}/page-prefetch` }),
      ),
    () =>
      document.head.append(
        Object.assign(document.createElement('link'), {
          rel: 'modulepreload',
          href: `${url}/page-modulepreload`,
        }),
      ),
    () => {
      const script = document.createElement('script');
      script.src = `${url}/page-script`;
      document.head.append(script);
    },
    () => import(/* @vite-ignore */ `${url}/page-import`),
    () => new Worker(`${url}/page-worker`),
    () =>
      new Worker(URL.createObjectURL(new Blob([`import ${JSON.stringify(`${url}/page-blob-import`)}`])), {
        type: 'module',
      }),
    () => navigator.serviceWorker.register(`${url}/page-service-worker.js`),
    () => document.body.append(Object.assign(document.createElement('iframe'), { src: `${url}/page-frame` })),
    () =>
      document.body.append(
        Object.assign(document.createElement('video'), { src: `${url}/page-video`, autoplay: true }),
      ),
    () =>
      document.body.append(Object.assign(document.createElement('object'), { data: `${url}/page-object` })),
    () => new FontFace('x', `url(${url}/page-font)`).load(),
    () => {
      const form = Object.assign(document.createElement('form'), {
        action: `${url}/page-form`,
        method: 'post',
        target: 'f',
      });
      document.body.append(Object.assign(document.createElement('iframe'), { name: 'f' }), form);
      form.submit();
    },
    () => {
      document.body.style.backgroundImage = `url(${url}/page-background)`;
    },
  ];
  await Promise.all(
    attempts.map(async (attempt) => {
      try {
        await Promise.race([attempt(), new Promise((done) => setTimeout(done, 500))]);
      } catch {
        // stopped
      }
    }),
  );
}

async function tryFromWorker({ url, from }: { url: string; from: string }): Promise<void> {
  const attempts: (() => unknown)[] = [
    () => fetch(`${url}/${from}-fetch`, { mode: 'no-cors' }),
    () => {
      const request = new XMLHttpRequest();
      request.open('POST', `${url}/${from}-xhr`);
      request.send('data');
    },
    () => new WebSocket(url.replace('http', 'ws') + `/${from}-websocket`),
    () => new EventSource(`${url}/${from}-eventsource`),
    () => import(/* @vite-ignore */ `${url}/${from}-import`),
    () => new Worker(`${url}/${from}-worker`),
  ];
  await Promise.all(
    attempts.map(async (attempt) => {
      try {
        await Promise.race([attempt(), new Promise((done) => setTimeout(done, 500))]);
      } catch {
        // stopped
      }
    }),
  );
}

const workerModule = async (): Promise<string> => {
  const name = (await readdir('dist/assets')).find((file) => /^image\.worker-.*\.js$/.test(file));
  if (!name) throw new Error('the build has no image worker');
  return `assets/${name}`;
};

test('nothing leaves the page or its workers', async ({ page, shell, site }) => {
  const other = await listener();
  try {
    await page.goto(site.url);
    await shell.heading.waitFor();
    await page.evaluate(tryFromPage, other.url);

    // As `src/bridge/start-worker.ts` starts them: before the service worker rules, only the blob carries the policy.
    const address = new URL(await workerModule(), site.url).href;
    const start = async (source: string, blob: boolean): Promise<Worker> => {
      const url = await page.evaluate(
        ([address, isBlob]) => {
          const text = `import ${JSON.stringify(address)};`;
          const from = isBlob ? URL.createObjectURL(new Blob([text], { type: 'text/javascript' })) : address;
          Object.assign(globalThis, { kept: new Worker(from, { type: 'module' }) });
          return from;
        },
        [source, blob] as const,
      );
      await expect.poll(() => page.workers().some((worker) => worker.url() === url)).toBe(true);
      return page.workers().find((worker) => worker.url() === url)!;
    };
    const blobWorker = await start(address, true);
    await blobWorker.evaluate(tryFromWorker, { url: other.url, from: 'blob-worker' });

    // From the second visit on, the service worker's header binds a plain worker as well.
    await shell.installed();
    await page.reload();
    await shell.heading.waitFor();
    await page.evaluate(tryFromPage, other.url);
    const plainWorker = await start(address, false);
    await plainWorker.evaluate(tryFromWorker, { url: other.url, from: 'plain-worker' });

    await page.waitForTimeout(500);
    expect(other.hits).toEqual([]);
    await expect(page.locator('footer')).toContainText('0 requests left this page');
    await shell.openLedger();
    await expect(shell.dialog).toContainText('blocked by the policy');
  } finally {
    other.close();
  }
});

test('the same attempts do reach the other origin where the policy is lifted', async ({ browser, site }) => {
  const other = await listener();
  const context = await browser.newContext({ bypassCSP: true, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(site.url);
    await page.evaluate(tryFromPage, other.url);
    await page.waitForTimeout(500);
    expect(other.hits.length).toBeGreaterThanOrEqual(10);
    // The ledger is honest: what did leave is counted.
    await expect(page.locator('footer')).toContainText(/[1-9]\d* requests? left this page/);
  } finally {
    await context.close();
    other.close();
  }
});
