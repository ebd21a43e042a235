// One whistle with its whole life, kept fresh by the live entries. What was seen lately is shown at once and then asked
// again.
import { onScopeDispose, readonly, shallowRef, watch } from 'vue'
import { api, type Messages, told } from '../../api/client'
import { listen } from '../../api/live'
import { Problem } from '../../api/problem'
import { session } from '../../api/session'
import type { JournalEntry } from './timeline'

export type WhistleView = Messages['WhistleView']

export interface Life {
  view: WhistleView
  history: JournalEntry[]
  whole: boolean // false: there is more history than a page may read
}

const kept_max = 30
const history_pages_max = 20 // of 100 entries
const again_after_ms = 5_000
const kept = new Map<string, Life>()

function keep(id: string, life: Life): void {
  kept.delete(id)
  kept.set(id, life)
  const oldest = kept.keys().next().value
  if (kept.size > kept_max && oldest !== undefined) kept.delete(oldest)
}

async function load_history(id: string, before: JournalEntry[]): Promise<[JournalEntry[], boolean]> {
  const history = [...before]
  for (let page = 0; page < history_pages_max; page += 1) {
    const after = history[history.length - 1]?.version ?? 0
    const params = { path: { id }, query: { after_version: after } }
    const next = await told(api.GET('/api/v1/whistles/{id}/history', { params }))
    for (const item of next.items) if (item.entry) history.push(item.entry)
    if (!next.more) return [history, true]
  }
  return [history, false]
}

export async function load_life(id: string): Promise<Life> {
  const [view, [history, whole]] = await Promise.all([
    told(api.GET('/api/v1/whistles/{id}', { params: { path: { id } } })),
    load_history(id, kept.get(id)?.history ?? []),
  ])
  const life = { view, history, whole }
  keep(id, life)
  return life
}

// Ready before somebody opens it. Whoever opens it hears of any problem himself.
export function prefetch_whistle(id: string): void {
  if (!kept.has(id)) void load_life(id).catch(() => undefined)
}

// What one person saw is not the next one's to see.
watch(
  () => session.value?.user,
  () => kept.clear(),
)

// The whistle that id() names; an empty id is none.
export function use_whistle(id: () => string) {
  const life = shallowRef<Life | null>(null)
  const fault = shallowRef<unknown>(null)
  const loading = shallowRef(false)
  let wanted = '' // of the load that counts
  let again = false // something happened while it was loaded
  let retry: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const asked = id()
    clearTimeout(retry)
    if (asked === '' || (loading.value && wanted === asked)) {
      again = asked !== ''
      return
    }
    wanted = asked
    loading.value = true
    try {
      const found = await load_life(asked)
      if (id() !== asked) return
      life.value = found
      fault.value = null
    } catch (thrown) {
      if (id() === asked) {
        fault.value = thrown
        // As it says: what failed for want of an answer is asked for again by itself.
        if (wanted === asked && thrown instanceof Problem && thrown.passing) retry = setTimeout(() => void load(), again_after_ms)
      }
    } finally {
      if (wanted === asked) loading.value = false
    }
    if (!again || id() !== asked) return
    again = false
    await load()
  }

  watch(
    id,
    (asked) => {
      again = false
      fault.value = null
      life.value = kept.get(asked) ?? null
      void load()
    },
    { immediate: true },
  )
  const stop = listen({
    anew: () => void load(),
    entries: (entries) => {
      if (entries.some((each) => each.whistle_id === id())) void load()
    },
  })
  onScopeDispose(() => {
    stop()
    clearTimeout(retry)
    wanted = ''
  })
  return { life: readonly(life) as typeof life, fault, loading, reload: load }
}
