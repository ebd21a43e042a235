// Numbers by area with the row above: the same question asked of the grouping that is shown and of all together.
import type { Days, Grouping } from '../../api/surveys'
import { use_asked } from '../asked'
import { use_board_view } from './board_view'

interface Counted {
  rows: { group: string; name: string; counts: number[] }[]
}

export function use_counted<Table extends Counted>(ask: (days: Days, by: Grouping) => Promise<Table>) {
  const { view, days } = use_board_view()
  return use_asked(
    () => ({ days: days.value, by: view.value.by }),
    async ({ days: asked, by }) => {
      const [table, all] = await Promise.all([ask(asked, by), ask(asked, 'none')])
      const widest = Math.max(0, ...table.rows.map((row) => row.counts.length))
      const nothing = { group: '', name: '', counts: Array.from({ length: widest }, () => 0) }
      return { table, total: all.rows[0] ?? nothing }
    },
  )
}
