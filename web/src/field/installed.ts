// The worker that lets the app start without a network, and the next version, which waits until somebody wants it or
// nobody uses the app.
import { computed, ref, watch } from 'vue'
import { sender_lock } from './outbox/sender'
import { page } from './pages'

export const next_version = ref<ServiceWorker | null>(null)
export const offers_version = computed(() => next_version.value !== null && is_calm())

function watch_installing(found: ServiceWorkerRegistration): void {
  const coming = found.installing
  coming?.addEventListener('statechange', () => {
    // The first worker ever replaces nothing.
    if (coming.state === 'installed' && navigator.serviceWorker.controller) next_version.value = coming
  })
}

// Where something may be half written, a page is never loaded anew: it is when that page is left.
const is_calm = (): boolean => page.value.name !== 'report' && page.value.name !== 'whistle'

function reload_when_done(): void {
  if (is_calm()) return location.reload()
  const stop = watch(page, () => {
    if (!is_calm()) return
    stop()
    location.reload()
  })
}

export function begin_worker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  // Whichever tab has asked for it, the next version is every tab's.
  if (navigator.serviceWorker.controller)
    navigator.serviceWorker.addEventListener('controllerchange', reload_when_done, { once: true })
  navigator.serviceWorker
    .register('/field/worker.js', { scope: '/field/', updateViaCache: 'none' })
    .then((found) => {
      if (found.waiting && navigator.serviceWorker.controller) next_version.value = found.waiting
      found.addEventListener('updatefound', () => watch_installing(found))
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') void found.update().catch(() => undefined)
      })
    })
    .catch(() => undefined) // plain http on another host: works as long as there is a network, and the frame says so
}

// What is being sent just now is sent first.
export async function take_next_version(): Promise<void> {
  const next = next_version.value
  await navigator.locks?.request(sender_lock, () => undefined)
  next?.postMessage('take over')
}
