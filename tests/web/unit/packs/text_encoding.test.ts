import { expect, test } from 'vitest'
import { as_utf8 } from '../../../../web/src/console/packs/text_encoding'

const utf8 = new TextEncoder().encode('编码\n名称\n')
const gb18030 = Uint8Array.from([0xb1, 0xe0, 0xc2, 0xeb, 0x0a, 0xc3, 0xfb]) // 编码\n名

test('UTF-8 stays byte for byte, and GB18030 becomes it', () => {
  expect(as_utf8('a.csv', utf8)).toBe(utf8)
  expect(new TextDecoder().decode(as_utf8('a.csv', gb18030) as Uint8Array)).toBe('编码\n名')
})

test('UTF-8 with a fault is no guess: the line is told', () => {
  const broken = Uint8Array.from([...utf8, 0xff, 0x0a])
  expect(as_utf8('a.csv', broken)).toEqual({ file: 'a.csv', line: 3, message: 'not_utf8' })
})

test('a byte order mark demands UTF-8', () => {
  expect(as_utf8('a.csv', Uint8Array.from([0xef, 0xbb, 0xbf, ...gb18030]))).toEqual({ file: 'a.csv', line: 1, message: 'not_utf8' })
})

test('what is neither is refused with its line', () => {
  expect(as_utf8('a.csv', Uint8Array.from([0x61, 0x0a, 0xff, 0x0a]))).toEqual({ file: 'a.csv', line: 2, message: 'not_text' })
})
