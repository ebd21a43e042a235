import { describe, expect, test } from 'vitest'
import {
  days_in,
  days_of,
  each_day,
  last_day_of,
  period_text,
  read_period,
  shift_day,
} from '../../../../web/src/console/board/period'

const zone = 'Asia/Shanghai'
const late_evening = Date.UTC(2026, 10, 26, 17, 30) // 27 November, 01:30 in Shenyang

describe('a period', () => {
  test('is made of days of the city, not of the device', () => {
    expect(days_of({ choice: 'today' }, late_evening, zone)).toEqual({ from: 20261127, to: 20261127 })
    expect(days_of({ choice: 'today' }, late_evening, 'America/New_York')).toEqual({ from: 20261126, to: 20261126 })
  })

  test('of the last days ends today and crosses months and years', () => {
    expect(days_of({ choice: 'last', days: 30 }, late_evening, zone)).toEqual({ from: 20261029, to: 20261127 })
    expect(shift_day(20270101, -1)).toBe(20261231)
    expect(shift_day(20280228, 1)).toBe(20280229)
  })

  test('of the running month ends today, of another with its last day', () => {
    expect(days_of({ choice: 'month', month: 202611 }, late_evening, zone)).toEqual({ from: 20261101, to: 20261127 })
    expect(days_of({ choice: 'month', month: 202602 }, late_evening, zone)).toEqual({ from: 20260201, to: 20260228 })
    expect(days_of({ choice: 'month', month: 202612 }, late_evening, zone)).toEqual({ from: 20261201, to: 20261231 })
    expect(last_day_of(202612)).toBe(20261231)
  })

  test('is the same after it was written into an address and read from there', () => {
    for (const text of ['today', '7d', '30d', '366d', '2026-11', '2026-12', '20261101-20261115'])
      expect(period_text(read_period(text) ?? { choice: 'today' })).toBe(text)
  })

  test('that an address says wrongly is none', () => {
    for (const text of [
      '',
      '0d',
      '367d',
      '2026-13',
      '20261131-20261201',
      '20261115-20261101',
      '20240101-20261231',
      'yesterday',
      '7d ',
    ])
      expect(read_period(text)).toBeNull()
  })

  test('has as many days as it says', () => {
    expect(days_in({ from: 20260228, to: 20260302 })).toBe(3)
    expect(each_day({ from: 20260228, to: 20260302 })).toEqual([20260228, 20260301, 20260302])
  })
})
