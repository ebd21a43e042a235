import { beforeEach, describe, expect, it } from 'vitest'
import { language } from '../../../web/src/base/language'
import { called_in_place } from '../../../web/src/console/whistle/standing_in'

const owed = { department: 'um', seat: 'um', staffing: 'on_duty' as const, stage: 'owed' as const }

describe('who was called in place of whom', () => {
  beforeEach(() => {
    language.value = 'zh-CN'
  })

  it('is not said where the department itself was called', () => {
    expect(called_in_place(owed)).toBeUndefined()
    expect(called_in_place({ ...owed, seat: '', staffing: 'unspecified' })).toBeUndefined()
  })

  it('names both, before and after somebody has come', () => {
    const lent = { ...owed, seat: 'pw', staffing: 'backup' as const }
    expect(called_in_place(lent)).toBe('送达时um无人值班，由pw代接')
    expect(called_in_place({ ...lent, stage: 'reported_in' })).toBe('送达时um无人值班，由pw代接')
  })

  it('says that nobody was there only until somebody is', () => {
    const empty = { ...owed, staffing: 'nobody' as const }
    expect(called_in_place(empty)).toBe('送达时无人值班，尚无人报到')
    expect(called_in_place({ ...empty, stage: 'reported_in' })).toBeUndefined()
    expect(called_in_place({ ...empty, stage: 'done' })).toBeUndefined()
  })
})
