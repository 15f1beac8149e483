// When a phone has lost its network, it shows the offline page instead of the browser's own. Keeps nothing else.
const PAGE = '/offline';
const KEPT = 'offline';

async function keep() {
  const cache = await caches.open(KEPT);
  const page = await fetch(PAGE);
  const style = /href="?(\/pkg\/[^" >]+\.css)/.exec(await page.clone().text());
  await cache.put(PAGE, page);
  if (style) await cache.add(style[1]);
}

self.addEventListener('install', (event) => event.waitUntil(keep()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (request.destination === 'style') {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
