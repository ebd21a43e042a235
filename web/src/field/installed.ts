// The worker that lets the app start without a network, and the next version, which waits until somebody wants it or
// nobody uses the app.
import { ref } from 'vue'

export const next_version = ref<ServiceWorker | null>(null)

function watch_installing(found: ServiceWorkerRegistration): void {
  const coming = found.installing
  coming?.addEventListener('statechange', () => {
    // The first worker ever replaces nothing.
    if (coming.state === 'installed' && navigator.serviceWorker.controller) next_version.value = coming
  })
}

export function begin_worker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
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

export function take_next_version(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  next_version.value?.postMessage('take over')
}
