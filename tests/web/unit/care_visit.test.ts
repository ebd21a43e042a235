import { describe, expect, test } from 'vitest'
import { visit_text } from '../../../web/src/base/care_visit'

describe('the text of a care visit', () => {
  test('says which resident, by the reference code, and until when', () => {
    expect(visit_text('care/EX-210102001002-003/matter:10084/2026-11')).toBe('11-30 前走访 EX-210102001002-003（11 月）')
    expect(visit_text('care/R-1/matter:10084/2026-02')).toContain('02-28')
    expect(visit_text('care/R-1/matter:10084/2026-Q4')).toBe('12-31 前走访 R-1（第 4 季度）')
    // Monday 23 to Sunday 29 November 2026; 2027-W01 begins on 4 January.
    expect(visit_text('care/R-1/matter:10084/2026-W48')).toBe('11-29 前走访 R-1（2026 年第 48 周）')
    expect(visit_text('care/R-1/matter:10084/2027-W01')).toContain('01-10')
  })

  test('says that it is over from the day after its last', () => {
    const told = (today: string) => visit_text('care/R-1/matter:10084/2026-W48', today)
    expect(told('2026-11-29')).toBe('11-29 前走访 R-1（2026 年第 48 周）')
    expect(told('2026-11-30')).toBe('已过期：11-29 前走访 R-1（2026 年第 48 周）')
    expect(told('2027-01-01')).toContain('已过期')
  })

  test('is none of any other number', () => {
    const others = ['', '12345-2026-11', 'care/R-1', 'care/R-1/matter:10084/2026-X1']
    for (const other of others) expect(visit_text(other)).toBe('')
  })
})
