import { describe, expect, test } from 'vitest'
import { export_href } from '../../../../web/src/console/board/export_href'
import { type BoardView, first_view } from '../../../../web/src/console/board/view'

const days = { from: 20261101, to: 20261130 }
const href = (view: Partial<BoardView>) => export_href({ ...first_view, ...view }, days, '2101', 'csv', 'zh-CN')
const period = 'format=csv&lang=zh&from=20261101&to=20261130'

describe('what is shown as a file', () => {
  test('asks what the table asks', () => {
    expect(href({ by: 'street', within: '210102', matter: 'matter:06010' })).toBe(
      `/api/v1/figures/export?${period}&by=street&area=210102&matter=matter%3A06010`,
    )
    expect(href({ tab: 'care', by: 'community', within: '210102' })).toBe(
      `/api/v1/care/export?${period}&by=community&within=210102`,
    )
    expect(href({ tab: 'zero', by: 'street' })).toBe(`/api/v1/zero-board/export?${period}&by=street`)
  })

  test('asks what the list that is open asks, and its part', () => {
    expect(
      href({
        department: 'um',
        behind: { tab: 'figures', by: 'street', group: '210102001', figure: 'closing', part: 'missing' },
      }),
    ).toBe(
      `/api/v1/figures/list/export?${period}&by=street&group=210102001&figure=closing&part=missing&department=um`,
    )
    const visits = { tab: 'care', by: 'community', group: '210102001002' } as const
    expect(href({ tab: 'care', behind: { ...visits, state: 'missed' } })).toBe(
      `/api/v1/care/list/export?${period}&by=community&group=210102001002&state=missed`,
    )
    expect(href({ tab: 'care', behind: { ...visits, state: null } })).not.toContain('state')
    expect(href({ tab: 'zero', behind: { tab: 'zero', by: 'none', group: '', tag: 'petition' } })).toBe(
      `/api/v1/zero-board/list/export?${period}&by=none&group=&tag=petition`,
    )
  })

  test('asks for what is late now, of whoever is chosen, and for no days', () => {
    const late = '/api/v1/inbox/export?format=csv&lang=zh&area=2101&late=true'
    expect(href({ tab: 'late' })).toBe(late)
    expect(href({ tab: 'late', department: 'um' })).toBe(`${late}&holder=dept%2Fum`)
    expect(href({ tab: 'late', department: 'desk/210102' })).toBe(`${late}&holder=desk%2F210102`)
  })

  test('asks for what waits for a decision', () => {
    expect(href({ tab: 'decide' })).toBe('/api/v1/inbox/export?format=csv&lang=zh&area=2101&awaits=true')
  })

  test('speaks the language of the page', () => {
    expect(export_href(first_view, days, '2101', 'xlsx', 'en')).toContain('format=xlsx&lang=en')
  })
})
