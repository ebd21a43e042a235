// The desk's own state: which queue is looked at, which row the keys act on, which whistle is open, what is selected.
import { computed, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { session } from '../../api/session'
import { zone } from '../../api/pack'
import { use_now } from '../../base/server_clock'
import { is_end } from '../../base/stage'
import { day_text } from '../../base/zone_time'
import { by_done, due_of, ordered, soon_of } from '../queue/order'
import { use_queue } from '../queue/queue'
import type { QueueRow } from '../queue/row'
import { use_row_cursor } from '../queue/row_cursor'
import { prefetch_whistle } from '../whistle/whistle'
import { days_back, load_done_work } from './done_work'
import { start_of_day } from '../whistle/office_time'
import { standing_state, standing_text } from './row_clock'
import { count_queues, own_turn, type Queue, queues, stands_in } from './queues'
import { query_of, read_view, shows, type View } from './view'

const prefetch_after_ms = 80
const day_ms = 24 * 3_600_000
const asked_why_max = 40 // more than stand in a department

// Of numbers in order.
function count_below(numbers: Float64Array, limit: number): number {
  let [from, to] = [0, numbers.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((numbers[middle] ?? Infinity) < limit) from = middle + 1
    else to = middle
  }
  return from
}

export function use_desk() {
  const route = useRoute()
  const router = useRouter()
  const now = use_now()
  const department = computed(() => session.value?.department ?? '')
  const queue = use_queue(() => (department.value ? { department: department.value } : null))

  // --- what is shown ---
  const view = computed<View>(() => read_view(route.query))
  const opened = computed(() => (typeof route.params.whistle === 'string' ? route.params.whistle : ''))
  const day = computed(() => day_text(now.value, zone()))
  const midnight_ms = computed(() => start_of_day(day.value, zone()))
  const counts = computed(() => count_queues(queue.all.value.values(), midnight_ms.value))
  const in_queue = computed(() => {
    const { queue: name, order } = view.value
    const since = view.value.since === 'week' ? midnight_ms.value - (days_back - 1) * day_ms : midnight_ms.value
    const rows = [...queue.all.value.values()].filter((row) => stands_in[name](row, since))
    return name === 'done' && order === 'urgency' ? rows.sort(by_done) : ordered(rows, order)
  })
  // The instant is asked for only by a filter that needs it.
  const shown = computed(() => {
    const at = view.value.limit === '' ? 0 : now.value
    return in_queue.value.filter((row) => shows(row, view.value, at))
  })
  const own = computed(() => [...queue.all.value.values()].filter(own_turn))
  const dues = computed(() => Float64Array.from(own.value.map(due_of)).sort())
  const soons = computed(() => Float64Array.from(own.value.map(soon_of)).sort())
  const urgent = computed(() => {
    const late = count_below(dues.value, now.value)
    return { overdue: late, due_soon: count_below(soons.value, now.value) - late }
  })

  function show_view(change: Partial<View>): void {
    void router.replace({ params: route.params, query: query_of({ ...view.value, ...change }) })
  }
  function show_queue(name: Queue, change: Partial<View> = {}): void {
    chosen.value = new Set()
    void router.push({ params: { whistle: '' }, query: query_of({ ...view.value, ...change, queue: name }) })
  }
  function open(id: string, how: 'push' | 'replace' = 'push'): void {
    if (id !== opened.value) void router[how]({ params: { whistle: id }, query: route.query })
  }

  // --- the row that keys act on ---
  const { id: cursor, left, go, move } = use_row_cursor(
    () => shown.value,
    () => opened.value,
  )
  // Where that went which was under the cursor: what somebody filtered away, or left behind in another queue, did not go.
  const gone = computed(() => {
    const row = left.value === '' ? undefined : queue.all.value.get(left.value)
    if (left.value === '' || (row && stands_in[view.value.queue](row, midnight_ms.value))) return null
    const to = row && queues.find((name) => name !== 'all' && stands_in[name](row, midnight_ms.value))
    return { id: left.value, to: to ?? null, ended: row && is_end(row.stage) ? row.stage : null }
  })
  watch(
    () => JSON.stringify(query_of(view.value)),
    () => {
      left.value = ''
    },
  )
  const peeking = ref(false)
  let prefetching: ReturnType<typeof setTimeout> | undefined
  watch(cursor, (id) => {
    clearTimeout(prefetching)
    if (id === '') return
    prefetching = setTimeout(() => (peeking.value ? open(id, 'replace') : prefetch_whistle(id)), prefetch_after_ms)
  })

  // --- selection ---
  const chosen = ref(new Set<string>())
  let chosen_last = ''
  function choose(id: string, upto = false): void {
    const next = new Set(chosen.value)
    const rows = shown.value
    const [one, other] = [chosen_last, id].map((each) => rows.findIndex((row) => row.id === each))
    if (upto && one !== undefined && other !== undefined && one >= 0) {
      for (const row of rows.slice(Math.min(one, other), Math.max(one, other) + 1)) next.add(row.id)
    } else if (!next.delete(id)) {
      next.add(id)
    }
    chosen_last = id
    chosen.value = next
  }
  // Who left the queue is not selected any more.
  watch(shown, (rows) => {
    if (chosen.value.size === 0) return
    const there = new Set(rows.map((row) => row.id))
    const left = [...chosen.value].filter((id) => there.has(id))
    if (left.length < chosen.value.size) chosen.value = new Set(left)
  })

  // --- what is done already: the inbox does not name it, and its numbers stand beside the queues ---
  const older = ref(false) // there are more than are shown
  const done_fault = shallowRef<unknown>(null)
  let done_asked = ''
  // Why a row stands the whistle itself says, where the inbox does not.
  const stands_for_no_reason = (row: QueueRow): boolean =>
    own_turn(row) && standing_state(row) === 'paused' && standing_text(row) === undefined
  async function look_back(): Promise<void> {
    if (queue.state.value !== 'ready' || done_asked === department.value) return
    done_asked = department.value
    done_fault.value = null
    const unknown = [...queue.all.value.values()].filter(stands_for_no_reason).slice(0, asked_why_max)
    for (const { id } of unknown) void queue.refresh(id)
    try {
      older.value = await load_done_work(department.value, queue.put)
    } catch (thrown) {
      done_fault.value = thrown
      done_asked = ''
    }
  }
  watch(queue.state, () => void look_back(), { immediate: true })

  return {
    department,
    queue,
    view,
    opened,
    counts,
    in_queue,
    shown,
    urgent,
    cursor,
    gone,
    left,
    go,
    peeking,
    chosen,
    older,
    done_fault,
    show_view,
    show_queue,
    open,
    move,
    choose,
    look_back,
  }
}
