// Says something to the server, one at a time: busy meanwhile, and what went wrong stands beside the form until it is
// said again.
import { ref, shallowRef } from 'vue'

export function use_sending() {
  const busy = ref(false)
  const fault = shallowRef<unknown>(null)

  // work: says it, and does what follows when it was heard.
  async function send(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    fault.value = null
    try {
      await work()
    } catch (thrown) {
      fault.value = thrown
    } finally {
      busy.value = false
    }
  }
  return { busy, fault, send }
}
