/** Keeps the page's own files, so that it opens without a network. Never a conversation. */

self.addEventListener("install", (event) => {
  const keep = async () => (await caches.open(VERSION)).addAll(SHELL);
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = async () => {
    const old = (await caches.keys()).filter((name) => name !== VERSION);
    await Promise.all(old.map((name) => caches.delete(name)));
  };
  event.waitUntil(drop().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin || !SHELL.includes(pathname)) return;
  const kept = async () => (await (await caches.open(VERSION)).match(pathname)) || fetch(event.request);
  event.respondWith(kept());
});
