import { expect, test } from 'vitest'
import { know_pack, type PackNames } from '../../../web/src/api/pack'
import { learn_people } from '../../../web/src/api/people'
import { refusal_detail } from '../../../web/src/parts/refusal_detail'

test('a refusal names departments and people as people do, and what it does not know as the server does', () => {
  const departments = [{ code: '210102-um', name: '和平区城管局', level: 'district', area: '210102' }]
  know_pack({ time_zone: 'Asia/Shanghai', areas: [], matters: [], departments } as unknown as PackNames)
  learn_people({ people: { 'supervisor-2101': '孟楠' } })
  expect(refusal_detail('210102-um')).toBe('和平区城管局')
  expect(refusal_detail('supervisor-2101 2024-11-27T08:00:00.000Z')).toBe('孟楠 2024-11-27 16:00')
  expect(refusal_detail('7 -> 9, text')).toBe('7 -> 9, text')
  expect(refusal_detail('')).toBe('')
})
