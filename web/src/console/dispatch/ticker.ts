// What happens, line by line: the latest first. Paused it counts what it holds back, and loses nothing that fits.
import type { JournalEntry } from '../whistle/timeline'

export const lines_max = 60

// Steps that follow from others by themselves and would drown what people do.
const quiet = ['delivered', 'member_joined', 'member_parted'] as const
const loud = (entry: JournalEntry): boolean => entry.whistle_id !== '' && !quiet.some((each) => entry[each])

export class TickerTape {
  lines: JournalEntry[] = []
  held: JournalEntry[] = []
  paused = false // by its button
  private read = false // somebody points at it, or is in it by keyboard

  get stands(): boolean {
    return this.paused || this.read
  }

  hear(entries: readonly JournalEntry[]): void {
    const news = entries.filter(loud).reverse()
    if (this.stands) this.held = [...news, ...this.held].slice(0, lines_max)
    else this.lines = [...news, ...this.lines].slice(0, lines_max)
  }

  pause(): void {
    this.paused = true
  }

  go_on(): void {
    this.paused = false
    this.let_go()
  }

  // A line must not move away under a pointer.
  reading(now: 'begins' | 'ends'): void {
    this.read = now === 'begins'
    if (!this.stands) this.let_go()
  }

  private let_go(): void {
    this.lines = [...this.held, ...this.lines].slice(0, lines_max)
    this.held = []
  }
}
