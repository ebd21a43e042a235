// What a row says of a whistle that its state does not know: who ruled on its returns and why, and why something is
// asked for. Asked when a row shows it, few at a time.
import { shallowReactive, watch } from 'vue'
import { api, told, type Messages } from '../../api/client'
import { session } from '../../api/session'
import { ruled_event } from '../whistle/roll_call'
import type { JournalEntry } from '../whistle/timeline'

type State = Messages['WhistleState']

// By the event's number, as a state's history has it.
const numbers = { ruled: ruled_event, returned: 31, extension_requested: 38, shelving_requested: 40, appealed: 46 }
export type Told = keyof typeof numbers

interface Question {
  key: string
  id: string
  after_version: number
  events: readonly Told[]
}

const at_a_time = 2
const pages_max = 5
const waiting_max = 60 // who scrolls through more looks at the last of them
const kept_max = 1_000 // as many as are printed
const kept = shallowReactive(new Map<string, JournalEntry[]>())
let waiting: Question[] = []
const asking = new Set<string>()

async function read_from({ id, after_version, events }: Question, found: JournalEntry[]): Promise<void> {
  let after = after_version
  for (let page = 0; page < pages_max; page += 1) {
    const params = { path: { id }, query: { after_version: after } }
    const { items, more } = await told(api.GET('/api/v1/whistles/{id}/history', { params }))
    for (const { entry } of items) {
      if (!entry) continue
      if (events.some((each) => entry[each])) found.push(entry)
      after = entry.version
    }
    if (!more) return
  }
}

async function ask(question: Question): Promise<void> {
  const { key } = question
  asking.add(key)
  const found: JournalEntry[] = []
  try {
    await read_from(question, found)
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

// Null: nothing of the kind happened to it.
function question_of({ whistle_id: id, history }: State, events: readonly Told[]): Question | null {
  const wanted = new Set(events.map((each) => numbers[each]))
  const versions = history.filter((each) => wanted.has(each.event)).map((each) => each.version)
  const [first] = versions
  if (first === undefined) return null
  const key = `${id} ${events.join()} ${versions.at(-1)}` // after another one it is asked again
  return { key, id, after_version: first - 1, events }
}

// Those events of it, the earliest first; null: not known yet.
export function entries_of(state: State, events: readonly Told[]): JournalEntry[] | null {
  const question = question_of(state, events)
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
export async function ask_all_entries(states: readonly State[], events: readonly Told[]): Promise<void> {
  const left = states.flatMap((each) => question_of(each, events) ?? []).filter(({ key }) => !kept.has(key))
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
