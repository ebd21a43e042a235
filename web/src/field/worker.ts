// The service worker of /field/: what the app is made of is fetched once, whole, and kept until a newer whole is here.
// Law: a page lives with one version. Old files stay until no page of theirs is open, or until somebody asks for the
// new.
// Nothing of the API passes through here but small photos, which never change.

interface ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void
}
interface FetchEvent extends ExtendableEvent {
  request: Request
  respondWith(answer: Promise<Response>): void
}
interface WorkerScope {
  addEventListener(name: 'install' | 'activate', hear: (event: ExtendableEvent) => void): void
  addEventListener(name: 'fetch', hear: (event: FetchEvent) => void): void
  addEventListener(name: 'message', hear: (event: MessageEvent) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
  registration: { scope: string }
}

// Written in by the build: every file of the phone's entry, and a name that changes with any of them.
declare const __FIELD_FILES__: string[]
declare const __FIELD_VERSION__: string

const scope = self as unknown as WorkerScope
const files = __FIELD_FILES__
const shell = '/field/'
const parts_name = `gridwhistle-field-${__FIELD_VERSION__}`
const photos_name = 'gridwhistle-field-photos'
const photos_max = 120

async function install(): Promise<void> {
  const parts = await caches.open(parts_name)
  // Past the browser's own cache: the html is never an older one than the files it names.
  await parts.addAll([shell, ...files].map((path) => new Request(path, { cache: 'reload' })))
}

async function activate(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter(
    (name) => name.startsWith('gridwhistle-field-') && name !== parts_name && name !== photos_name,
  )
  await Promise.all(old.map((name) => caches.delete(name)))
  await scope.clients.claim()
}

async function part(path: string, request: Request): Promise<Response> {
  const parts = await caches.open(parts_name)
  return (await parts.match(path)) ?? fetch(request)
}

// Of tasks: the photo before is compared with the place on site, where there may be no network.
async function small_photo(request: Request): Promise<Response> {
  const photos = await caches.open(photos_name)
  const kept = await photos.match(request.url)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) {
    await photos.put(request.url, answer.clone())
    const all = await photos.keys()
    await Promise.all(all.slice(0, Math.max(0, all.length - photos_max)).map((old) => photos.delete(old)))
  }
  return answer
}

scope.addEventListener('install', (event) => event.waitUntil(install()))
scope.addEventListener('activate', (event) => event.waitUntil(activate()))

scope.addEventListener('message', (event) => {
  if (event.data === 'take over') void scope.skipWaiting()
})

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== new URL(scope.registration.scope).origin) return
  if (request.mode === 'navigate') event.respondWith(part(shell, request))
  else if (files.includes(url.pathname)) event.respondWith(part(url.pathname, request))
  else if (/^\/api\/v1\/whistles\/[^/]+\/photos\//.test(url.pathname) && url.search === '?width=320') {
    event.respondWith(small_photo(request))
  }
})
