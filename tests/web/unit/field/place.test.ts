import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { language } from '../../../../web/src/base/language'
import type { ReportDraft } from '../../../../web/src/field/outbox/items'
import { apart, apart_words, away_from, is_nowhere } from '../../../../web/src/field/place/apart'
import { metres_between } from '../../../../web/src/base/metres'
import { grounds_of, type GridsFile, locate } from '../../../../web/src/field/place/area_map'
import { on_map } from '../../../../web/src/field/place/datum'
import { place_of } from '../../../../web/src/field/place/location'
import { box_of, moved, pixels_of } from '../../../../web/src/field/place/view'

const root = resolve(import.meta.dirname, '../../../..')
const file: GridsFile = JSON.parse(readFileSync(join(root, 'deploy/packs/shenyang/grids.geojson'), 'utf8'))
const shenyang = grounds_of(file)

describe('locate', () => {
  it('finds every grid of Shenyang from its middle, and it alone', () => {
    for (const each of shenyang) {
      const middle = { longitude: (each.west + each.east) / 2, latitude: (each.south + each.north) / 2 }
      const found = locate(shenyang, middle, 5)
      if (each.polygons.length === 1 && each.polygons[0]?.[0]?.length === 5)
        expect(found).toEqual({ area: each.area, beside: [] })
    }
  })

  it('names what the accuracy circle reaches, the nearest first', () => {
    const square = (area: string, west: number) => ({
      properties: { area },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [west, 0],
            [west + 1, 0],
            [west + 1, 1],
            [west, 1],
            [west, 0],
          ],
        ],
      },
    })
    const grounds = grounds_of({ features: [square('a', 0), square('b', 1), square('c', 2.0005)] })
    expect(locate(grounds, { longitude: 1.0001, latitude: 0.5 }, 20)).toEqual({ area: 'b', beside: ['a'] })
    expect(locate(grounds, { longitude: 2.0001, latitude: 0.5 }, 60)).toEqual({ area: '', beside: ['b', 'c'] })
    expect(locate(grounds, { longitude: 9, latitude: 9 }, 60)).toEqual({ area: '', beside: [] })
  })

  it('does not stand in a hole', () => {
    const ring = (low: number, high: number) => [
      [low, low],
      [high, low],
      [high, high],
      [low, high],
      [low, low],
    ]
    const grounds = grounds_of({
      features: [{ properties: { area: 'o' }, geometry: { type: 'Polygon', coordinates: [ring(0, 9), ring(3, 6)] } }],
    })
    expect(locate(grounds, { longitude: 4, latitude: 4 }, 0).area).toBe('')
    expect(locate(grounds, { longitude: 1, latitude: 4 }, 0).area).toBe('o')
  })
})

describe('on_map', () => {
  it.each([
    ['gcj02', 121.5272106, 31.1774276, 121.531541859215, 31.17530398364597],
    ['gcj02', 113.912316, 22.543847, 113.9171764808363, 22.540796131694766],
    ['gcj02', 116.404, 39.915, 116.41024449916938, 39.91640428150164],
    ['cgcs2000', 116.404, 39.915, 116.404, 39.915],
  ])('shifts to %s as everybody shifts', (datum, longitude, latitude, east, north) => {
    const found = on_map({ longitude, latitude }, datum)
    expect(found.longitude).toBeCloseTo(east, 7)
    expect(found.latitude).toBeCloseTo(north, 7)
  })
})

describe('view', () => {
  const view = { longitude: 123.4, latitude: 41.7, metres_per_pixel: 4, width: 360, height: 420 }

  it('draws its middle in the middle and its corners in the corners', () => {
    expect(pixels_of(view, view)).toEqual({ x: 180, y: 210 })
    const box = box_of(view)
    const corner = pixels_of({ longitude: box.west, latitude: box.north }, view)
    expect(corner.x).toBeCloseTo(0, 6)
    expect(corner.y).toBeCloseTo(0, 6)
  })

  it('moves by the metres of its pixels', () => {
    expect(metres_between(view, moved(view, 100, 0))).toBeCloseTo(400, 0)
    expect(metres_between(view, moved(view, 0, 100))).toBeCloseTo(400, 0)
  })
})

describe('what is reported may lie away from the phone', () => {
  const home = shenyang[0] as (typeof shenyang)[number]
  const here = { longitude: (home.west + home.east) / 2, latitude: (home.south + home.north) / 2 }
  const metre = 1 / 111_195
  const north = (metres: number) => ({ ...here, latitude: here.latitude + metres * metre })
  const draft = (part: Partial<ReportDraft>): ReportDraft => ({
    kind: 'routine',
    matter: null,
    area: home.area,
    area_by_hand: false,
    place: null,
    place_by: 'none',
    text: '',
    ...part,
  })
  const pinned = (metres: number) =>
    draft({ place: place_of(north(metres), 5, 'cgcs2000'), place_by: 'pin' })
  const told = (one: ReportDraft, accuracy_m: number) => {
    const found = apart(one, { ...here, accuracy_m }, shenyang, 'cgcs2000')
    return found ? [found.what, Math.round(found.metres / 10) * 10] : null
  }

  it('is said of a pin only beyond what the phone may be wrong by, and a hundred metres', () => {
    expect(told(pinned(1200), 9)).toEqual(['pin', 1200])
    expect(told(pinned(105), 9)).toBeNull()
    expect(told(pinned(130), 9)).toEqual(['pin', 130])
    expect(told(pinned(1200), 1150)).toBeNull()
    expect(apart(pinned(5000), null, shenyang, '')).toBeNull()
  })

  it('reckons on the map of the pack: a shifted datum alone is no distance', () => {
    const at = on_map(here, 'gcj02')
    const pin = draft({ place: place_of(at, 5, 'gcj02'), place_by: 'pin' })
    expect(apart(pin, { ...here, accuracy_m: 9 }, [], 'gcj02')).toBeNull()
    expect(apart(pin, { ...here, accuracy_m: 9 }, [], 'wgs84')?.metres).toBeGreaterThan(300)
  })

  it('is said of a draft that was begun somewhere else, and of a grid chosen by its name', () => {
    const kept = draft({ place: place_of(north(900), 30, 'wgs84'), place_by: 'device' })
    expect(told(kept, 10)).toEqual(['kept', 870])
    const away = shenyang.find((each) => metres_between(here, { longitude: each.west, latitude: each.south }) > 9000)
    const chosen = apart(draft({ area: away?.area ?? '', area_by_hand: true }), { ...here, accuracy_m: 9 }, shenyang, '')
    expect(chosen?.what).toBe('area')
    expect(chosen?.metres).toBeGreaterThan(3000)
    expect(told(draft({ area_by_hand: true }), 9)).toBeNull() // his own
    expect(told(draft({ area: 'not on the map', area_by_hand: true }), 9)).toBeNull()
  })

  it('is said of a spot that no grid of the map has, till somebody says which grid it is for', () => {
    const far = { longitude: here.longitude, latitude: here.latitude + 5 }
    const pin = (part: Partial<ReportDraft>) =>
      draft({ place: place_of(far, 5, 'cgcs2000'), place_by: 'pin', ...part })
    expect(is_nowhere(pin({}), shenyang, 'cgcs2000')).toBe(true)
    expect(is_nowhere(pin({ area_by_hand: true }), shenyang, 'cgcs2000')).toBe(false)
    expect(is_nowhere(pin({}), [], 'cgcs2000')).toBe(false) // no map yet: nobody knows
    expect(is_nowhere(pinned(0), shenyang, 'cgcs2000')).toBe(false)
    const wide = { place: place_of(far, 900_000, 'wgs84'), place_by: 'device' as const }
    expect(is_nowhere(pin(wide), shenyang, 'cgcs2000')).toBe(false) // the circle reaches some
  })

  it('is said of who verifies from somewhere else', () => {
    const reported = place_of(north(11_000), 30, 'wgs84')
    expect(away_from(reported, { ...here, accuracy_m: 9 }, 'cgcs2000')?.metres).toBeCloseTo(10_970, -2)
    expect(away_from(place_of(north(130), 30, 'wgs84'), { ...here, accuracy_m: 9 }, 'cgcs2000')).toBeNull()
    expect(away_from(reported, null, 'cgcs2000')).toBeNull()
    expect(away_from(undefined, { ...here, accuracy_m: 9 }, 'cgcs2000')).toBeNull()
  })

  it('has words for it in both languages', () => {
    expect(apart_words({ what: 'pin', metres: 1234 }, { ...here, accuracy_m: 9 })).toBe('所选位置距您 1.2 公里')
    expect(apart_words({ what: 'area', metres: 243 }, { ...here, accuracy_m: 80 })).toBe(
      '所选网格距您 240 米（定位精度 ±80 米）',
    )
    language.value = 'en'
    expect(apart_words({ what: 'pin', metres: 12_340 }, null)).toBe('The place chosen is 12 km from you')
    language.value = 'zh-CN'
  })
})
