import { describe, expect, it } from 'vitest'
import { make_uuid_v7 } from '../../../web/src/base/uuid'

describe('make_uuid_v7', () => {
  it('has the version, the variant and the instant where RFC 9562 wants them', () => {
    const made = make_uuid_v7(1_700_000_000_123)
    expect(made).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(parseInt(made.slice(0, 8) + made.slice(9, 13), 16)).toBe(1_700_000_000_123)
  })

  it('sorts by the instant', () => {
    expect(make_uuid_v7(1_700_000_000_000) < make_uuid_v7(1_700_000_000_001)).toBe(true)
  })
})
