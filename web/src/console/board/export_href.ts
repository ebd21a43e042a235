// Where the server writes what the board shows as a file: the table, the list that is open, what is late now,
// or what waits for a decision.
import type { Days } from '../../api/surveys'
import type { Language } from '../../base/language'
import { type Format, file_href } from '../file_href'
import { type BoardView, only_of } from './view'

// What the address of such a file asks.
function asked_of(view: BoardView, area: string): { path: string; query: Record<string, string> } {
  const { behind, tab } = view
  if (behind) {
    const { by, group } = behind
    if (behind.tab === 'figures')
      return { path: 'figures/list', query: { by, group, figure: behind.figure, part: behind.part, ...only_of(view) } }
    if (behind.tab === 'zero') return { path: 'zero-board/list', query: { by, group, tag: behind.tag } }
    return { path: 'care/list', query: { by, group, ...(behind.state ? { state: behind.state } : {}) } }
  }
  if (tab === 'figures') return { path: 'figures', query: { by: view.by, ...only_of(view) } }
  if (tab === 'late') {
    const holder = view.department === '' || view.department.startsWith('desk/') ? view.department : `dept/${view.department}`
    return { path: 'inbox', query: { area, late: 'true', ...(holder === '' ? {} : { holder }) } }
  }
  if (tab === 'decide') return { path: 'inbox', query: { area, awaits: 'true' } }
  const within: Record<string, string> = view.within === '' ? {} : { within: view.within }
  return { path: tab === 'care' ? 'care' : 'zero-board', query: { by: view.by, ...within } }
}

// area: all of which one sees, for what is not of a period.
export function export_href(view: BoardView, days: Days, area: string, format: Format, lang: Language): string {
  const asked = asked_of(view, area)
  const period: Record<string, string> = asked.path === 'inbox' ? {} : { from: String(days.from), to: String(days.to) }
  return file_href(asked.path, format, lang, { ...period, ...asked.query })
}
