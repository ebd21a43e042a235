import { createApp, h, nextTick } from 'vue'
import { expect, test } from 'vitest'
import MovesTable from '../../../../web/src/console/packs/MovesTable.vue'
import type { HolderMove } from '../../../../web/src/console/packs/publish'

const holder = (lead: string) => ({ lead, desk: '', desk_reason: 'unspecified' as const })
const move = (before: string, after: string, count: number): HolderMove => ({ before: holder(before), after: holder(after), count })

function shown(moves: HolderMove[], changed: number) {
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp({ render: () => h(MovesTable, { moves, changed }) })
  app.mount(place)
  const rows = () => [...place.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim()))
  return { place, rows, end: () => app.unmount() }
}

test('what stays with its holder is one row until somebody opens it, and one again when he closes it', async () => {
  const { place, rows, end } = shown([move('um', 'um', 2), move('um', 'ps', 4), move('ps', 'ps', 5)], 11)
  expect(rows().map((row) => row[row.length - 1])).toEqual(['4', '7'])
  const button = place.querySelector('button')
  expect(button?.getAttribute('aria-expanded')).toBe('false')
  button?.click()
  await nextTick()
  expect(button?.getAttribute('aria-expanded')).toBe('true')
  expect(rows().map((row) => row[row.length - 1])).toEqual(['4', '7', '2', '5'])
  button?.click()
  await nextTick()
  expect(rows()).toHaveLength(2)
  end()
})

test('what more changes than is listed by way is counted, and without any that stays there is nothing to open', () => {
  const { place, rows, end } = shown([move('um', 'ps', 4)], 10)
  expect(rows().map((row) => row[row.length - 1])).toEqual(['4', '6'])
  expect(place.querySelector('button')).toBe(null)
  end()
})
