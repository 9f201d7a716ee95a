/** The Content-Security-Policy of pages and workers: no foreign origin, no inline code, no plug-ins, scripts by our own addresses only. */
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

/** What a `<meta>` element cannot say, only a header: the service worker adds it. */
export const HEADER_POLICY = `${POLICY}; frame-ancestors 'none'`;
