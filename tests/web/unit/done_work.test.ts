import { describe, expect, test } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { server_now_ms } from '../../../web/src/base/server_clock'
import { days_back, load_done_work, shown_max } from '../../../web/src/console/desk/done_work'
import type { QueueRow } from '../../../web/src/console/queue/row'

const day_ms = 24 * 3_600_000
type Stage = Messages['ObligationStage']
const item = (number: number, age_ms: number, obligation: Stage = 'done'): Messages['DoneItem'] => ({
  item: {
    whistle_id: `w${number}`,
    obligation,
    source_reference: '',
    text: '',
    awaits: [] as Messages['InboxItem']['awaits'],
    helpers: [] as string[],
  } as Messages['InboxItem'],
  done_at_ms: server_now_ms() - age_ms,
  was_late: number % 2 === 0,
})
const page = (items: Messages['DoneItem'][], more: boolean): Messages['DonePage'] => ({
  items,
  more,
  count: 0,
  as_of_ms: 0,
})

async function loaded(pages: Messages['DonePage'][]) {
  const rows: QueueRow[] = []
  const asked: string[] = []
  const more = await load_done_work(
    'um',
    (row) => rows.push(row),
    async (_, before) => {
      asked.push(before?.item?.whistle_id ?? '')
      return pages[asked.length - 1] ?? page([], false)
    },
  )
  return { rows, asked, more }
}

describe('what a department has done', () => {
  test('is read page by page, from behind the last one, as far as a week goes back', async () => {
    const { rows, asked, more } = await loaded([
      page([item(1, 1_000), item(2, day_ms)], true),
      page([item(3, 2 * day_ms), item(4, (days_back + 1) * day_ms)], true),
    ])
    expect(rows.map((row) => row.id)).toEqual(['w1', 'w2', 'w3'])
    expect(rows.map((row) => row.was_late)).toEqual([false, true, false])
    expect(asked).toEqual(['', 'w2'])
    expect(more).toBe(false)
  })

  test('shows the latest, and says where there are more', async () => {
    const many = Array.from({ length: shown_max + 1 }, (_, i) => item(i, i))
    const { rows, more } = await loaded([page(many, false)])
    expect(rows).toHaveLength(shown_max)
    expect(more).toBe(true)
    expect((await loaded([page(many.slice(1), false)])).more).toBe(false)
  })

  test('does not call done what was given away', async () => {
    const { rows } = await loaded([page([item(1, 1_000, 'returned'), item(2, 1_000)], false)])
    expect(rows.map((row) => row.done_at_ms > 0)).toEqual([false, true])
  })
})
