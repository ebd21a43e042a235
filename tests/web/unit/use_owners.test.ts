import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { use_owners } from '../../../web/src/console/desk/use_owners'

const cover = (code: string, lead: string) => ({ kind: 'routine', matter: { kind: 'component', code }, lead, helpers: [] })
let suggested: string[] = []
let asked: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  suggested = []
  asked = []
  vi.stubGlobal('fetch', async (input: Request | string) => {
    const url = new URL(input instanceof Request ? input.url : input, 'http://city')
    asked.push(url.pathname)
    const rows = [cover('01001', 'water'), cover('01002', 'drainage'), cover('05001', 'parks')]
    const items = suggested.map((code) => ({ matter: { kind: 'component', code }, name: code, score_milli: 12_000 }))
    return new Response(JSON.stringify(url.pathname.endsWith('forecasts') ? { rows } : { items }), {
      headers: { 'Content-Type': 'application/json' },
    })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const settled = async () => {
  await vi.advanceTimersByTimeAsync(500)
  await nextTick()
}
const whistle = (text: string): Messages['WhistleView'] =>
  ({ state: { obligations: [], report: { area: 'g3', text, matter: { kind: 'component', code: '01001' } } } }) as unknown as Messages['WhistleView']

test('likely owners follow the words until somebody chooses, and then stand still until he has let go', async () => {
  const view = shallowRef(whistle(''))
  const words = ref('')
  const held = ref(false)
  const scope = effectScope()
  const shown = scope.run(() =>
    use_owners(
      () => view.value,
      () => words.value,
      () => 'police',
      () => held.value,
    ),
  )
  const names = () => shown?.value.map((each) => each.department)
  await settled()
  expect(names()).toEqual(['water', 'drainage'])
  held.value = true
  suggested = ['05001']
  words.value = '树倒了'
  await settled()
  expect(asked.filter((each) => each.endsWith('suggestions'))).toHaveLength(1)
  expect(names(), 'nothing moves under a hand').toEqual(['water', 'drainage'])
  held.value = false
  await nextTick()
  expect(names()).toEqual(['water', 'drainage', 'parks'])
  scope.stop()
})

test('of two questions only the last counts, and none is asked for each letter', async () => {
  const words = ref('')
  const scope = effectScope()
  const view = whistle('')
  scope.run(() =>
    use_owners(
      () => view,
      () => words.value,
      () => 'police',
      () => false,
    ),
  )
  for (const each of ['树', '树倒', '树倒了']) {
    words.value = each
    await nextTick()
    await vi.advanceTimersByTimeAsync(100)
  }
  await settled()
  expect(asked.filter((each) => each.endsWith('suggestions'))).toHaveLength(1)
  words.value = '树倒了，压'
  await nextTick()
  scope.stop()
  await settled()
  expect(asked.filter((each) => each.endsWith('suggestions')), 'who has gone asks no more').toHaveLength(1)
})
