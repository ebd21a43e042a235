// What was ruled on the returns of a whistle: its state says that somebody has, the journal which way, and why. Asked
// when a row shows it, few at a time.
import { shallowReactive, watch } from 'vue'
import { api, told, type Messages } from '../../api/client'
import { session } from '../../api/session'
import { ruled_event } from '../whistle/roll_call'

export interface Ruling {
  department: string // whose return
  ruling: Messages['Ruling']
  reason: string
  actor: string
  at_ms: number
}

type State = Messages['WhistleState']

const at_a_time = 2
const waiting_max = 60 // who scrolls through more looks at the last of them
const kept_max = 500
const kept = shallowReactive(new Map<string, Ruling[]>())
let waiting: { key: string; id: string; after_version: number }[] = []
const asking = new Set<string>()

async function ask_next(): Promise<void> {
  const next = asking.size < at_a_time ? waiting.pop() : undefined // the last asked for is what somebody looks at now
  if (!next) return
  const { key, id, after_version } = next
  asking.add(key)
  const found: Ruling[] = []
  try {
    const params = { path: { id }, query: { after_version } }
    const { items } = await told(api.GET('/api/v1/whistles/{id}/history', { params }))
    for (const { entry } of items) {
      if (entry?.ruled) found.push({ ...entry.ruled, actor: entry.actor, at_ms: entry.at_ms })
    }
  } catch {
    // the row says of the whistle itself why it cannot be read
  } finally {
    asking.delete(key)
  }
  kept.set(key, found)
  for (const oldest of kept.keys()) {
    if (kept.size <= kept_max) break
    kept.delete(oldest)
  }
  void ask_next()
}

// The earliest first; null: not known yet.
export function rulings_of({ whistle_id: id, history }: State): Ruling[] | null {
  const versions = history.filter((each) => each.event === ruled_event).map((each) => each.version)
  const [first] = versions
  if (first === undefined) return []
  const key = `${id} ${versions.at(-1)}` // after another ruling it is asked again
  const known = kept.get(key)
  if (known) return known
  if (!asking.has(key)) {
    waiting = waiting.filter((each) => each.key !== key).slice(1 - waiting_max)
    waiting.push({ key, id, after_version: first - 1 })
    void ask_next()
  }
  return null
}

// What one person saw is not the next one's to see.
watch(
  () => session.value?.user,
  () => kept.clear(),
)
