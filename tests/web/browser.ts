// Chromium as a person has it, with a witness: what the console says, what the policy of the page blocks, and whatever
// is asked of anybody but the server, is a fault of the test that saw it.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { patience_ms } from './city'

const root = resolve(import.meta.dirname, '../..')
const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const shots = process.env.GRIDWHISTLE_SHOTS ?? join(root, 'build/shots')

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
export const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }

// Debian's Chromium without windows: a story needs a third less of a processor than with the one that has them.
export const chromium_path = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell'

// A page of a story lives for seconds: what V8's optimising compilers and a young generation that starts small do for the
// hours that a clerk has it open comes too late for it.
export const short_lived = '--js-flags=--no-maglev --no-turbofan --min-semi-space-size=32'

// 'optimised': for a story that measures how fast a page is, with all that a user's browser has.
export function launch(scripts: 'short_lived' | 'optimised' = 'short_lived'): Promise<Browser> {
  return chromium.launch({
    executablePath: chromium_path,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(scripts === 'short_lived' ? [short_lived] : []),
    ],
  })
}

export interface Seen {
  context: BrowserContext
  page: Page
  faults: string[]
}

// A page at url, as one seat's own browser.
export async function open(browser: Browser, url: string, options: BrowserContextOptions): Promise<Seen> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(patience_ms)
  const faults: string[] = []
  const server = new URL(url).origin
  context.on('page', (page) => witness(page, server, faults))
  const page = await context.newPage()
  await page.goto(url)
  return { context, page, faults }
}

function witness(page: Page, server: string, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    // A refusal that a page shows to its user is also a line of the browser's own.
    const network = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !network) faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const own = request.url().startsWith(server) || /^(data|blob):/.test(request.url())
    if (!own) faults.push(`foreign request: ${request.url()}`)
  })
}

// Takes a seat of the demonstration city.
export async function log_in(page: Page, url: string, user: string, word: string): Promise<void> {
  await page.goto(`${url}/login`)
  await page.locator('input[name=user]').fill(user)
  await page.locator('input[name=password]').fill(word)
  await page.locator('input[name=password]').press('Enter')
  await page.waitForURL((at) => at.pathname !== '/login')
}

interface AxeFound {
  id: string
  help: string
  nodes: { target: unknown[]; failureSummary?: string }[]
}

// What axe finds wrong on the page as it stands (WCAG 2.1 A and AA).
export async function axe(page: Page): Promise<string[]> {
  // Through the debugger, which no policy of the page stops.
  const debug = await page.context().newCDPSession(page)
  const { result: there } = await debug.send('Runtime.evaluate', { expression: 'typeof axe' })
  if (there.value === 'undefined') await debug.send('Runtime.evaluate', { expression: axe_source })
  // What is fine is not told: it is most of the work.
  const what = "{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }"
  const run = `axe.run(document, ${what}).then(({ violations }) => violations)`
  const { result } = await debug.send('Runtime.evaluate', { expression: run, awaitPromise: true, returnByValue: true })
  await debug.detach()
  return (result.value as AxeFound[]).flatMap((each) =>
    each.nodes.map((node) => `${each.id}: ${each.help}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  )
}

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: false })
}
