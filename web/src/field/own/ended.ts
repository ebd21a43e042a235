// One's own reports that have ended: an inbox names open ones only, and an end and its reason are what one waits for.
// Remembered on this phone. What it may have missed, because it is new to its user or he reported elsewhere, it asks the
// server for, a part at a time: once a day, when his own page is opened, and when he says so.
import { ref, shallowRef } from 'vue'
import type { Messages } from '../../api/client'
import { Problem } from '../../api/problem'
import { session } from '../../api/session'
import { server_now_ms } from '../../base/server_clock'
import { is_end } from '../../base/stage'
import { city } from '../city'
import { identity } from '../identity'
import { outbox } from '../outbox/box'
import { is_report } from '../outbox/items'
import { keep, kept } from '../store'
import { ask_view, read_history, read_view, type View } from '../views'
import { unknown_ends } from './recent'
import type { EndedReport } from './standing'

export const ended_kept_days = 180
export const ended_kept_max = 300
const day_ms = 24 * 3600_000
const looked_at_once = 40
const looked_back_at = 40 // of what ended before this phone knew its user, at once
const followed_max = 300

interface Remembered {
  followed: string[] // own reports whose end is not known
  ended: EndedReport[] // the latest first
  looked_back_ms: number // at all that the server lists as ended; 0: never
}

export const ended_reports = shallowRef<EndedReport[]>([])
export const looked_back_ms = ref(0)
export const looking_back = ref(false)
const nothing: Remembered = { followed: [], ended: [], looked_back_ms: 0 }
let memory = nothing
let of_user = ''

const key_of = (user: string): string => `ended:${user}`

async function enter(user: string): Promise<void> {
  if (user === of_user) return
  memory = { ...nothing, ...(await kept<Remembered>(key_of(user))) }
  of_user = user
  ended_reports.value = memory.ended
  looked_back_ms.value = memory.looked_back_ms
}

async function remember(next: Remembered): Promise<void> {
  const oldest_ms = server_now_ms() - ended_kept_days * day_ms
  const ended = next.ended
    .filter((each) => each.ended_at_ms > oldest_ms)
    .sort((one, other) => other.ended_at_ms - one.ended_at_ms)
    .slice(0, ended_kept_max)
  memory = { ...next, followed: next.followed.slice(-followed_max), ended }
  ended_reports.value = memory.ended
  looked_back_ms.value = memory.looked_back_ms
  await keep(key_of(of_user), memory)
}

// What was said at the end, and by whom.
function last_end(steps: Messages['HistoryItem'][]): Pick<EndedReport, 'reason' | 'by' | 'ended_at_ms'> {
  const entries = steps.flatMap((each) => (each.entry ? [each.entry] : [])).reverse()
  for (const entry of entries) {
    const said = entry.closed ?? entry.declined ?? entry.withdrawn ?? entry.joined
    if (!said) continue
    const verified = entry.closed ? entries.find((each) => each.version < entry.version)?.verified : undefined
    return { reason: said.reason || (verified?.text ?? ''), by: entry.actor, ended_at_ms: entry.at_ms }
  }
  return { reason: '', by: '', ended_at_ms: 0 }
}

async function ended_of(view: View): Promise<EndedReport | null> {
  const { state } = view
  if (!state?.report || state.reporter !== of_user || !is_end(state.stage)) return null
  const before = memory.ended.find((each) => each.whistle_id === state.whistle_id)
  if (before?.version === state.version) return before
  return {
    whistle_id: state.whistle_id,
    version: state.version,
    stage: state.stage,
    outcome: state.outcome,
    matter: state.report.matter,
    kind: state.report.kind,
    area: state.report.area,
    text: state.report.text,
    lead: state.obligations[0]?.department ?? '',
    raised_at_ms: state.raised_at_ms,
    umbrella_id: state.joined?.umbrella_id ?? '',
    rated: state.rating !== undefined,
    ...last_end(await read_history(state.whistle_id)),
  }
}

// Somebody has read it: what is known of its end is what stands there now.
export async function learn_end(view: View): Promise<void> {
  const id = view.state?.whistle_id
  const known = memory.ended.some((each) => each.whistle_id === id)
  const end = await ended_of(view)
  if (!id || (!known && !end)) return
  const others = memory.ended.filter((each) => each.whistle_id !== id)
  const followed = memory.followed.filter((each) => each !== id)
  await remember({ ...memory, ended: end ? [end, ...others] : others, followed: end ? followed : [...followed, id] })
}

interface Found {
  ended: EndedReport[]
  whole: boolean // no: the network went away on the way, and the rest is looked at next time
}

// One's own are kept as they are read, for a last word where there is no network.
async function read_ends(ids: string[], read: (id: string) => Promise<View>): Promise<Found> {
  const ended: EndedReport[] = []
  for (const id of ids) {
    try {
      const end = await ended_of(await read(id))
      if (end) ended.push(end)
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
      if (thrown.passing || thrown.status === 401) return { ended, whole: false }
    }
  }
  return { ended, whole: true }
}

// What has not ended as far as this phone knows, or has and goes on: reopened, or a duplicate whose umbrella has ended.
function sorted_out(user: string) {
  const listed = city.value.mine.value ?? []
  const open = new Set(listed.map((each) => each.whistle_id))
  const goes_on = (each: EndedReport) =>
    open.has(each.whistle_id) || (each.stage === 'joined' && !open.has(each.umbrella_id))
  const known = new Set(memory.ended.filter((each) => !goes_on(each)).map((each) => each.whistle_id))
  const own = listed.filter((each) => each.reporter === user).map((each) => each.whistle_id)
  const sent = outbox.value
    .filter((each) => is_report(each) && each.user === user && each.state === 'received')
    .map((each) => each.whistle_id)
  const again = memory.ended.filter(goes_on).map((each) => each.whistle_id)
  const followed = [...new Set([...memory.followed, ...again, ...own, ...sent])].filter((id) => !known.has(id))
  return { open, followed }
}

async function look(): Promise<void> {
  const user = identity.value?.user
  if (!user) return
  await enter(user)
  const { open, followed } = sorted_out(user)
  if (!session.value || city.value.mine.as_of_ms === 0) {
    if (followed.length !== memory.followed.length) await remember({ ...memory, followed })
    return
  }
  const ended_since = followed.filter((id) => !open.has(id)).slice(0, looked_at_once)
  const found = await read_ends(ended_since, read_view)
  const now_known = new Set(found.ended.map((each) => each.whistle_id))
  await remember({
    ...memory,
    ended: [
      ...found.ended,
      ...memory.ended.filter((each) => !now_known.has(each.whistle_id) && !open.has(each.whistle_id)),
    ],
    followed: followed.filter((id) => !now_known.has(id)),
  })
  const due = server_now_ms() - memory.looked_back_ms >= back_after_ms
  back_after_ms = day_ms
  if (due) await look_back(open)
}

// Each part is shown as it comes; where the network goes away on the way, the rest is asked for the next time.
async function look_back(open: Set<string>): Promise<void> {
  looking_back.value = true
  try {
    await read_unknown_ends(open)
  } finally {
    looking_back.value = false
  }
}
async function read_unknown_ends(open: Set<string>): Promise<void> {
  const known = new Map(memory.ended.map((each) => [each.whistle_id, each.version]))
  const past = await unknown_ends((each) => open.has(each.whistle_id) || known.get(each.whistle_id) === each.version)
  if (!past) return
  const unknown = past.map((each) => each.whistle_id)
  for (let from = 0; from < unknown.length; from += looked_back_at) {
    const { ended, whole } = await read_ends(unknown.slice(from, from + looked_back_at), ask_view)
    const found = new Set(ended.map((each) => each.whistle_id))
    await remember({ ...memory, ended: [...ended, ...memory.ended.filter((each) => !found.has(each.whistle_id))] })
    if (!whole) return
  }
  await remember({ ...memory, looked_back_ms: server_now_ms() })
}

// One at a time: who comes while somebody looks is told when it was looked once more.
let looking: Promise<void> | null = null
let back_after_ms = day_ms
let again = false
async function look_until_done(): Promise<void> {
  do {
    again = false
    await look()
  } while (again)
}
export function look_for_ended(look_back_after_ms = day_ms): Promise<void> {
  back_after_ms = Math.min(back_after_ms, look_back_after_ms)
  if (looking) again = true
  looking ??= look_until_done().finally(() => {
    looking = null
  })
  return looking
}

// Without a network, too.
export async function recall_ended(): Promise<void> {
  if (identity.value) await enter(identity.value.user)
}
