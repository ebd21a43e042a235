import { expect, test } from 'vitest'
import { joined, make_words, wanted_of } from '../../../web/src/base/language'
import { entry_of } from '../../../web/src/console/newer_pages'

test.each([
  [['en-GB', 'zh-CN'], 'en'],
  [['zh-TW', 'en'], 'zh-CN'],
  [['fr', 'de', 'en-US'], 'en'],
  [['ja'], 'zh-CN'],
  [[], 'zh-CN'],
] as const)('whoever never chose, and whose browser wants %j, reads %s', (wanted, language) => {
  expect(wanted_of(wanted)).toBe(language)
})

test('a page is told from a newer one by the script that it begins with', () => {
  const page = (name: string) => `<html><head><script type="module" crossorigin src="/assets/${name}.js"></script></head></html>`
  expect(entry_of(page('index-a1'))).toBe('/assets/index-a1.js')
  expect(entry_of(page('index-b2'))).not.toBe(entry_of(page('index-a1')))
  expect(entry_of('<html></html>')).toBe('')
})

test('words that turn the direction of a line are isolated within their sentence, and fill in nothing else', () => {
  const words = { said: '{who} {what}' }
  const t = make_words(words, words)
  expect(t('said', { who: '井盖', what: 3 })).toBe('井盖 3')
  expect(t('said', { who: 'שלום', what: '{who}' })).toBe('\u2068שלום\u2069 {who}')
  expect(t('said', { who: '\u202Ecba', what: 'x' })).toBe('\u2068\u202Ecba\u2069 x')
})

test('of names in a row each is isolated that turns the direction, and none with its neighbours', () => {
  expect(joined(['井盖', 'שלום', 'x'], ' · ')).toBe('井盖 · \u2068שלום\u2069 · x')
})
