// Reports of this phone that have ended: an inbox names open ones only, and an end is what one wants to hear of and
// rate.
import { shallowRef } from 'vue'
import type { Messages } from '../api/client'
import { matter_name } from '../api/pack'
import { Problem } from '../api/problem'
import { session } from '../api/session'
import { city } from './city'
import { identity } from './identity'
import { outbox } from './outbox/box'
import { is_report } from './outbox/items'
import { keep, kept } from './store'
import { read_view } from './views'

export interface Ended {
  id: string
  title: string
  stage: Messages['Stage']
}

const remembered_max = 40
const ends: readonly string[] = ['closed', 'declined', 'withdrawn']
export const ended_reports = shallowRef<Ended[]>([])

interface Remembered {
  followed: string[] // own reports, as long as they are open
  ended: Ended[]
}

export async function look_for_ended(): Promise<void> {
  const user = identity.value?.user
  if (!user) return
  const key = `ended:${user}`
  const before = (await kept<Remembered>(key)) ?? { followed: [], ended: [] }
  ended_reports.value = before.ended
  const open = new Set((city.value.mine.value ?? []).map((each) => each.whistle_id))
  const sent = outbox.value
    .filter((each) => is_report(each) && each.user === user && each.state === 'received')
    .map((each) => each.whistle_id)
  const known = new Set(before.ended.map((each) => each.id))
  const followed = [...new Set([...before.followed, ...open, ...sent])].filter((id) => !known.has(id))
  const ended = [...before.ended]
  if (session.value && city.value.mine.as_of_ms > 0) {
    for (const id of followed.filter((each) => !open.has(each)).slice(0, remembered_max)) {
      const found = await ended_one(id)
      if (found) ended.unshift(found)
    }
  }
  const now_known = new Set(ended.map((each) => each.id))
  ended_reports.value = ended.slice(0, remembered_max)
  await keep(key, { followed: followed.filter((id) => !now_known.has(id)).slice(-200), ended: ended_reports.value })
}

async function ended_one(id: string): Promise<Ended | null> {
  try {
    const { state } = await read_view(id)
    if (!state || !ends.includes(state.stage)) return null
    return { id, title: matter_name(state.report?.matter), stage: state.stage }
  } catch (thrown) {
    if (thrown instanceof Problem) return null // not now; it is followed on
    throw thrown
  }
}
