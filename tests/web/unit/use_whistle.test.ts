import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { use_whistle } from '../../../web/src/console/whistle/whistle'

let reachable = false
let asked = 0
beforeEach(() => {
  vi.useFakeTimers()
  asked = 0
  vi.stubGlobal('fetch', async (input: Request) => {
    asked += 1
    if (!reachable) throw new TypeError('no network')
    const body = input.url.includes('/history') ? { items: [], more: false } : { state: { whistle_id: 'a', version: 1 } }
    return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('what failed for want of a network is asked for again by itself, as long as somebody looks', async () => {
  reachable = false
  const scope = effectScope()
  const shown = scope.run(() => use_whistle(() => 'a'))
  await vi.advanceTimersByTimeAsync(100)
  expect(shown?.fault.value).toMatchObject({ status: 0 })
  reachable = true
  await vi.advanceTimersByTimeAsync(10_000)
  expect(shown?.fault.value).toBeNull()
  expect(shown?.life.value?.view.state?.version).toBe(1)
  scope.stop()

  reachable = false
  const left = effectScope()
  left.run(() => use_whistle(() => 'b'))
  await vi.advanceTimersByTimeAsync(100)
  left.stop()
  const before = asked
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(before)
})
