// The PNG icons of the installed app, from web/public/icon.svg: node web/make_icons.mjs. Run when the drawing changes.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const folder = join(import.meta.dirname, 'public')
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()
for (const size of [192, 512]) {
  await page.setViewportSize({ width: size, height: size })
  // Full to the corners: the system cuts its own shape.
  const square = drawing
    .replace('rx="14"', 'rx="0"')
    .replace('<svg ', `<svg width="${size}" height="${size}" style="display:block" `)
  const inner = square.replace(/(<rect[^>]*>)(.*)<\/svg>/, '$1<g transform="translate(9.6 9.6) scale(.7)">$2</g></svg>')
  await page.setContent(`<body style="margin:0">${inner}</body>`)
  writeFileSync(join(folder, `icon-${size}.png`), await page.screenshot())
}
await browser.close()
