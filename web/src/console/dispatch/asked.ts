// What was said when it was asked for: the state knows that a department waits, the history knows why.
import type { JournalEntry } from '../whistle/timeline'

export type Asking = 'returned' | 'extension_requested' | 'shelving_requested' | 'appealed'

export interface Said {
  at_ms: number
  actor: string
  words: string[] // as they were written
}

// The last time; of a shelving, which only the lead asks for, of whoever it was.
export function last_said(history: readonly JournalEntry[], event: Asking, department: string): Said | null {
  for (let i = history.length - 1; i >= 0; i -= 1) {
    const entry = history[i]
    const said = entry?.[event]
    if (!entry || !said) continue
    if ('department' in said && said.department !== department) continue
    const evidence = 'evidence' in said ? said.evidence : ''
    return { at_ms: entry.at_ms, actor: entry.actor, words: [said.reason, evidence].filter((each) => each !== '') }
  }
  return null
}
