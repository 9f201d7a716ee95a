import type { Plugin } from 'vite';
import { POLICY } from './csp.ts';

/** Puts the policy first in the built page. It applies to builds only: the development server needs inline code and a socket. */
export const contentSecurityPolicy = (): Plugin => ({
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
  },
});
