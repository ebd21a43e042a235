import { expect, test, vi } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { rulings_of } from '../../../../web/src/console/board/rulings'

const asked = vi.hoisted(() => [] as object[])
vi.mock('../../../../web/src/api/client', () => ({
  told: (answer: unknown) => answer,
  api: {
    GET: async (_path: string, { params }: { params: { query: object } }) => {
      asked.push(params.query)
      const ruled = { department: 'um', ruling: 'rejected', reason: 'it is theirs' }
      return { items: [{ entry: { version: 6, actor: 'desk-1', at_ms: 9, ruled } }, { entry: { noted: {} } }], more: false }
    },
  },
}))

const state = (...events: [version: number, event: number][]) =>
  ({ whistle_id: 'w', history: events.map(([version, event]) => ({ version, event })) }) as Messages['WhistleState']

test('who ruled, which way and why is read from the journal once, and only where somebody has ruled', async () => {
  expect(rulings_of(state([1, 10]))).toEqual([])
  expect(asked).toEqual([])
  const with_ruling = state([5, 31], [6, 32])
  expect(rulings_of(with_ruling)).toBeNull()
  const known = [{ department: 'um', ruling: 'rejected', reason: 'it is theirs', actor: 'desk-1', at_ms: 9 }]
  await vi.waitFor(() => expect(rulings_of(with_ruling)).toEqual(known))
  expect(asked).toEqual([{ after_version: 5 }])
  expect(rulings_of(state([5, 31], [6, 32], [8, 32])), 'and once more after the next').toBeNull()
})
