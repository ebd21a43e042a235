import { createApp, h } from 'vue'
import { expect, test } from 'vitest'
import FileForm from '../../../../web/src/console/dispatch/forms/FileForm.vue'
import type { WhistleView } from '../../../../web/src/console/whistle/whistle'
import '../in_chinese'

test('a filing condition that nobody stated is an empty field, and what its number means is said', () => {
  const told = (condition: number) => {
    const report = { kind: 'routine', area: '', condition }
    const view = { state: { whistle_id: 'w', version: 1, report }, suggestions: [] } as unknown as WhistleView
    const place = document.createElement('div')
    const app = createApp({ render: () => h(FileForm, { view }) })
    app.mount(place)
    const field = place.querySelector<HTMLInputElement>('input[type=number]')
    const found = { value: field?.value, more: place.querySelector(`[id='${field?.getAttribute('aria-describedby')}']`)?.textContent }
    app.unmount()
    return found
  }
  expect(told(0)).toEqual({ value: '', more: expect.stringMatching(/立案标准.*第 1、2、3……条.*不清楚留空/) })
  expect(told(0).more, 'no file of the pack is named to who fills it in').not.toMatch(/csv|序号/)
  expect(told(2).value).toBe('2')
})
