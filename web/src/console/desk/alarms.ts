// When a desk makes itself heard (research on alarms: fewer than one sound in ten seconds, or nobody listens): what is
// new, what becomes due, what is late, and an emergency until somebody has reported in. Law: one thing rings once for
// each reason, and of what would ring too soon only a sentence is left.
import { is_end } from '../../base/stage'
import { due_of, soon_of } from '../queue/order'
import type { QueueRow } from '../queue/row'
import {
  alarm_kinds,
  type AlarmKind,
  emergency_gap_ms,
  emergency_times,
  overdue_again_ms,
  sound_gap_ms,
} from '../sound/alarm_kinds'
import { own_turn } from './queues'

export interface Alarm {
  kind: AlarmKind
  ids: string[]
  sounds: boolean
}

interface Heard {
  due_at_ms: number // of the deadline that was announced
  soon_at_ms: number // likewise
  soon: boolean
  overdue: number // times
  emergency: number // times
  emergency_at_ms: number
}

export class Alarms {
  private readonly heard = new Map<string, Heard>()
  private sounded_at_ms = -Infinity
  private next_at_ms = -Infinity // before it, and with the same rows, there is nothing to hear
  private began = false

  // What rings now. What the desk finds when it is opened was no news to the one before: only emergencies ring at once.
  hear(rows: Iterable<QueueRow>, now_ms: number): Alarm[] {
    const found: Record<AlarmKind, string[]> = { emergency: [], overdue: [], due_soon: [], new: [] }
    const seen = new Set<string>()
    this.next_at_ms = Infinity
    for (const row of rows) {
      if (!own_turn(row)) continue
      seen.add(row.id)
      const kind = this.reason_for(row, now_ms)
      if (kind) found[kind].push(row.id)
      this.next_at_ms = Math.min(this.next_at_ms, this.next_of(row))
    }
    for (const id of this.heard.keys()) if (!seen.has(id)) this.heard.delete(id)
    this.began = true
    return this.ring(found, now_ms)
  }

  // Whether time alone has brought something.
  due(now_ms: number): boolean {
    return now_ms >= this.next_at_ms
  }

  private next_of(row: QueueRow): number {
    const was = this.heard.get(row.id)
    if (!was) return -Infinity
    const emergency = row.kind === 'emergency' && row.obligation === 'owed' && was.emergency < emergency_times
    const again = was.overdue === 0 ? 1 : overdue_again_ms[was.overdue - 1]
    return Math.min(
      emergency ? was.emergency_at_ms + emergency_gap_ms : Infinity,
      was.soon ? Infinity : was.soon_at_ms,
      again === undefined ? Infinity : was.due_at_ms + again,
    )
  }

  private ring(found: Record<AlarmKind, string[]>, now_ms: number): Alarm[] {
    return alarm_kinds
      .filter((kind) => found[kind].length > 0)
      .map((kind) => {
        const sounds = now_ms - this.sounded_at_ms >= sound_gap_ms
        if (sounds) this.sounded_at_ms = now_ms
        return { kind, ids: found[kind], sounds }
      })
  }

  private reason_for(row: QueueRow, now_ms: number): AlarmKind | null {
    const due_at_ms = due_of(row)
    const was = this.heard.get(row.id)
    const left_ms = due_at_ms - now_ms
    if (!was || was.due_at_ms !== due_at_ms) {
      const first = this.first_of(due_at_ms, soon_of(row), now_ms)
      if (was) Object.assign(first, { emergency: was.emergency, emergency_at_ms: was.emergency_at_ms })
      this.heard.set(row.id, first)
      if (this.rings_as_emergency(row, first, now_ms)) return 'emergency'
      return was || !this.began ? null : 'new'
    }
    if (this.rings_as_emergency(row, was, now_ms)) return 'emergency'
    if (left_ms < 0 && this.late_again(was, -left_ms)) {
      was.overdue += 1
      return 'overdue'
    }
    if (!was.soon && now_ms >= was.soon_at_ms) {
      was.soon = true
      return 'due_soon'
    }
    return null
  }

  // What it is already when it is first seen counts as told.
  private first_of(due_at_ms: number, soon_at_ms: number, now_ms: number): Heard {
    const late_ms = now_ms - due_at_ms
    const overdue = late_ms <= 0 ? 0 : 1 + overdue_again_ms.filter((each) => late_ms >= each).length
    return { due_at_ms, soon_at_ms, soon: now_ms >= soon_at_ms, overdue, emergency: 0, emergency_at_ms: -Infinity }
  }

  private late_again(was: Heard, late_ms: number): boolean {
    const next = was.overdue === 0 ? 1 : overdue_again_ms[was.overdue - 1]
    return next !== undefined && late_ms >= next
  }

  private rings_as_emergency(row: QueueRow, was: Heard, now_ms: number): boolean {
    if (row.kind !== 'emergency' || row.obligation !== 'owed') return false
    if (was.emergency >= emergency_times || now_ms - was.emergency_at_ms < emergency_gap_ms) return false
    was.emergency += 1
    was.emergency_at_ms = now_ms
    return true
  }
}

// What its department waited for somebody else to say.
interface Waiting {
  begins: (row: QueueRow) => boolean
  lasts: (row: QueueRow) => boolean
}
export const of_reporter: Waiting = {
  begins: (row) => row.question !== '',
  lasts: (row) => row.question !== '',
}
// Whose request it is that still waits a list does not say of several departments.
export const of_supervisor: Waiting = {
  begins: (row) => row.extension_asked,
  lasts: (row) => row.awaits.includes('extension'),
}

export interface Answer {
  id: string
  later: boolean // it is due later than when it was asked
}

// Who need wait no more, and has still to do with it.
export class Answers {
  private asked = new Map<string, number>() // until when each was due

  constructor(private readonly waiting: Waiting) {}

  hear(rows: Iterable<QueueRow>): Answer[] {
    const own = [...rows].filter(own_turn)
    const before = this.asked
    this.asked = new Map(own.filter(this.waiting.begins).map((row) => [row.id, before.get(row.id) ?? due_of(row)]))
    return own
      .filter((row) => before.has(row.id) && !this.waiting.lasts(row))
      .map((row) => ({ id: row.id, later: due_of(row) > (before.get(row.id) ?? Infinity) }))
  }
}

// What its department had still to do with, and which others have ended: its reporter took it back, or a command centre
// joined it to another or declined it. From then on no list of the department names it.
export class Ends {
  private at_work = new Set<string>()

  hear(rows: Iterable<QueueRow>): QueueRow[] {
    const all = [...rows]
    const before = this.at_work
    this.at_work = new Set(all.filter(own_turn).map((row) => row.id))
    return all.filter((row) => before.has(row.id) && is_end(row.stage))
  }
}
