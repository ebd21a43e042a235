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

interface Question {
  key: string
  id: string
  after_version: number
}

const at_a_time = 2
const waiting_max = 60 // who scrolls through more looks at the last of them
const kept_max = 1_000 // as many as are printed
const kept = shallowReactive(new Map<string, Ruling[]>())
let waiting: Question[] = []
const asking = new Set<string>()

async function ask({ key, id, after_version }: Question): Promise<void> {
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
}

async function ask_next(): Promise<void> {
  const next = asking.size < at_a_time ? waiting.pop() : undefined // the last asked for is what somebody looks at now
  if (!next) return
  await ask(next)
  void ask_next()
}

// Null: nothing was ruled on it.
function question_of({ whistle_id: id, history }: State): Question | null {
  const versions = history.filter((each) => each.event === ruled_event).map((each) => each.version)
  const [first] = versions
  if (first === undefined) return null
  return { key: `${id} ${versions.at(-1)}`, id, after_version: first - 1 } // after another ruling it is asked again
}

// The earliest first; null: not known yet.
export function rulings_of(state: State): Ruling[] | null {
  const question = question_of(state)
  if (!question) return []
  const { key } = question
  const known = kept.get(key)
  if (known) return known
  if (!asking.has(key)) {
    waiting = waiting.filter((each) => each.key !== key).slice(1 - waiting_max)
    waiting.push(question)
    void ask_next()
  }
  return null
}

// Of all of them, for paper: nobody scrolls there.
export async function ask_all_rulings(states: readonly State[]): Promise<void> {
  const left = states.flatMap((each) => question_of(each) ?? []).filter(({ key }) => !kept.has(key))
  const take = async () => {
    for (let next = left.pop(); next; next = left.pop()) await ask(next)
  }
  await Promise.all(Array.from({ length: at_a_time }, take))
}

// What one person saw is not the next one's to see.
watch(
  () => session.value?.user,
  () => kept.clear(),
)
