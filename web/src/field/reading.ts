// What was read is kept: shown at once, also without a network, with the instant it is from; then read anew.
import { shallowReactive } from 'vue'
import { session } from '../api/session'
import { server_now_ms } from '../base/server_clock'
import { keep, kept } from './store'

interface Kept<Value> {
  value: Value
  as_of_ms: number
}

export interface Reading<Value> {
  value: Value | null
  as_of_ms: number
  busy: boolean
  fault: unknown
  recall: () => Promise<void>
  refresh: () => Promise<void>
}

// One thing that is read. `load` says what it is now; it is not called without a session.
export function make_reading<Value>(key: string, load: () => Promise<Value>): Reading<Value> {
  let again = false
  let running: Promise<void> | null = null
  const reading: Reading<Value> = shallowReactive({
    value: null as Value | null,
    as_of_ms: 0,
    busy: false,
    fault: null as unknown,
    async recall() {
      const found = await kept<Kept<Value>>(key)
      if (!found || reading.as_of_ms > found.as_of_ms) return
      reading.value = found.value
      reading.as_of_ms = found.as_of_ms
    },
    // Done when what it tells was asked for after this call.
    refresh() {
      if (!session.value) return Promise.resolve()
      if (running) again = true
      running ??= load_and_keep().finally(() => {
        running = null
      })
      return running
    },
  })
  async function load_and_keep(): Promise<void> {
    reading.busy = true
    try {
      do {
        again = false
        const value = await load()
        reading.value = value
        reading.as_of_ms = server_now_ms()
        reading.fault = null
        await keep(key, { value, as_of_ms: reading.as_of_ms })
      } while (again)
    } catch (thrown) {
      reading.fault = thrown
    } finally {
      reading.busy = false
    }
  }
  return reading
}
