import { createApp, h } from 'vue'
import { expect, test } from 'vitest'
import HeldBars from '../../../../web/src/console/board/HeldBars.vue'
import type { FigureRow } from '../../../../web/src/console/board/rows'
import '../in_chinese'

test('what a department held is said to be of what it leads alone where it is asked for alone', () => {
  const text_of = (department: string) => {
    const row = { group: '', name: '', shares: [], held: [{ holder: 'dept/um', held_ms: 60_000 }] } as unknown as FigureRow
    const place = document.createElement('div')
    const app = createApp({ render: () => h(HeldBars, { row, department }) })
    app.mount(place)
    const text = place.textContent
    app.unmount()
    return text
  }
  expect(text_of('um')).toContain('只含由um主办的哨')
  expect(text_of('')).not.toContain('只含')
})
