/**
 * Shows the offline page if a page cannot be reached. All other requests go to the network, so that
 * outdated content is never shown as live. The offline page is cached without cookies and contains
 * no account's data, in the language of the visited pages: browsers read this script again after each
 * navigation. The server inserts VERSION and LANGUAGE above this.
 */

const CACHE = `offline ${VERSION}`;
const OFFLINE = new URL("offline/", self.registration.scope);

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(begin().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { mode, method } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(fromNetwork(event));
});

async function keep() {
  const headers = { "Accept-Language": LANGUAGE };
  const request = new Request(OFFLINE, { credentials: "omit", cache: "reload", headers });
  const cache = await caches.open(CACHE);
  await cache.add(request);
}

async function begin() {
  for (const name of await caches.keys()) {
    if (name.startsWith("offline ") && name !== CACHE) await caches.delete(name);
  }
  await self.registration.navigationPreload?.enable(); // a page does not wait for this script to start
}

async function fromNetwork(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const kept = await caches.match(OFFLINE, { ignoreVary: true });
    if (!kept) throw error;
    return kept;
  }
}
