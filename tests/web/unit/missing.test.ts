import { createApp, defineComponent, h, nextTick, ref } from 'vue'
import { expect, test } from 'vitest'
import { use_field, use_whole } from '../../../web/src/parts/missing'

test('a form names what lacks, gives the first the focus, and forgets it as it is filled in', async () => {
  const text = ref('')
  let press: () => boolean = () => true
  const Field = defineComponent({
    props: { name: { type: String, required: true } },
    setup(given) {
      const own = use_field(() => given.name)
      return () => [h('input', own.value.lacks), h('p', own.value.note)]
    },
  })
  const Form = defineComponent(() => {
    const form = ref<HTMLElement | null>(null)
    const { is_whole } = use_whole(
      () => form.value,
      () => ({ other: false, reason: text.value === '' && 'the reason' }),
    )
    press = is_whole
    return () => h('form', { ref: form }, [h(Field, { name: 'other' }), h(Field, { name: 'reason' })])
  })
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(Form)
  app.mount(place)
  expect(place.textContent).toBe('')
  expect(press()).toBe(false)
  await nextTick()
  expect(place.textContent).toBe('the reason')
  const field = place.querySelector('[data-field=reason]')
  expect(document.activeElement).toBe(field)
  expect([field?.getAttribute('aria-invalid'), place.querySelector('[data-field=other]')?.getAttribute('aria-invalid')]).toEqual(['true', null])
  text.value = 'typed'
  await nextTick()
  expect(place.textContent).toBe('')
  expect(press()).toBe(true)
  app.unmount()
})
