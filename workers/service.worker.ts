import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';

/** `scripts/vite-plugin-service-worker.ts` sets both values when it builds this file. */
declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
  readonly POLICY: string;
};

/**
 * Serves the precached files with headers that a static host can't set. So the policy also applies to workers, and the page is isolated
 * from other origins. It requests only the precached files from the network.
 */
addPlugins([
  {
    cachedResponseWillBeUsed: async ({ cachedResponse }) => {
      if (!cachedResponse) return cachedResponse;
      const headers = new Headers(cachedResponse.headers);
      headers.set('Content-Security-Policy', self.POLICY);
      headers.set('Cross-Origin-Opener-Policy', 'same-origin');
      headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
      headers.set('Cross-Origin-Resource-Policy', 'same-origin');
      const { status, statusText, body } = cachedResponse;
      return new Response(body, { status, statusText, headers });
    },
  },
]);
cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
