// Whistles as this page has seen them: asked for when a row shows them, a few at a time, and again when the stream says
// that they changed. Kept in bounds; nothing is kept for later than it is true.
import { shallowReactive } from 'vue'
import { api, told, type Messages } from './client'
import { listen, type JournalEntry } from './live'

export type WhistleView = Messages['WhistleView']
export type Seen = { view: WhistleView } | { problem: unknown }

const at_a_time = 6
const kept_max = 2000
const waiting_max = 200 // who scrolls through a thousand rows looks at the last of them

const seen = shallowReactive(new Map<string, Seen>())
let waiting: string[] = []
const asking = new Set<string>()

function version_of(id: string): number {
  const found = seen.get(id)
  return found && 'view' in found ? (found.view.state?.version ?? 0) : 0
}

async function ask(id: string): Promise<void> {
  asking.add(id)
  try {
    const view = await told(api.GET('/api/v1/whistles/{id}', { params: { path: { id } } }))
    if (version_of(id) <= (view.state?.version ?? 0)) seen.set(id, { view })
  } catch (thrown) {
    seen.set(id, { problem: thrown })
  } finally {
    asking.delete(id)
  }
  for (const oldest of seen.keys()) {
    if (seen.size <= kept_max) break
    seen.delete(oldest)
  }
}

async function ask_next(): Promise<void> {
  if (asking.size >= at_a_time) return
  const id = waiting.pop() // the last asked for is what somebody looks at now
  if (id === undefined) return
  await ask(id)
  void ask_next()
}

// All of them, for paper and files: nobody scrolls there. What cannot be read has its problem.
export async function ask_all(ids: readonly string[]): Promise<void> {
  const left = ids.filter((id) => !seen.has(id) || problem_of(id) !== null)
  const take = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) await ask(id)
  }
  await Promise.all(Array.from({ length: at_a_time }, take))
}

export function ask_whistle(id: string): void {
  waiting = waiting.filter((each) => each !== id).slice(1 - waiting_max)
  waiting.push(id)
  void ask_next()
}

// What is known of it; asks where nothing is.
export function look_at(id: string): WhistleView | null {
  if (!seen.has(id) && !asking.has(id) && !waiting.includes(id)) ask_whistle(id)
  return known_of(id)
}

// The same, and asks nothing.
export function known_of(id: string): WhistleView | null {
  const found = seen.get(id)
  return found && 'view' in found ? found.view : null
}

// It has been told, or why it is not.
export const is_told = (id: string): boolean => seen.has(id)

export function problem_of(id: string): unknown {
  const found = seen.get(id)
  return found && 'problem' in found ? found.problem : null
}

function hear(entries: JournalEntry[]): void {
  for (const { whistle_id, version } of entries) {
    const known = seen.has(whistle_id) || asking.has(whistle_id) // an answer under way may be older
    if (known && version_of(whistle_id) < version) ask_whistle(whistle_id)
  }
}

// Who heard nothing for a while knows nothing any more.
function forget(): void {
  seen.clear()
  for (const id of asking) ask_whistle(id)
}
listen({ anew: forget, entries: hear })
