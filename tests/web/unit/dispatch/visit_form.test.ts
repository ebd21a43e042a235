// The digits of a return visit run through all of its questions.
import { createApp, h, nextTick } from 'vue'
import { afterEach, beforeEach, expect, test } from 'vitest'
import VisitForm from '../../../../web/src/console/dispatch/forms/VisitForm.vue'
import type { WhistleView } from '../../../../web/src/console/whistle/whistle'
import '../in_chinese'

let place: HTMLElement
let app: ReturnType<typeof createApp>
beforeEach(() => {
  place = document.createElement('div')
  document.body.append(place)
  const view = { state: { whistle_id: 'w', version: 1 } } as unknown as WhistleView
  app = createApp({ render: () => h(VisitForm, { view }) })
  app.mount(place)
})
afterEach(() => {
  app.unmount()
  place.remove()
})

const numbers = () => [...place.querySelectorAll('kbd')].map((each) => each.textContent)
const picked = () =>
  [...place.querySelectorAll('label')]
    .filter((each) => each.querySelector<HTMLInputElement>('input')?.checked)
    .map((each) => each.querySelector('kbd')?.textContent)
async function press(key: string): Promise<void> {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await nextTick()
  await nextTick()
}

test('a digit stands beside one choice of the form, and picks it from whichever question has the focus', async () => {
  place.querySelector<HTMLInputElement>('input')?.focus()
  await press('4')
  expect(picked(), 'what is not shown is not picked').toEqual([])
  await press('1')
  expect(numbers()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  expect(picked()).toEqual(['1', '5', '8'])
  await press('4')
  await press('6')
  expect(picked()).toEqual(['1', '4', '6'])
  expect(document.activeElement?.closest('fieldset')?.querySelector('legend')?.textContent).toBe('是否满意')
  await press('2')
  expect(picked()).toEqual(['2'])
})

test('a digit in the reporter’s words is a digit', async () => {
  place.querySelector<HTMLInputElement>('input')?.focus()
  await press('1')
  place.querySelector('textarea')?.focus()
  await press('2')
  expect(picked()).toEqual(['1', '5', '8'])
})
