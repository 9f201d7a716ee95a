import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { HEADER_POLICY } from './csp.ts';

/** Names with Vite's hash: the content of such a file can't change. */
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/;

/** Writes the web manifest, and builds `sw.js` with the list of all output files as its precache. */
export function serviceWorker(options: { entry: string; manifest: Record<string, unknown> }): Plugin {
  let root = '';
  let output = '';
  let failed = false;
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      output = resolve(config.root, config.build.outDir);
    },
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' },
    ],
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'manifest.webmanifest',
        source: JSON.stringify(options.manifest, null, 2),
      });
    },
    buildEnd(error) {
      failed = error !== undefined;
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        if (failed) return;
        const list = await precacheList(output);
        await build({
          configFile: false,
          root,
          logLevel: 'warn',
          publicDir: false,
          define: {
            'self.__WB_MANIFEST': JSON.stringify(list),
            'self.POLICY': JSON.stringify(HEADER_POLICY),
            'process.env.NODE_ENV': '"production"',
          },
          build: {
            outDir: output,
            emptyOutDir: false,
            target: 'es2023',
            lib: { entry: resolve(root, options.entry), formats: ['es'], fileName: () => 'sw.js' },
          },
        });
        const built = await readFile(join(output, 'sw.js'), 'utf8');
        if (!built.includes('index.html')) throw new Error('sw.js has no precache list');
        const megabytes = list.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
        this.info(`sw.js precaches ${list.length} files, ${megabytes.toFixed(1)} MB`);
      },
    },
  };
}

async function precacheList(output: string) {
  const entries = await readdir(output, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && entry.name !== 'sw.js' && !entry.name.endsWith('.map'),
  );
  const list = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const url = relative(output, path).replaceAll('\\', '/');
      const content = await readFile(path);
      const revision = HASHED.test(url)
        ? null
        : createHash('sha256').update(content).digest('hex').slice(0, 16);
      return { url, revision, bytes: content.length };
    }),
  );
  return list.sort((a, b) => (a.url < b.url ? -1 : 1));
}
