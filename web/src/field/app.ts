// The life of the phone app: from what it knows without a network to what the server says, and again whenever either
// comes back.
import { computed, nextTick, ref, shallowRef, watch } from 'vue'
import { answered } from '../api/client'
import { listen, live } from '../api/live'
import { Problem } from '../api/problem'
import { session } from '../api/session'
import { city, enter_city, recall_names, refresh_lists, refresh_names, refresh_slice } from './city'
import { ask_session, follow_session, identity, must_ask, must_log_in, recall_identity } from './identity'
import { begin_box } from './outbox/box'
import { look_for_ended, recall_ended } from './own/ended'
import { questions, verify_mine } from './tasks/tasks'
import { kept_view, read_ahead } from './views'
import { begin_sending, type FlushWish } from './outbox/sender'
import { enter_people, keep_people_told } from './people'

export const ready = ref(false)
export const storage_failed = ref(false)
export const fault = shallowRef<unknown>(null) // of the app itself; a page's own are shown by the page
const plugged = ref(navigator.onLine) // no is certain, yes is not
// What is shown as online has answered lately: a radio that is on is not a network.
export const online = computed(() => session.value !== null && live.link === 'live' && plugged.value && answered.value)
// Why the server is not heard: there is no network, or it knows nobody here.
export type Reach = 'online' | 'offline' | 'out'
export const reach = computed((): Reach => {
  if (online.value) return 'online'
  return must_log_in.value ? 'out' : 'offline'
})

const entries_settle_ms = 1000
const ask_first_ms = 2_000
const ask_last_ms = 30_000
const ahead_max = 30 // tasks and own reports that are read before somebody opens them

// No answer is not a fault, nor is the end of a session: the frame says both.
export function take_fault(thrown: unknown): void {
  if (!(thrown instanceof Problem && (thrown.status === 0 || thrown.status === 401))) fault.value = thrown
}

let send: (wish: FlushWish) => void = () => undefined
export const send_now = (): void => send({ now: true })
// What somebody has just said: the page that comes then tells how far it is, and the one after that no more.
export const just_said = ref({ id: '', pages: 0 })
export function send_said(id: string): void {
  just_said.value = { id, pages: 0 }
  send_now()
}

// What this phone knows of whoever uses it.
async function enter(): Promise<void> {
  await Promise.all([enter_people(), enter_city()])
  await recall_ended()
  for (const each of city.value.mine.value ?? []) void kept_view(each.whistle_id).catch(take_fault)
}

async function recall(): Promise<void> {
  try {
    await Promise.all([recall_identity(), recall_names(), begin_box()])
    await enter()
  } catch {
    storage_failed.value = true
  }
}

async function look_around(): Promise<void> {
  try {
    await refresh_lists()
    await look_for_ended()
    const newest_first = [...(city.value.mine.value ?? [])].reverse()
    const no_clock = newest_first.filter((each) => !each.next_deadline && each.overruns.length === 0) // why, it says
    await read_ahead([...questions.value, ...verify_mine.value, ...no_clock, ...newest_first].slice(0, ahead_max))
  } catch (thrown) {
    take_fault(thrown)
  }
}

async function catch_up(): Promise<void> {
  try {
    await Promise.all([refresh_names().then(refresh_slice), look_around()])
  } catch (thrown) {
    take_fault(thrown)
  }
}

async function session_opened(): Promise<void> {
  await enter()
  send({ now: true }) // receipts are looked at again when the stream says where it begins
}

// Soon again at first, then ever more seldom: a radio finds its network without a word to the page.
let asking: ReturnType<typeof setTimeout> | undefined
async function look_for_session(again_ms = ask_first_ms): Promise<void> {
  clearTimeout(asking)
  if (!must_ask.value) return
  if (again_ms < ask_last_ms) asking = setTimeout(() => void look_for_session(again_ms * 2), again_ms)
  await ask_session().catch(take_fault)
}

// What comes within a second is looked at together, and in a city where something always comes no later than that.
let settling: ReturnType<typeof setTimeout> | undefined
function something_happened(): void {
  settling ??= setTimeout(() => {
    settling = undefined
    void look_around()
  }, entries_settle_ms)
}

export async function start(): Promise<void> {
  await recall()
  ready.value = true
  void nextTick(() => performance.mark('gridwhistle.ready')) // a story holds the start to its second
  send = begin_sending(take_fault)
  keep_people_told(take_fault)
  listen({
    anew() {
      void catch_up()
      send({ now: true, look_again: true })
    },
    entries: something_happened,
    published: () => void catch_up(),
  })
  watch(
    () => (session.value?.user === identity.value?.user ? (session.value?.session ?? '') : ''),
    (now_in) => {
      follow_session(now_in !== '')
      if (now_in !== '') void session_opened().catch(take_fault)
    },
  )
  // Who has left takes along what he was told.
  watch(
    () => identity.value === null,
    (nobody) => nobody && void enter_people().catch(take_fault),
  )
  watch(
    () => live.heard_at_ms,
    () => {
      answered.value = true
    },
  )
  // A radio that is on again is no network yet: it is one with the first answer, which is asked for at once.
  addEventListener('offline', () => {
    plugged.value = false
    answered.value = false
  })
  addEventListener('online', () => {
    plugged.value = true
    void look_for_session()
    void look_around()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void look_for_session()
  })
  setInterval(() => void look_for_session(ask_last_ms), ask_last_ms)
  await (must_ask.value ? look_for_session() : ask_session().catch(take_fault))
}

// Asked for when there is something to lose; a browser may say no, and then the phone says so by its outbox count.
export async function ask_to_stay(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false
}
