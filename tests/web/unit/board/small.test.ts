import { beforeEach, describe, expect, test } from 'vitest'
import { step_to } from '../../../../web/src/console/board/grid_keys'
import { read_views, with_view, without_view } from '../../../../web/src/console/board/saved_views'
import { field_text, in_hours, read_field } from '../../../../web/src/base/zone_time'

describe('saved views', () => {
  beforeEach(() => localStorage.clear())

  test('stay until they are removed, and a name is one view', () => {
    let views = with_view([], { name: '周报', search: '?tab=figures' })
    views = with_view(views, { name: '月报', search: '?tab=late' })
    views = with_view(views, { name: '周报', search: '?tab=zero' })
    expect(read_views()).toEqual([
      { name: '周报', search: '?tab=zero' },
      { name: '月报', search: '?tab=late' },
    ])
    without_view(views, '周报')
    expect(read_views().map((each) => each.name)).toEqual(['月报'])
  })

  test('that somebody else wrote into the storage are none', () => {
    localStorage.setItem(
      'gridwhistle.board.views',
      '[{"name":1},{"name":"x","search":"//evil"},null,{"name":"y","search":"?a"}]',
    )
    expect(read_views()).toEqual([{ name: 'y', search: '?a' }])
    localStorage.setItem('gridwhistle.board.views', '{')
    expect(read_views()).toEqual([])
  })
})

describe('arrow keys in a table', () => {
  test('go to the neighbour and stop at the edge', () => {
    expect(step_to('ArrowDown', [0, 1], 3, 4, false)).toEqual([1, 1])
    expect(step_to('ArrowUp', [0, 1], 3, 4, false)).toBeNull()
    expect(step_to('End', [1, 1], 3, 4, false)).toEqual([1, 3])
    expect(step_to('End', [1, 1], 3, 4, true)).toEqual([2, 3])
    expect(step_to('Home', [1, 1], 3, 4, true)).toEqual([0, 0])
    expect(step_to('PageDown', [0, 0], 3, 4, false)).toEqual([2, 0])
    expect(step_to('a', [0, 0], 3, 4, false)).toBeNull()
  })
})

describe('a time field', () => {
  test('is the city’s time and not the device’s', () => {
    const noon = Date.UTC(2026, 10, 26, 4, 0)
    expect(field_text(noon, 'Asia/Shanghai')).toBe('2026-11-26T12:00')
    expect(read_field('2026-11-26T12:00', 'Asia/Shanghai')).toBe(noon)
    expect(read_field('2026-07-01T12:00', 'America/New_York')).toBe(Date.UTC(2026, 6, 1, 16, 0))
    expect(read_field('', 'Asia/Shanghai')).toBeNaN()
  })

  test('offers full quarters of an hour', () => {
    expect(in_hours(2, Date.UTC(2026, 0, 1, 0, 1))).toBe(Date.UTC(2026, 0, 1, 2, 15))
  })
})
