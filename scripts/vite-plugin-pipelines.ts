import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Puts the itk-wasm pipelines among the static files, from the installed packages; they are never committed. */
export function pipelines(): Plugin {
  let root = '';
  return {
    name: 'pipelines',
    configResolved(config) {
      root = config.root;
    },
    async buildStart() {
      const module = join(root, 'scripts/pipelines.ts');
      if (!existsSync(module)) return;
      const { copyPipelines } = (await import(/* @vite-ignore */ module)) as { copyPipelines: (target: string) => Promise<void> };
      await copyPipelines(join(root, 'public/pipelines'));
    },
  };
}
