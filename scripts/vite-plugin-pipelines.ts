import { join } from 'node:path';
import type { Plugin } from 'vite';
import { copyPipelines } from './copy-pipelines.ts';

/** Copies the itk-wasm pipelines from the installed packages to the static files. They are never committed. */
export function pipelines(): Plugin {
  let root = '';
  return {
    name: 'pipelines',
    configResolved(config) {
      root = config.root;
    },
    async buildStart() {
      await copyPipelines(join(root, 'public/pipelines'), { forTests: process.env.VITEST !== undefined });
    },
  };
}
