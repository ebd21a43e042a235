import { expect, test, vi } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { entries_of } from '../../../../web/src/console/board/from_journal'

const asked = vi.hoisted(() => [] as { after_version: number }[])
const ruled = { department: 'um', ruling: 'rejected', reason: 'it is theirs' }
const answers = vi.hoisted(() => [] as object[])
vi.mock('../../../../web/src/api/client', () => ({
  told: (answer: unknown) => answer,
  api: {
    GET: async (_path: string, { params }: { params: { query: { after_version: number } } }) => {
      asked.push(params.query)
      return answers.shift()
    },
  },
}))

const state = (...events: [version: number, event: number][]) =>
  ({ whistle_id: 'w', history: events.map(([version, event]) => ({ version, event })) }) as Messages['WhistleState']
const entry = { version: 6, actor: 'desk-1', at_ms: 9, ruled }

test('who ruled, which way and why is read from the journal once, and only where somebody has ruled', async () => {
  expect(entries_of(state([1, 10]), ['ruled'])).toEqual([])
  expect(asked).toEqual([])
  answers.push({ items: [{ entry }, { entry: { version: 7, noted: {} } }], more: false })
  const with_ruling = state([5, 31], [6, 32])
  expect(entries_of(with_ruling, ['ruled'])).toBeNull()
  await vi.waitFor(() => expect(entries_of(with_ruling, ['ruled'])).toEqual([entry]))
  expect(asked).toEqual([{ after_version: 5 }])
  answers.push({ items: [], more: false })
  expect(entries_of(state([5, 31], [6, 32], [8, 32]), ['ruled']), 'and once more after the next').toBeNull()
})

test('a history longer than a page is read on', async () => {
  asked.length = 0
  const wish = { version: 180, actor: 'clerk', at_ms: 9, extension_requested: { department: 'um', reason: 'pump' } }
  answers.push({ items: [{ entry: { version: 2, noted: {} } }, { entry: { version: 101, noted: {} } }], more: true })
  answers.push({ items: [{ entry: wish }], more: false })
  const long = state([2, 38], [180, 38])
  expect(entries_of(long, ['extension_requested', 'appealed'])).toBeNull()
  await vi.waitFor(() => expect(entries_of(long, ['extension_requested', 'appealed'])).toEqual([wish]))
  expect(asked).toEqual([{ after_version: 1 }, { after_version: 101 }])
})
