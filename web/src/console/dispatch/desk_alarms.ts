// When a command centre makes itself heard: what is new to it, what it has let pass, and an emergency nobody owns yet.
// Law: never two sounds within ten seconds, so that a storm sounds once; each thing rings once, an emergency three
// times.
import { type AlarmKind, emergency_gap_ms, emergency_times, sound_gap_ms } from '../sound/alarm_kinds'
import type { QueueItem } from './desk_queue'

const gravest_first: readonly AlarmKind[] = ['emergency', 'overdue', 'new']

interface Heard {
  late: boolean
  times: number // as an emergency
  at_ms: number // the last of them
}

export class DeskAlarms {
  private readonly heard = new Map<string, Heard>()
  private began = false
  private sounded_at_ms = -Infinity

  // What sounds now. What was there when the page was opened is no news, but an emergency is.
  hear(queue: readonly QueueItem[], now_ms: number): AlarmKind | null {
    const acts = queue.filter((each) => each.want !== 'verifier')
    const reasons = new Set(acts.map((each) => this.reason_for(each, now_ms)))
    const there = new Set(acts.map((each) => each.id))
    for (const id of this.heard.keys()) if (!there.has(id)) this.heard.delete(id)
    this.began = true
    const kind = gravest_first.find((each) => reasons.has(each))
    if (!kind || now_ms - this.sounded_at_ms < sound_gap_ms) return null
    this.sounded_at_ms = now_ms
    return kind
  }

  private reason_for({ id, row, due_at_ms }: QueueItem, now_ms: number): AlarmKind | null {
    const was = this.heard.get(id)
    const known = was ?? { late: due_at_ms > 0 && due_at_ms < now_ms, times: 0, at_ms: -Infinity }
    this.heard.set(id, known)
    if (row.kind === 'emergency' && known.times < emergency_times && now_ms - known.at_ms >= emergency_gap_ms) {
      known.times += 1
      known.at_ms = now_ms
      return 'emergency'
    }
    if (!was) return this.began ? 'new' : null
    if (known.late || due_at_ms === 0 || due_at_ms >= now_ms) return null
    known.late = true
    return 'overdue'
  }
}
