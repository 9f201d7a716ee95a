/**
 * Starts a module worker that the page's Content-Security-Policy binds. A policy in a `<meta>` element does not reach a worker
 * loaded from a URL, but a worker loaded from a `blob:` inherits it; so the worker is a one-line blob that imports the real module.
 *
 * @param address absolute URL of the worker's module, on our own origin.
 */
export function startWorker(address: string): Worker {
  const source = new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' });
  const url = URL.createObjectURL(source);
  const worker = new Worker(url, { type: 'module' });
  // The module is fetched once; the URL can go as soon as the worker speaks or fails.
  const release = () => URL.revokeObjectURL(url);
  worker.addEventListener('message', release, { once: true });
  worker.addEventListener('error', release, { once: true });
  return worker;
}
