import { createApp, h, nextTick, shallowRef } from 'vue'
import { expect, test, vi } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import ActionPanel from '../../../../web/src/console/dispatch/ActionPanel.vue'
import type { Life } from '../../../../web/src/console/whistle/whistle'
import '../in_chinese'

vi.mock('../../../../web/src/api/session', async (original) => ({
  ...(await original<object>()),
  session: { value: { user: 'desk_1', role: 'desk_officer', area: '21', department: '' } },
}))

const entry = (version: number, actor: string, event: object) =>
  ({ whistle_id: 'w', version, at_ms: Date.now(), command_id: '', command_digest: '', actor, ...event }) as unknown as Messages['JournalEntry']
const life = (version: number, stage: string, history: Messages['JournalEntry'][]): Life => {
  const state = { whistle_id: 'w', version, stage, obligations: [], members: [], report: {}, desk_reason: 'unspecified' }
  return { view: { state, suggestions: [], deadlines: [] } as unknown as Life['view'], history, whole: true }
}

test('a form that others have made pointless says who did what, and what was typed stays', async () => {
  const now = shallowRef(life(2, 'filed', []))
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp({ render: () => h(ActionPanel, { life: now.value, loads: [], rows: new Map() }) })
  app.mount(place)
  const press = async (name: string) => {
    ;[...place.querySelectorAll('button')].find((each) => each.textContent?.trim() === name)?.click()
    await nextTick()
  }
  await press('不予受理')
  const text = place.querySelector('textarea')
  if (text) text.value = '不在准入清单'
  now.value = life(3, 'filed', [entry(3, 'desk_2', { noted: {} })])
  await nextTick()
  expect(place.querySelector('.overtaken'), 'it can still be sent').toBe(null)
  now.value = life(5, 'closed', [entry(3, 'desk_2', { noted: {} }), entry(4, 'desk_3', { declined: {} }), entry(5, '', { closed: {} })])
  await nextTick()
  const note = place.querySelector('.overtaken')
  expect(note?.textContent).toMatch(/desk_3 已于 \S+ \d\d:\d\d 不予受理/)
  expect(note?.querySelector('textarea')?.value).toBe('不在准入清单')
  expect(place.querySelectorAll('form')).toHaveLength(0)
  app.unmount()
})
