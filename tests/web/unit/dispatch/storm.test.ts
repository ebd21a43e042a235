import { expect, test } from 'vitest'
import { beside_text, by_likeness, is_unfiled, metres_apart } from '../../../../web/src/console/dispatch/likeness'
import { gathered_by_place, gathered_to, storm_kept_ms, storm_more_than, storm_within_ms, storms_of } from '../../../../web/src/console/dispatch/storm'
import { row } from './row'
import '../in_chinese'

const street_of = (area: string) => area.slice(0, 9)
const burst = (count: number, apart_ms: number, more: object = {}) =>
  Array.from({ length: count }, (_, i) => row(`w${i}`, { raised_at_ms: 1000 + i * apart_ms, reporter: 'walker', matter: { kind: 'matter', code: String(i) }, ...more }))

test('ten in a minute are no storm, eleven are', () => {
  expect(storms_of(burst(storm_more_than, 1000), 60_000, street_of)).toEqual([])
  const [storm] = storms_of(burst(storm_more_than + 1, 1000), 60_000, street_of)
  expect(storm?.area).toBe('210102001')
  expect(storm?.rows[0]?.id).toBe('w0')
})

test('many that come slowly are no storm', () => {
  const apart = storm_within_ms / storm_more_than + 1
  expect(storms_of(burst(40, apart), 40 * apart, street_of)).toEqual([])
})

test('one matter in many streets is a storm of the matter', () => {
  const rows = Array.from({ length: 12 }, (_, i) => row(`w${i}`, { raised_at_ms: i, reporter: 'walker', area: `2101020${String(10 + i)}001` }))
  const [storm] = storms_of(rows, 1000, street_of)
  expect(storm?.matter?.code).toBe('01001')
  expect(storm?.rows).toHaveLength(12)
})

test('one incident is told once, though it is one street and one matter', () => {
  const rows = burst(14, 100, { matter: { kind: 'matter', code: '06005' } })
  expect(storms_of(rows, 10_000, street_of)).toHaveLength(1)
})

test('what was joined or handled, and what is long past, is no part of a storm', () => {
  const rows = burst(12, 100)
  const joined = rows.map((each, i) => (i < 3 ? { ...each, stage: 'joined' as const } : each))
  expect(storms_of(joined, 10_000, street_of)).toEqual([])
  expect(storms_of(rows, storm_kept_ms + 10_000, street_of)).toEqual([])
})

test('the care visits of a day are a plan and no storm', () => {
  expect(storms_of(burst(20, 100, { reporter: '' }), 10_000, street_of)).toEqual([])
})

test('what came long before the burst stays out of it', () => {
  const later = burst(12, 100).map((each) => ({ ...each, raised_at_ms: each.raised_at_ms + 120_000 }))
  const [storm] = storms_of([row('before', { raised_at_ms: 1 }), ...later], 200_000, street_of)
  expect(storm?.rows.map((each) => each.id)).not.toContain('before')
})

test('what lies there comes before the same matter elsewhere, and that before the rest of the city', () => {
  const own = row('own', { area: '210102001002' })
  const far = row('far', { area: '210103001001', matter: { kind: 'matter', code: '02002' }, reporter: 'w' })
  const near = row('near', { matter: { kind: 'matter', code: '02002' }, reporter: 'w' })
  const same = row('same', { area: '210103001001', reporter: 'w' })
  const both = row('both', { reporter: 'w' })
  const told = row('told', { area: '210102001003', reporter: 'w' })
  const all = [far, near, own, same, both, told, row('gone', { stage: 'joined' }), row('plan')]
  const order = gathered_to(own, all, ['told'])
  expect(order.rows.map((each) => each.id)).toEqual(['own', 'told', 'both', 'near', 'same', 'far'])
  expect(order.chosen, 'nobody but who looks says what belongs together').toEqual([])
})

test('of what is alike the nearest comes first, also over the border of an area, and how far it is is said', () => {
  const at = (metres: number) => {
    const latitude_e7 = 418_000_000 + Math.round(metres * 89.93)
    return { longitude_e7: 1_234_000_000, latitude_e7, accuracy_m: 5, crs: 'unspecified' } as const
  }
  const own = row('own', { area: '210102001002', place: at(0) })
  const there = (id: string, metres: number, area = '210102001002') => row(id, { area, place: at(metres), reporter: 'w' })
  const all = [
    there('far', 2300),
    row('unknown', { area: '210102001002', reporter: 'w', stage: 'raised' }),
    there('next', 120),
    there('border', 80, '210103001001'),
    there('city', 9000, '210103001001'),
  ]
  expect(by_likeness(own, all, []).map((each) => each.id)).toEqual(['border', 'next', 'far', 'unknown', 'city'])
  expect(all.map((each) => beside_text(each, metres_apart(own, each)).split(' · ').slice(0, -1).join())).toEqual([
    '处置中,相距 2.3 公里',
    '已上报',
    '处置中,相距 120 米',
    '处置中,相距 80 米',
    '处置中,相距 9.0 公里',
  ])
  expect(all.filter(is_unfiled).map((each) => each.id)).toEqual(['unknown'])
})

test('what is of one matter in one street may be gathered by hand, the most first, and none is chosen', () => {
  const one = { matter: { kind: 'matter', code: '06005' } } as const
  const rows = [...burst(3, 100, one), ...burst(2, 100, { ...one, area: '210103001001' }), row('alone', { matter: { ...one.matter, code: '06006' }, reporter: 'walker' }), row('done', { ...one, stage: 'handled', reporter: 'walker' })]
  const found = gathered_by_place([...rows].reverse(), street_of)
  expect(found.map(({ area, rows: all, chosen }) => [area, all.length, chosen])).toEqual([['210102001', 3, []], ['210103001', 2, []]])
  expect(found[0]?.rows[0]?.raised_at_ms).toBe(1000)
})
