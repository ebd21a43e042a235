// Whether the server has newer pages than this one. A page stays open for weeks; that it is old it says, and nothing more:
// somebody may be in the middle of a sentence.
import { onScopeDispose, ref, watch } from 'vue'
import { live } from '../api/live'

const asked_every_ms = 10 * 60_000

// The entry script a page was made with; its name changes with anything that it loads.
export function entry_of(page: string): string {
  return /<script[^>]*\ssrc="([^"]+)"/.exec(page)?.[1] ?? ''
}

const own_entry = (): string => document.querySelector('script[type=module][src]')?.getAttribute('src') ?? ''

export function use_newer_pages() {
  const newer = ref(false)

  async function ask(): Promise<void> {
    if (newer.value || document.hidden) return
    try {
      const answer = await fetch('/index.html', { cache: 'no-store' })
      const found = answer.ok ? entry_of(await answer.text()) : ''
      newer.value = found !== '' && own_entry() !== '' && found !== own_entry()
    } catch {
      // no network: the page says so elsewhere, and asks again
    }
  }

  const timer = setInterval(() => void ask(), asked_every_ms)
  // A server that was away may have come back as another one.
  watch(
    () => live.link,
    (link) => link === 'live' && void ask(),
  )
  const seen = () => void ask()
  document.addEventListener('visibilitychange', seen)
  // A part of this page that the server has no more.
  const gone = () => void ask()
  addEventListener('vite:preloadError', gone)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', seen)
    removeEventListener('vite:preloadError', gone)
  })
  return newer
}
