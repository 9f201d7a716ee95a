import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve, sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};

/** These files name all the others, so a browser must request them again each time. */
const FRESH = new Set(['index.html', 'sw.js', 'manifest.webmanifest']);

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a built folder on localhost, like a static host. `port` 0: any free port. `base`: a sub-path such as `/org/site/`. */
export async function serve(options: { root: string; port?: number; base?: string }): Promise<Served> {
  const root = resolve(options.root);
  const base = `/${(options.base ?? '').split('/').filter(Boolean).join('/')}/`.replace('//', '/');

  const server = createServer((request, response) => {
    void (async () => {
      const path = decodePath(request.url ?? '/');
      if (path !== undefined && `${path}/` === base) {
        response.writeHead(301, { location: base }).end();
        return;
      }
      const name = path?.startsWith(base) ? path.slice(base.length) || 'index.html' : undefined;
      const file = name === undefined ? undefined : join(root, normalize(name));
      const found = file?.startsWith(root + sep) ? await stat(file).catch(() => undefined) : undefined;
      if (file === undefined || name === undefined || !found?.isFile()) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
        return;
      }
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-length': found.size,
        'cache-control': FRESH.has(name) ? 'no-cache' : 'max-age=600',
        'x-content-type-options': 'nosniff',
      });
      if (request.method === 'HEAD') response.end();
      else createReadStream(file).pipe(response);
    })();
  });

  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, 'localhost', listening);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}${base}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function decodePath(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

/** `node scripts/run.mjs serve [--root dist] [--port 0] [--base /sub/path/]` */
export async function main(args: readonly string[]): Promise<void> {
  const option = (name: string): string | undefined => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? undefined : args[at + 1];
  };
  const { url } = await serve({
    root: option('root') ?? 'dist',
    port: Number(option('port') ?? 0),
    base: option('base'),
  });
  console.log(`Negatoscope is at ${url} (Ctrl+C ends it)`);
}
