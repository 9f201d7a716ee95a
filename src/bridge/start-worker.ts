/**
 * Starts a module worker under the page's Content-Security-Policy. A worker loaded from a URL ignores a policy in a `<meta>` element, but
 * a worker loaded from a `blob:` inherits it. So the worker is a blob of one line that imports the real module.
 *
 * @param address absolute URL of the worker's module, on our own origin.
 */
export function startWorker(address: string): Worker {
  const source = new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' });
  const url = URL.createObjectURL(source);
  const worker = new Worker(url, { type: 'module' });
  // The module is fetched once. The URL can be revoked after the worker's first message or failure.
  const release = () => URL.revokeObjectURL(url);
  worker.addEventListener('message', release, { once: true });
  worker.addEventListener('error', release, { once: true });
  return worker;
}
