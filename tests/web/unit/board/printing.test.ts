import { createApp, h, nextTick } from 'vue'
import { beforeEach, expect, test, vi } from 'vitest'
import { print_whole, printed_max } from '../../../../web/src/console/board/printing'
import VirtualRows from '../../../../web/src/console/board/VirtualRows.vue'
import '../in_chinese'

const told = vi.hoisted(() => new Set<string>())
vi.mock('../../../../web/src/api/whistles', () => ({
  ask_all: async (ids: string[]) => ids.forEach((id) => told.add(id)),
  is_told: (id: string) => told.has(id),
}))
beforeEach(() => told.clear())

// The first is a visit that was never opened: it has no whistle.
function list(count: number, given: object = {}) {
  const items = Array.from({ length: count }, (_, i) => ({ id: i === 0 ? '' : `w${i}` }))
  const place = document.createElement('div')
  const more: string[][] = []
  const props = { items, keyOf: (_: object, i: number) => `${i}`, rowPx: 60, label: 'list', ...given }
  const askMore = async (ids: string[]) => void more.push(ids)
  const row = { default: ({ item }: { item: { id: string } }) => h('b', item.id) }
  const app = createApp({ render: () => h(VirtualRows, { ...props, askMore } as never, row) })
  app.mount(place)
  const drawn = () => ({ rows: place.querySelectorAll('li').length, note: place.querySelector('.print-only')?.textContent?.trim() })
  return { app, more, drawn }
}
async function given_to_the_printer<Seen>(look: () => Seen): Promise<Seen | undefined> {
  let seen: Seen | undefined
  vi.stubGlobal('print', () => (seen = look()))
  await print_whole()
  await nextTick()
  return seen
}

test('a list is read whole and drawn whole before it is printed, and is as it was afterwards', async () => {
  const { app, more, drawn } = list(300)
  const before = drawn().rows
  expect(before).toBeLessThan(300)
  expect(await given_to_the_printer(drawn)).toEqual({ rows: 300, note: undefined })
  expect(told.size).toBe(299)
  expect(more[0]).toHaveLength(299)
  expect(drawn().rows).toBe(before)
  app.unmount()
})

test('of a list that is too long the first are printed, and the paper says so', async () => {
  const { app, drawn } = list(printed_max + 200)
  const note = `纸上是前 ${printed_max} 行，共 ${printed_max + 200} 行；全部请导出为文件。`
  expect(await given_to_the_printer(drawn)).toEqual({ rows: printed_max, note })
  app.unmount()
})

test('the browser’s own command prints from the beginning what has been read, and says how much that is', async () => {
  for (let i = 1; i < 30; i += 1) told.add(`w${i}`)
  const { app, drawn } = list(80)
  dispatchEvent(new Event('beforeprint'))
  await nextTick()
  expect(drawn()).toEqual({ rows: 30, note: expect.stringContaining('前 30 行，共 80 行') })
  dispatchEvent(new Event('afterprint'))
  app.unmount()
  const at_hand = list(80, { atHand: true })
  dispatchEvent(new Event('beforeprint'))
  await nextTick()
  expect(at_hand.drawn().rows).toBe(80)
  dispatchEvent(new Event('afterprint'))
  at_hand.app.unmount()
})
