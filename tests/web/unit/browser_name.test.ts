import { expect, test } from 'vitest'
import { browser_name } from '../../../web/src/console/account/browser_name'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36'

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit}`, 'Chrome · Windows'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Edg/120.0`, 'Edge · Windows'],
  [`Mozilla/5.0 (Linux; Android 14) ${webkit} MicroMessenger/8.0`, 'WeChat · Android'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1', 'Safari · iOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0', 'Firefox · Linux'],
  ['curl/7.88', ''],
])('a browser is known by what it calls itself: %s', (said, name) => {
  expect(browser_name(said)).toBe(name)
})
