import { expect, test } from 'vitest'
import type { DemoSeat } from '../../../web/src/api/account'
import type { Role } from '../../../web/src/api/session'
import { role_words } from '../../../web/src/console/role_words'
import { seats_found, wheres_of } from '../../../web/src/parts/demo_seats'

const seat = (part: Partial<DemoSeat>): DemoSeat =>
  ({ user: '', name: '', role: 'grid_worker', department: '', department_name: '', area: '', area_name: '', ...part }) as DemoSeat
const seats = [
  seat({ user: 'walker-1', name: '胡子涵', area: '210102001', area_name: '水源地社区' }),
  seat({ user: 'clerk-um', name: '王芳', role: 'clerk', department_name: '城管局', area: '2101', area_name: '沈阳市' }),
]
const users = (wanted: string) => seats_found(seats, wanted).map((each) => each.user)

test('a seat is found by every word of what is said of it, in any order', () => {
  expect(users('')).toEqual(['walker-1', 'clerk-um'])
  expect(users('水源')).toEqual(['walker-1'])
  expect(users('  沈阳 城管 ')).toEqual(['clerk-um'])
  expect(users('WALKER')).toEqual(['walker-1'])
  expect(users('城管 水源')).toEqual([])
})

test('a seat is found by the street and the district that it lies in, which others of the same door name', () => {
  const around = [...seats, seat({ user: 'desk', role: 'desk_officer', area: '210102', area_name: '浑河站西街道' })]
  const where = wheres_of(around)
  expect(where(around[0] as DemoSeat)).toBe('沈阳市 浑河站西街道 水源地社区')
  expect(seats_found(around, '浑河 沈阳').map((each) => each.user)).toEqual(['walker-1', 'desk'])
  expect(where(seat({ area: '', area_name: '' }))).toBe('')
})

test('a seat is found by its role and by the room it works in, in either language', () => {
  const all = [
    ...seats,
    seat({ user: 'centre', role: 'desk_officer', area: '2101', area_name: '沈阳市' }),
    seat({ user: 'watch', role: 'supervisor', area: '2101', area_name: '沈阳市' }),
  ]
  const called = ({ role }: DemoSeat) => role_words[role as Role]
  const found = (wanted: string) => seats_found(all, wanted, all, called).map((each) => each.user)
  for (const word of ['指挥中心', '沈阳 指挥', 'dispatch', 'Command centre'])
    expect(found(word), word).toEqual(['centre'])
  for (const word of ['督查', 'Supervisor']) expect(found(word), word).toEqual(['watch'])
  expect(found('网格员')).toEqual(['walker-1'])
  expect(found('部门坐席')).toEqual(['clerk-um'])
})
