import { createApp, h } from 'vue'
import { expect, test, vi } from 'vitest'
import WhistleLine from '../../../../web/src/console/board/WhistleLine.vue'
import '../in_chinese'

const lead = (running: boolean) =>
  ({ department: '2101-um', part: 'lead', stage: 'returned', ruling: { segments: [{ state: running ? 'running' : 'stopped' }] } })
const told = vi.hoisted(() => ({ view: {} as object }))
vi.mock('../../../../web/src/api/whistles', () => ({ look_at: () => told.view, problem_of: () => null }))

function line(state: object, of = '.line-second'): string {
  told.view = { state: { stage: 'handling', raised_at_ms: 1, ...state }, waits_since_ms: Date.now(), overruns: [], deadlines: [] }
  const place = document.createElement('div')
  const app = createApp({ render: () => h(WhistleLine, { id: 'w', chosen: false }) })
  app.mount(place)
  const text = place.querySelector(of)?.textContent ?? ''
  app.unmount()
  return text
}

test('what waits for a ruling is with the command centre, and says since when; else it is with its lead', () => {
  const waits = line({ desk: '2101', obligations: [lead(true)] })
  expect(waits).toMatch(/退单待裁定由.*2101.*指挥中心持有自 \S+ \d\d:\d\d 起/)
  expect(waits).not.toMatch(/处置中|2101-um/)
  expect(line({ desk: '', obligations: [lead(false)] })).toMatch(/处置中2101-um/)
})

test('what is closed is late where its last lead was, and not for who returned it before', () => {
  const owed = (overrun_recorded: boolean, handle_appeal = 'unspecified') =>
    ({ department: 'um', part: 'lead', stage: 'done', handle: { overrun_recorded, segments: [] }, handle_appeal })
  const returned = { ...lead(false), handle: { overrun_recorded: true, segments: [] } }
  const badge = (stage: string, ...obligations: object[]) => line({ stage, desk: '', obligations }, '.sla .figures')
  expect(badge('closed', owed(false), returned)).toBe('按时')
  expect(badge('closed', owed(true))).toBe('超期完成')
  expect(badge('closed', owed(true, 'upheld'))).toBe('按时')
  expect(badge('declined', owed(false)), 'nobody had to').toBe('')
})
