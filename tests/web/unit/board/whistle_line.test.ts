import { createApp, h } from 'vue'
import { expect, test, vi } from 'vitest'
import WhistleLine from '../../../../web/src/console/board/WhistleLine.vue'
import '../in_chinese'

const lead = (running: boolean) =>
  ({ department: '2101-um', part: 'lead', stage: 'returned', ruling: { segments: [{ state: running ? 'running' : 'stopped' }] } })
const told = vi.hoisted(() => ({ view: {} as object }))
vi.mock('../../../../web/src/api/whistles', () => ({ look_at: () => told.view, problem_of: () => null }))

function line(state: object): string {
  told.view = { state: { stage: 'handling', raised_at_ms: 1, ...state }, waits_since_ms: Date.now(), overruns: [], deadlines: [] }
  const place = document.createElement('div')
  const app = createApp({ render: () => h(WhistleLine, { id: 'w', chosen: false }) })
  app.mount(place)
  const text = place.querySelector('.line-second')?.textContent ?? ''
  app.unmount()
  return text
}

test('what waits for a ruling is with the command centre, and says since when; else it is with its lead', () => {
  const waits = line({ desk: '2101', obligations: [lead(true)] })
  expect(waits).toMatch(/退单待裁定由.*2101.*指挥中心持有自 \S+ \d\d:\d\d 起/)
  expect(waits).not.toMatch(/处置中|2101-um/)
  expect(line({ desk: '', obligations: [lead(false)] })).toMatch(/处置中2101-um/)
})
