// The phone as a walker has it: where he stands, what he does on the report page, what the phone has kept.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { phone } from './browser'
import { type City, patience_ms, until } from './city'

export interface Walker {
  user: string
  area: string
  standing: { longitude: number; latitude: number; accuracy: number }
}

export function walkers_of(city: City): Walker[] {
  const map = JSON.parse(readFileSync(join(city.pack, 'grids.geojson'), 'utf8')) as {
    features: { properties: { area: string; inside: [number, number, number, number] } }[]
  }
  return city
    .enrolled()
    .filter((each) => each.role === 'grid_worker')
    .flatMap(({ user, area }) => {
      const ground = map.features.find((each) => each.properties.area.startsWith(area))
      if (!ground) return []
      const [west, south, east, north] = ground.properties.inside
      return [{ user, area, standing: { longitude: (west + east) / 2, latitude: (south + north) / 2, accuracy: 9 } }]
    })
}

export const phone_of = (walker: Walker): BrowserContextOptions => ({
  ...phone,
  geolocation: walker.standing,
  permissions: ['geolocation'],
})

export async function log_in_field(page: Page, user: string, word: string, within_ms = patience_ms): Promise<void> {
  const timeout = within_ms
  await page.locator('input[name=user]').fill(user, { timeout })
  await page.locator('input[name=password]').fill(word, { timeout })
  await page.locator('input[name=password]').press('Enter', { timeout })
  await page.locator('.bar.live').waitFor({ timeout })
}

// All that it takes to work without a network is on the phone.
export async function wait_until_kept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await until('the phone to have kept what it needs', async () => {
    const keys = await page.evaluate(
      () =>
        new Promise<string[]>((done) => {
          const opening = indexedDB.open('gridwhistle.field')
          opening.onsuccess = () => {
            const asked = opening.result.transaction('cache').objectStore('cache').getAllKeys()
            asked.onsuccess = () => {
              opening.result.close()
              done(asked.result.map(String))
            }
          }
        }),
    )
    const found = ['identity', 'pack', 'map', 'slice:', 'open:', 'mine:'].every((part) =>
      keys.some((key) => key.startsWith(part)),
    )
    const controlled = await page.evaluate(() => navigator.serviceWorker.controller !== null)
    return found && controlled
  })
}

// A picture of its own, larger than one part of an upload.
export async function photo(page: Page, words: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const encoded = await page.evaluate((text) => {
    const canvas = document.createElement('canvas')
    canvas.width = 2400
    canvas.height = 1800
    const pen = canvas.getContext('2d')
    if (!pen) return ''
    for (let i = 0; i < 900; i += 1) {
      pen.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`
      pen.fillRect(Math.random() * 2400, Math.random() * 1800, 160, 90)
    }
    pen.fillStyle = '#fff'
    pen.font = '200px sans-serif'
    pen.fillText(text, 100, 900)
    return canvas.toDataURL('image/jpeg', 0.8).split(',')[1] ?? ''
  }, words)
  return { name: `${words}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(encoded, 'base64') }
}

export async function take_photos(page: Page, count: number, words: string): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await page.locator('input[data-camera]').setInputFiles(await photo(page, `${words} ${i + 1}`))
    await page.locator('.photo img').nth(i).waitFor()
  }
}

export async function choose_matter(page: Page, words: string): Promise<void> {
  await page.locator('.chip.more').click()
  await page.locator('dialog[open] input[type=search]').fill(words)
  await page.locator('dialog[open] .row').first().click()
}
