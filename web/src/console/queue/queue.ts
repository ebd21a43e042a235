// A live queue: all rows of an inbox, kept true by the entries of the stream. A change of one whistle asks for that
// whistle alone; a storm of changes asks for the inbox anew. What was just commanded is shown before the server has
// answered.
import { computed, onScopeDispose, shallowRef, triggerRef, watch } from 'vue'
import { api, type Messages, told } from '../../api/client'
import { listen } from '../../api/live'
import { Problem } from '../../api/problem'
import { is_behind } from '../../api/position'
import { ordered } from './order'
import { make_refetcher } from './refetch'
import { belongs, type QueueRow, row_of_item, row_of_view, type Whose } from './row'

const pages_max = 1_200 // of 100 rows
const asked_after_load_max = 100
const many_rows = 5_000
const told_together_ms = 150
const again_after_ms = 3_000 // what failed for want of the network

export interface QueueEvents {
  // Rows that were not there before, after the first load.
  came?: (rows: QueueRow[]) => void
  changed?: (row: QueueRow, was: QueueRow) => void
}

interface Inbox {
  rows: QueueRow[]
  position?: Messages['Position'] // of its first page: what happened later may be missing from it
}

async function load_inbox(whose: Whose, stop: () => boolean): Promise<Inbox> {
  const rows: QueueRow[] = []
  let position: Inbox['position']
  for (let page = 0; page < pages_max; page += 1) {
    const last = rows[rows.length - 1]
    const query = last ? { ...whose, after_whistle_id: last.id } : whose
    const next = await told(api.GET('/api/v1/inbox', { params: { query } }))
    position ??= next.position
    for (const item of next.items) rows.push(row_of_item(item, whose))
    if (!next.more || next.items.length === 0 || stop()) break
  }
  return { rows, position }
}

export function use_queue(whose: () => Whose | null, events: QueueEvents = {}) {
  const rows = shallowRef(new Map<string, QueueRow>())
  const assumed = shallowRef(new Map<string, Partial<QueueRow>>())
  const state = shallowRef<'loading' | 'ready'>('loading')
  const fault = shallowRef<unknown>(null)
  let epoch = 0 // of the inbox that is asked for
  let loading = false
  let again = false // something happened while it was loaded
  let follows = '' // the position after which entries are heard, if that was told while it was loaded
  let retry: ReturnType<typeof setTimeout> | undefined
  let telling: ReturnType<typeof setTimeout> | undefined

  // A row that the inbox names no more was done or given away: the latest are asked for, and the rest counts as gone,
  // but for what was known to be done.
  function take_all(loaded: QueueRow[]): void {
    const fresh = new Map(loaded.map((row) => [row.id, row]))
    const came = state.value === 'loading' ? [] : loaded.filter((row) => !rows.value.has(row.id))
    const missing = ordered([...rows.value.values()].filter((row) => !fresh.has(row.id)), 'newest')
    for (const row of rows.value.values()) {
      const newer = fresh.get(row.id)
      if (newer && newer.version < row.version) fresh.set(row.id, row)
    }
    missing.forEach((row, at) => {
      if (at < asked_after_load_max || row.done_at_ms > 0) fresh.set(row.id, row)
    })
    rows.value = fresh
    state.value = 'ready'
    for (const row of missing.slice(0, asked_after_load_max)) refetcher.want(row.id)
    if (came.length > 0) events.came?.(came)
  }

  async function load(): Promise<void> {
    const asked = whose()
    if (!asked) return
    if (loading) {
      again = true
      return
    }
    clearTimeout(retry)
    loading = true
    again = false
    follows = ''
    const mine = epoch
    try {
      const loaded = await load_inbox(asked, () => mine !== epoch)
      if (mine === epoch) {
        fault.value = null
        take_all(loaded.rows)
        // What happened between the first page and the stream, nobody tells.
        if (is_behind(loaded.position, follows)) again = true
      }
    } catch (thrown) {
      if (mine === epoch) fault.value = thrown
      if (thrown instanceof Problem && thrown.passing) load_soon()
    } finally {
      loading = false
    }
    if (again) await load()
  }

  function load_soon(): void {
    clearTimeout(retry)
    retry = setTimeout(() => void load(), again_after_ms)
  }

  // Ordering a long queue takes longer than a change of it: changes are then told together.
  function tell(): void {
    if (rows.value.size < many_rows) {
      triggerRef(rows)
      return
    }
    telling ??= setTimeout(() => {
      telling = undefined
      triggerRef(rows)
    }, told_together_ms)
  }

  function put(row: QueueRow): void {
    const was = rows.value.get(row.id)
    if (was && was.version > row.version) return
    rows.value.set(row.id, row)
    tell()
    if (!was && state.value === 'ready') events.came?.([row])
    if (was && was.version < row.version) events.changed?.(row, was)
  }

  function remove(id: string): void {
    if (rows.value.delete(id)) tell()
  }

  async function refresh(id: string): Promise<void> {
    const asked = whose()
    if (!asked) return
    const mine = epoch
    try {
      const view = await told(api.GET('/api/v1/whistles/{id}', { params: { path: { id } } }))
      if (mine !== epoch) return
      const row = belongs(view, asked) ? row_of_view(view, asked) : null
      if (row) put(row)
      else remove(id)
    } catch (thrown) {
      // Not ours to see any more. What could not be asked for is loaded with everything else: its entry does not come again.
      if (thrown instanceof Problem && (thrown.status === 403 || thrown.status === 404)) remove(id)
      else {
        fault.value = thrown
        if (thrown instanceof Problem && thrown.passing) load_soon()
      }
    }
  }

  const refetcher = make_refetcher(refresh, () => void load())

  watch(
    () => JSON.stringify(whose()),
    () => {
      epoch += 1
      refetcher.drop()
      rows.value = new Map()
      state.value = 'loading'
      void load()
    },
    { immediate: true },
  )
  const stop = listen({
    anew: (position) => {
      if (loading) follows = position
      else void load()
    },
    entries: (entries) => {
      const changed = new Set(entries.map((each) => each.whistle_id).filter((id) => id !== ''))
      for (const id of changed) refetcher.want(id)
    },
  })
  onScopeDispose(() => {
    stop()
    epoch += 1
    clearTimeout(retry)
    clearTimeout(telling)
    refetcher.drop()
  })

  // Shown at once, until the server's own word (settle) or its refusal (settle, too: the row is what it was).
  function assume(id: string, change: Partial<QueueRow>): void {
    assumed.value.set(id, { ...assumed.value.get(id), ...change })
    triggerRef(assumed)
  }
  function settle(id: string): void {
    if (assumed.value.delete(id)) triggerRef(assumed)
  }

  // Another map each time: whoever computes from it is told by nothing else.
  const all = computed<ReadonlyMap<string, QueueRow>>(() => {
    const shown = new Map(rows.value)
    for (const [id, change] of assumed.value) {
      const row = shown.get(id)
      if (row) shown.set(id, { ...row, ...change })
    }
    return shown
  })

  return { all, state, fault, reload: load, refresh, assume, settle, put }
}
