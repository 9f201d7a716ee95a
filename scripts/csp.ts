/** The Content-Security-Policy of pages and workers: no other origin, no inline code, no plug-ins, scripts from our own addresses only. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "media-src 'none'",
  "object-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html default',
].join('; ');

/** The directives that work in a header but not in a `<meta>` element. The service worker adds them. */
export const HEADER_POLICY = `${POLICY}; frame-ancestors 'none'`;
