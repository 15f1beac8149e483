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
    const answer = fetch(request);
    event.respondWith(answer.catch(() => caches.match(PAGE)));
    // A form may have changed the language or the size of the text.
    if (request.method === 'POST') event.waitUntil(answer.then(keep).catch(() => {}));
  } else if (request.destination === 'style') {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
