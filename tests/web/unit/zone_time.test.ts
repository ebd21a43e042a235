import { expect, test } from 'vitest'
import { read_field } from '../../../web/src/base/zone_time'

test('what is typed is meant in the city', () => {
  expect(read_field('2027-01-01T00:00', 'Asia/Shanghai')).toBe(Date.parse('2026-12-31T16:00:00Z'))
  expect(read_field('2026-07-01T09:30', 'America/New_York')).toBe(Date.parse('2026-07-01T13:30:00Z'))
})

test('on both sides of a change of summer time the hour is the city’s', () => {
  expect(read_field('2026-03-08T01:30', 'America/New_York')).toBe(Date.parse('2026-03-08T06:30:00Z'))
  expect(read_field('2026-03-08T03:30', 'America/New_York')).toBe(Date.parse('2026-03-08T07:30:00Z'))
})

test('nothing typed is no instant', () => {
  expect(read_field('', 'Asia/Shanghai')).toBeNaN()
})
