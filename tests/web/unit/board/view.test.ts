import type { LocationQuery } from 'vue-router'
import { describe, expect, test } from 'vitest'
import { type BoardView, first_view, only_of, read_view, view_query } from '../../../../web/src/console/board/view'

const again = (view: BoardView) => read_view(view_query(view) as LocationQuery)

describe('a view in an address', () => {
  test('opens as it was, whatever is shown', () => {
    const views: BoardView[] = [
      first_view,
      {
        ...first_view,
        period: { choice: 'month', month: 202611 },
        by: 'street',
        within: '210102',
        sort: { by: 'honest', up: false },
      },
      {
        ...first_view,
        figure: 'response',
        behind: { tab: 'figures', by: 'department', group: '2101-x', figure: 'closing', part: 'missing' },
      },
      { ...first_view, behind: { tab: 'figures', by: 'none', group: '', figure: 'honest', part: 'of' } },
      {
        ...first_view,
        by: 'kind',
        within: '210102',
        department: '2101-urban_management',
        matter: 'matter:06010',
        behind: { tab: 'figures', by: 'kind', group: 'routine', figure: 'on_time', part: 'counted' },
      },
      { ...first_view, tab: 'late', department: '2101-urban_management' },
      { ...first_view, tab: 'late', sort: { by: 'area', up: false } },
      { ...first_view, by: 'district', map: true },
      { ...first_view, tab: 'care', by: 'community', behind: { tab: 'care', by: 'none', group: '', state: null } },
      {
        ...first_view,
        tab: 'care',
        by: 'community',
        behind: { tab: 'care', by: 'community', group: '210102001002', state: 'missed' },
      },
      {
        ...first_view,
        tab: 'zero',
        by: 'district',
        behind: { tab: 'zero', by: 'district', group: '210102', tag: 'accident' },
      },
    ]
    for (const view of views) expect(again(view)).toEqual(view)
  })

  test('that says nothing is the first one', () => {
    expect(read_view({})).toEqual(first_view)
  })

  test('that says nonsense is the first one', () => {
    const nonsense = {
      tab: 'x',
      period: '99d9',
      by: 'planet',
      figure: '<script>',
      sort: '--',
      of: 'closing',
      part: 'some',
    }
    expect(read_view(nonsense)).toEqual(first_view)
  })

  test('asks for no more than it says', () => {
    expect(only_of(first_view)).toEqual({})
    const some = { ...first_view, within: '2101', department: 'um', matter: 'matter:06010' }
    expect(only_of(some)).toEqual({ area: '2101', department: 'um', matter: 'matter:06010' })
  })

  test('of areas does not group by departments', () => {
    expect(read_view({ tab: 'zero', by: 'department' }).by).toBe('community')
  })

  test('names a desk only of what is late: figures are of departments', () => {
    expect(read_view({ tab: 'late', department: 'desk/2101' }).department).toBe('desk/2101')
    expect(read_view({ tab: 'figures', department: 'desk/2101' }).department).toBe('')
    expect(read_view({ tab: 'figures', department: '2101-um' }).department).toBe('2101-um')
  })
})
