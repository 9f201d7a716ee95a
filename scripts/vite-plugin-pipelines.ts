import { join } from 'node:path';
import type { Plugin } from 'vite';
import { copyPipelines } from './copy-pipelines.ts';

/** Puts the itk-wasm pipelines among the static files, from the installed packages; they are never committed. */
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
