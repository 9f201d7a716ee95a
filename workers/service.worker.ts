import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';

/** Both are filled in when `scripts/vite-plugin-service-worker.ts` builds this file. */
declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
  readonly POLICY: string;
};

/**
 * Serves the precached files with the headers that a static host can't set: the policy then binds workers as well as
 * pages, and the page is isolated from other origins. It asks the network for nothing but the precache.
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
