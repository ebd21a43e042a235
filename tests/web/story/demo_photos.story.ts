// The pictures of a demonstration city, on a real server: sent through the door that phones use, seen on the whistle
// that names them, and the same ones however often they are sent.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { desktop, launch, log_in, open, shoot } from '../browser'
import { City, password, until } from '../city'
import { Seat } from '../seat'

const script = join(import.meta.dirname, '../../../deploy/demo-photos')
let city: City
let browser: Browser

beforeAll(async () => {
  city = await City.start()
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

async function sent(): Promise<{ scene: string; shows: string; photo: string }[]> {
  const { stdout } = await promisify(execFile)(script, [city.url, 'walker-1', password])
  const [head, ...rows] = stdout.trim().split('\n')
  expect(head).toBe('scene,shows,photo')
  return rows.map((row) => {
    const [scene = '', shows = '', photo = ''] = row.split(',')
    return { scene, shows, photo }
  })
}

it('are there for every scene, broken and mended, each under its hash', async () => {
  const rows = await sent()
  expect(new Set(rows.map((each) => each.photo)).size).toBe(rows.length)
  for (const scene of ['puddle', 'rubbish', 'cover', 'bench', 'stall', 'street']) {
    for (const shows of ['fault', 'mended']) {
      const found = rows.filter((each) => each.scene === scene && each.shows === shows)
      expect(found.length, `${scene} ${shows}`).toBeGreaterThan(0)
    }
  }
  const walker = city.enrolled().find((each) => each.role === 'grid_worker')
  const blower = await Seat.take(city.url, walker?.user ?? '')
  const faults = rows.filter((each) => each.shows === 'fault').map((each) => each.photo)
  const id = await blower.blow({
    area: walker?.area,
    kind: 'routine',
    matter: { kind: 'matter', code: '06010' },
    source: 'handheld',
    text: '垃圾堆放未清理',
    photos: faults,
  })
  const seen = await open(browser, city.url, { ...desktop, viewport: { width: 1280, height: 1400 } })
  await log_in(seen.page, city.url, 'supervisor-2101', password)
  await seen.page.goto(`${city.url}/dispatch/${id}`)
  for (const photo of faults) {
    const told = await seen.page.request.get(`${city.url}/api/v1/whistles/${id}/photos/${photo}`)
    expect([told.status(), told.headers()['content-type']], photo).toEqual([200, 'image/jpeg'])
  }
  // Those out of sight are asked for when somebody looks.
  const first = seen.page.locator('.photo-strip img').first()
  await until('it is shown', async () => (await first.evaluate((each) => (each as HTMLImageElement).naturalWidth)) > 0)
  await shoot(seen.page, 'demo-photos')
  expect(seen.faults).toEqual([])

  expect((await sent()).map((each) => each.photo), 'a second run').toEqual(rows.map((each) => each.photo))
}, 240_000)
