// The rules of sound promise each room what it lets hear, and nothing else.
import { createApp, h } from 'vue'
import { expect, test } from 'vitest'
import SoundRules from '../../../../web/src/console/sound/SoundRules.vue'
import '../in_chinese'

function rules(of: 'department' | 'centre'): string {
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp({ render: () => h(SoundRules, { of }) })
  app.mount(place)
  const text = place.querySelector('.sound-rules')?.textContent ?? ''
  app.unmount()
  return text
}

test('a command centre is promised no sound and no banner that it does not have', () => {
  expect(rules('department')).toMatch(/横幅一直在.*再各响一次.*临期/s)
  const centre = rules('centre')
  expect(centre).toContain('横幅在被叫部门的工作台上')
  expect(centre).not.toMatch(/横幅一直在|再各响一次|临期/)
})
