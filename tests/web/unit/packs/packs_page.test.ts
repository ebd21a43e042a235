import { createApp, h, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { know_pack, type PackArea, type PackNames } from '../../../../web/src/api/pack'
import PacksPage from '../../../../web/src/console/packs/PacksPage.vue'
import '../in_chinese'

const seat = vi.hoisted(() => ({ value: { user: 'u', role: 'supervisor', area: '2101', department: '' } }))
vi.mock('../../../../web/src/api/session', async (original) => ({ ...(await original<object>()), session: seat }))
vi.mock('vue-router', () => ({ RouterLink: { render: () => null } }))
afterEach(() => vi.unstubAllGlobals())

const area = (code: string, level: PackArea['level'], parent: string): PackArea => ({ code, name: code, level, parent })
know_pack({
  pack: 'ab', version: 1, name: '沈阳市', time_zone: 'Asia/Shanghai', datum: 'gcj02', photo: 'optional', departments: [],
  areas: [area('2101', 'city', ''), area('210102', 'district', '2101'), area('210103', 'district', '2101')],
  matters: [true, false].map((admitted) => ({ kind: 'matter', code: '1', name: '', class_name: '', aliases: [], admitted })),
} as unknown as PackNames)

const version = (number: number, standing: string) =>
  ({ version: number, standing, at_ms: 1, effective_at_ms: 1, actor: '', reason: '', pack: 'ab', moved_ids: [] })
async function shown(role: string, of: string, versions: object[], what = 'div'): Promise<string> {
  seat.value = { user: 'u', role, area: of, department: '' }
  const answer = JSON.stringify({ versions, changes: [], moves: [], more: false })
  vi.stubGlobal('fetch', async () => new Response(answer, { headers: { 'Content-Type': 'application/json' } }))
  const place = document.createElement('div')
  const app = createApp({ render: () => h(PacksPage) })
  app.mount(place)
  await vi.waitFor(() => expect(place.querySelector('tbody tr')).not.toBe(null))
  await nextTick()
  const text = place.querySelector(what)?.textContent ?? ''
  app.unmount()
  return text
}

test('whoever may not publish is told who may, and everybody what is in the pack', async () => {
  const only = [version(1, 'in_force')]
  for (const [role, of] of [['supervisor', '210102'], ['desk_officer', '2101']] as const) {
    const text = await shown(role, of, only)
    expect(text).toContain('由全市的督查在本页检查和发布')
    expect(text).not.toContain('检查，不发布')
    expect(text).toMatch(/区2.*事项2.*准入事项1/)
  }
  const text = await shown('supervisor', '2101', only)
  expect(text).toContain('检查，不发布')
  expect(text).not.toContain('您可以看，不能发布')
})

test('what would change is asked of the pack in force only where there was one before', async () => {
  expect(await shown('supervisor', '2101', [version(1, 'in_force')], 'tbody')).not.toContain('会变的哨件')
  expect(await shown('supervisor', '2101', [version(1, 'past'), version(2, 'in_force')], 'tbody')).toContain('会变的哨件')
})
