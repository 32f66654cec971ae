// tools/offline.ts writes the two constants in front of this file.
declare const VERSION: string;
declare const FILES: readonly string[];

type Lifecycle = Event & { waitUntil(work: Promise<unknown>): void };
type Fetch = Event & { readonly request: Request; respondWith(answer: Promise<Response>): void };
// The types of workers and pages exclude each other; these are the parts of a worker's that are used here.
const worker = globalThis as unknown as {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: Lifecycle) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetch) => void): void;
};

/** Other pages of this host may have caches too. */
const PREFIX = `digits-web ${worker.registration.scope} `;
const CACHE = PREFIX + VERSION;

worker.addEventListener('install', (event) => {
  // Bypasses the browser's own cache, which may hold files of an older version.
  const requests = FILES.map((file) => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(removeOthers().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && request.url.startsWith(worker.registration.scope)) {
    event.respondWith(answer(request));
  }
});

async function removeOthers(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Cached files never change within a version, so only what is missing is fetched. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const wanted = request.mode === 'navigate' ? './' : request;
  // Hosts that allow other origins answer with `Vary: Origin`, which a script sends and the install did not.
  const kept = await cache.match(wanted, { ignoreSearch: true, ignoreVary: true });
  if (kept !== undefined) return isolated(kept);
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return isolated(response);
}

/** Adds the headers that threads of WebAssembly need and hosts of static files do not send. */
function isolated(response: Response): Response {
  const { body, status, statusText, headers: given } = response;
  // A redirect, which the browser follows.
  if (status === 0) return response;
  const headers = new Headers(given);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  return new Response(body, { status, statusText, headers });
}
