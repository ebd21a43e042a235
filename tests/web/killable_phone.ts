// A browser with a profile on the disk, started by hand, so that it can be killed as a system kills an app: at once, with
// everything it has in memory.
import { type ChildProcess, spawn } from 'node:child_process'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { chromium_path, short_lived } from './browser'
import type { Walker } from './field_page'

export interface Phone {
  context: BrowserContext
  page: Page
  kill: () => Promise<void>
}

async function address_of(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = ''
    child.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (address) found(address)
    })
    child.once('exit', () => failed(new Error(`chromium ended: ${said}`)))
  })
}

// Its clock is wrong by this much.
const wrong_clock = (by_ms: number): string => `
  const Right = Date
  globalThis.Date = class extends Right {
    constructor(...told) { if (told.length === 0) super(Right.now() + ${by_ms}); else super(...told) }
    static now() { return Right.now() + ${by_ms} }
  }`

export async function start_phone(profile: string, walker: Walker, clock_wrong_by_ms: number): Promise<Phone> {
  const child = spawn(
    chromium_path,
    [
      '--no-sandbox',
      '--lang=zh-CN',
      '--accept-lang=zh-CN',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      short_lived,
      '--no-first-run',
      '--remote-debugging-port=0',
    ].concat([`--user-data-dir=${profile}`, 'about:blank']),
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  const browser: Browser = await chromium.connectOverCDP(await address_of(child))
  const context = browser.contexts()[0]
  if (!context) throw new Error('chromium has no context')
  await context.addInitScript(wrong_clock(clock_wrong_by_ms))
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation(walker.standing)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.setViewportSize({ width: 390, height: 844 })
  const kill = async () => {
    const gone = new Promise<void>((done) => child.once('exit', () => done()))
    if (child.exitCode !== null || child.signalCode !== null) return
    process.kill(-(child.pid ?? 0), 'SIGKILL') // with everything that it started
    await gone
    await browser.close().catch(() => undefined)
  }
  return { context, page, kill }
}
