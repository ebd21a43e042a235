// A combobox that finds one of thousands: what nothing is found by stays, and covers nothing.
import { createApp, h, nextTick, ref } from 'vue'
import { afterEach, expect, test } from 'vitest'
import PickCode from '../../../web/src/parts/PickCode.vue'

const choice = (code: string, name: string) => ({ code, name, more: '', words: name })
const all = [choice('a', '道路破损'), choice('b', '路灯')]
let end = () => {}
afterEach(() => end())

async function shown(like: typeof all) {
  const place = document.createElement('div')
  document.body.append(place)
  const chosen = ref('')
  const app = createApp(() =>
    h(PickCode, { label: '事项', choices: all, modelValue: chosen.value, none: '没有', like, 'onUpdate:modelValue': (code: string) => (chosen.value = code) }),
  )
  app.mount(place)
  end = () => {
    app.unmount()
    place.remove()
  }
  const input = place.querySelector('input') as HTMLInputElement
  const type = async (words: string) => {
    input.value = words
    input.dispatchEvent(new Event('input'))
    await nextTick()
  }
  const leave = async () => {
    input.dispatchEvent(new Event('blur'))
    await nextTick()
  }
  return { place, input, chosen, type, leave, options: () => [...place.querySelectorAll('li')].map((each) => each.textContent?.trim()) }
}

test('what nothing is found by stays where it was typed, and no list lies over what follows', async () => {
  const { place, input, type, leave } = await shown([])
  await type('火')
  expect(place.querySelector('ul')).toBeNull()
  expect(place.querySelector('[role=status]')?.textContent).toBe('没有')
  await leave()
  expect(input.value).toBe('火')
  expect(place.querySelector('[role=status]')?.textContent).toBe('没有')
})

test('what words may mean stands first, and for what nothing is found by', async () => {
  const { input, type, options, leave } = await shown([all[1] as (typeof all)[number]])
  input.dispatchEvent(new Event('focus'))
  input.dispatchEvent(new Event('click'))
  await nextTick()
  expect(options()).toEqual(['路灯', '道路破损'])
  await type('街上黑')
  expect(options()).toEqual(['路灯'])
  await type('道路')
  expect(options()).toEqual(['道路破损'])
  await leave()
  expect(input.value).toBe('')
})

test('its list comes into sight where a dialog would cut it off', async () => {
  const { place, input, options } = await shown([])
  const seen: Element[] = []
  Element.prototype.scrollIntoView = function (this: Element) {
    seen.push(this)
  }
  input.dispatchEvent(new Event('click'))
  await nextTick()
  await nextTick()
  expect(options().length).toBe(2)
  expect(seen).toEqual([place.querySelector('ul')])
})
