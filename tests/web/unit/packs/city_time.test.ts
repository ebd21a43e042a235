import { expect, test } from 'vitest'
import { instant_in_zone } from '../../../../web/src/console/packs/city_time'

test('what is typed is meant in the city', () => {
  expect(instant_in_zone('2027-01-01T00:00', 'Asia/Shanghai')).toBe(Date.parse('2026-12-31T16:00:00Z'))
  expect(instant_in_zone('2026-07-01T09:30', 'America/New_York')).toBe(Date.parse('2026-07-01T13:30:00Z'))
})

test('on both sides of a change of summer time the hour is the city’s', () => {
  expect(instant_in_zone('2026-03-08T01:30', 'America/New_York')).toBe(Date.parse('2026-03-08T06:30:00Z'))
  expect(instant_in_zone('2026-03-08T03:30', 'America/New_York')).toBe(Date.parse('2026-03-08T07:30:00Z'))
})

test('nothing typed is at once', () => {
  expect(instant_in_zone('', 'Asia/Shanghai')).toBe(0)
})
