// A form that others have made pointless: who did what, and the words that were typed in it and not sent.
import { event_of } from '../../parts/event_words'
import type { JournalEntry } from '../whistle/timeline'

export interface Overtaken {
  actor: string
  event: string
  at_ms: number
  typed: string
}

// The first that somebody did behind a version: what follows it the server did by itself.
export function overtaken_by(history: readonly JournalEntry[], version: number, typed: string): Overtaken | null {
  const first = history.find((each) => each.version > version && each.actor !== '')
  return first ? { actor: first.actor, event: event_of(first), at_ms: first.at_ms, typed } : null
}

export function typed_in(form: HTMLElement | null): string {
  const texts = [...(form?.querySelectorAll('textarea') ?? [])].map((each) => each.value.trim())
  return texts.filter((each) => each !== '').join('\n')
}
