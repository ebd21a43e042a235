// The QR code of a second factor. The hash is of a code that jsQR 1.4 reads back as its text.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { check_of, qr_path, qr_rows, qr_side } from '../../../web/src/parts/qr'

const link = 'otpauth://totp/Gridwhistle:admin?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gridwhistle'

test('a link is drawn as readers know it', () => {
  const rows = qr_rows(link) ?? []
  const text = rows.map((row) => row.map((dark) => (dark ? '1' : '0')).join('')).join('\n')
  expect(createHash('sha256').update(text).digest('hex')).toBe(
    'de0a6fd87159240b63cea25108edc6409e64e82a62740929a428bf77480cd75d',
  )
  expect(rows).toHaveLength(qr_side)
})

// ISO/IEC 18004, annex I: the symbol 1-M of "01234567".
test('the check bytes are those of the standard', () => {
  const data = [0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11]
  expect(check_of(data, 10)).toEqual([0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55])
})

test('what does not fit is not drawn', () => {
  expect(qr_path('a'.repeat(106))).toMatch(/^M0 0h1/)
  expect(qr_path('a'.repeat(107))).toBeNull()
})
