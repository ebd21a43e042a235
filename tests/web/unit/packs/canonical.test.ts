import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { canonical_bytes, normalised } from '../../../../web/src/console/packs/canonical'
import { hex_of, sha256_here, sha256_hex } from '../../../../web/src/console/packs/sha256'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (of: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(of)

test('line ends and byte order marks of an editor change nothing', () => {
  expect(text(normalised(bytes('\ufeff\ufeffa,b\r\n1\r\r\n2\r')))).toBe('a,b\n1\n2\r')
  expect(text(normalised(normalised(bytes('\ufeffa\r\r\n'))))).toBe('a\n')
})

test('the canonical form is the known files by name, each with its length in bytes', () => {
  const files = new Map([
    ['pack.toml', bytes('name = "沈"\r\n')],
    ['areas.csv', bytes('code\n')],
    ['README.md', bytes('no policy')],
  ])
  expect(text(canonical_bytes(files))).toBe('gridwhistle-pack 1\nareas.csv 5\ncode\npack.toml 13\nname = "沈"\n')
})

test.each([0, 1, 55, 56, 63, 64, 65, 1000])('SHA-256 of %i bytes is what everybody else makes of them', async (count) => {
  const whole = Uint8Array.from({ length: count }, (_, i) => (i * 31) % 256)
  const known = createHash('sha256').update(whole).digest('hex')
  expect(hex_of(sha256_here(whole))).toBe(known)
  expect(await sha256_hex(whole)).toBe(known)
})
