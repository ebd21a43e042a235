// Who else looks at a whistle just now, or writes on it. Nobody's record: it is said every 20 seconds and forgotten
// after 30.
import { computed, onScopeDispose, shallowRef, triggerRef, watch } from 'vue'
import { listen, type Presence } from '../../api/live'
import { say } from '../../api/read'
import { session } from '../../api/session'
import { use_now } from '../../base/server_clock'

const said_every_ms = 20_000
const valid_ms = 30_000

export type Doing = Presence['doing']

// Colleagues by whistle, whoever is not here any more left out.
export function use_colleagues() {
  const now = use_now()
  const heard = shallowRef(new Map<string, Map<string, Presence>>())
  const stop = listen({
    presence: (one) => {
      if (one.user === session.value?.user) return
      const there = heard.value.get(one.whistle_id) ?? new Map<string, Presence>()
      there.set(one.user, one)
      heard.value.set(one.whistle_id, there)
      triggerRef(heard)
    },
  })
  onScopeDispose(stop)
  return computed(() => {
    const fresh = new Map<string, Presence[]>()
    for (const [id, people] of heard.value) {
      const here = [...people.values()].filter((each) => now.value - each.at_ms < valid_ms)
      if (here.length > 0) fresh.set(id, here)
      else heard.value.delete(id)
    }
    return fresh
  })
}

// Tells colleagues what one does here; nothing while the page is not looked at. Whether they hear it, nothing depends
// on.
export function use_presence(id: () => string, doing: () => Doing): void {
  const tell = () => {
    if (id() === '' || document.visibilityState !== 'visible' || !session.value) return
    void say(`/api/v1/whistles/${id()}/presence`, { doing: doing() }).catch(() => undefined)
  }
  watch([id, doing], tell, { immediate: true })
  const timer = setInterval(tell, said_every_ms)
  document.addEventListener('visibilitychange', tell)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tell)
  })
}
