// Who uses this phone. Known without a network from the last time the server said it; the session itself is asked for
// again as soon as the server can be reached.
import { computed, ref, shallowRef, watch } from 'vue'
import { find_session, log_out } from '../api/account'
import { begin_live, end_live } from '../api/live'
import { Problem, unreachable } from '../api/problem'
import { type Session, session } from '../api/session'
import { forget, keep, kept } from './store'

export type Identity = Pick<Session, 'user' | 'name' | 'role' | 'department' | 'area'>

const key = 'identity'
export const identity = shallowRef<Identity | null>(null)

// The server said that nobody is logged in here. Not asked yet, or not answered, is neither yes nor no.
const nobody = ref(false)
watch(session, (now, before) => {
  nobody.value = now === null && before !== null
})

// The work goes on without a session; what waits is sent when its author is back.
export const must_log_in = computed(() => identity.value !== null && session.value === null && nobody.value)
export const must_ask = computed(() => identity.value !== null && session.value === null && !nobody.value)

export async function recall_identity(): Promise<void> {
  identity.value = await kept<Identity>(key)
}

export async function take_identity(opened: Session): Promise<void> {
  const { user, name, role, department, area } = opened
  const is = identity.value
  const next = { user, name, role, department, area }
  if (is && JSON.stringify(is) === JSON.stringify(next)) return
  identity.value = next
  await keep(key, identity.value)
}

export async function ask_session(): Promise<void> {
  try {
    const opened = await find_session()
    nobody.value = opened === null // or somebody who owes something first: the door shows what
    if (opened) await take_identity(opened)
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown // asked again when the network is back
  }
}

export function follow_session(now_in: boolean): void {
  end_live()
  if (now_in) begin_live()
}

// Only with the server: a cookie that it still honours would let the next one who takes the phone speak as this one.
export async function leave(): Promise<void> {
  if (session.value) await log_out()
  else if (!nobody.value) throw unreachable()
  await forget(key)
  identity.value = null
}
