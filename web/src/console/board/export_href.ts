// Where the server writes what the board shows as a file: the table, or the list that is open.
import type { Days } from '../../api/surveys'
import type { Language } from '../../base/language'
import { type BoardView, only_of } from './view'

export const formats = ['csv', 'xlsx'] as const
export type Format = (typeof formats)[number]

// What the address of such a file asks; null: this part of the board is no table.
function asked_of(view: BoardView): { path: string; query: Record<string, string> } | null {
  const { behind, tab } = view
  if (behind) {
    const { by, group } = behind
    if (behind.tab === 'figures')
      return { path: 'figures/list', query: { by, group, figure: behind.figure, part: behind.part, ...only_of(view) } }
    if (behind.tab === 'zero') return { path: 'zero-board/list', query: { by, group, tag: behind.tag } }
    return { path: 'care/list', query: { by, group, ...(behind.state ? { state: behind.state } : {}) } }
  }
  if (tab === 'figures') return { path: 'figures', query: { by: view.by, ...only_of(view) } }
  if (tab !== 'care' && tab !== 'zero') return null
  const within: Record<string, string> = view.within === '' ? {} : { within: view.within }
  return { path: tab === 'care' ? 'care' : 'zero-board', query: { by: view.by, ...within } }
}

export function export_href(view: BoardView, days: Days, format: Format, lang: Language): string | null {
  const asked = asked_of(view)
  if (!asked) return null
  const said = { format, lang: lang === 'en' ? 'en' : 'zh', from: String(days.from), to: String(days.to), ...asked.query }
  return `/api/v1/${asked.path}/export?${new URLSearchParams(said)}`
}
