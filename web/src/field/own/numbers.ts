// Every number that the phone says of one's own work, each defined once and shown with its definition.
import { computed } from 'vue'
import { zone } from '../../api/pack'
import { server_now_ms } from '../../base/server_clock'
import { day_number } from '../../base/time_text'
import { city } from '../city'
import { identity } from '../identity'
import { outbox } from '../outbox/box'
import { questions, verify_mine } from '../tasks/tasks'
import { ended_reports } from './ended'

interface OwnReport {
  whistle_id: string
  raised_at_ms: number
}

// Mine, that the server has: open ones in its list, or receipted since the list was read; and those that have ended.
const received = computed(() => {
  const user = identity.value?.user
  const { value, as_of_ms } = city.value.mine
  const open: OwnReport[] = (value ?? []).filter((each) => each.reporter === user)
  const ended: OwnReport[] = [...ended_reports.value]
  const known = new Set([...open, ...ended].map((each) => each.whistle_id))
  for (const { whistle_id, received_at_ms, ...each } of outbox.value) {
    if (each.command !== 'blow' || each.user !== user || each.state !== 'received' || known.has(whistle_id)) continue
    const list = received_at_ms >= as_of_ms ? open : ended // not in a later list: it ended, and how is asked just now
    list.push({ whistle_id, raised_at_ms: received_at_ms })
  }
  return { open, all: new Map([...open, ...ended].map((each) => [each.whistle_id, each])) }
})

export const is_of_today = ({ raised_at_ms }: { raised_at_ms: number }): boolean =>
  day_number(raised_at_ms, zone()) === day_number(server_now_ms(), zone())
// By id: the list behind the number has exactly these.
export const raised_today = computed(
  () => new Set([...received.value.all.values()].filter(is_of_today).map((each) => each.whistle_id)),
)
export const still_open = computed(() => received.value.open.length)
export const waiting_for_me = computed(() => questions.value.length + verify_mine.value.length)
