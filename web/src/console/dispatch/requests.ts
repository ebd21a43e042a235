// What departments ask the desk to decide on one whistle.
import type { Messages } from '../../api/client'

export interface Asked {
  sort: 'extension' | 'shelving' | 'appeal'
  department: string
  granted: number // extensions before this one
  more?: Messages['Budget']
  limit?: Messages['Budget'] // that it has now
  until_ms: number
  clock: Messages['ClockName']
}

const nothing = { granted: 0, until_ms: 0, clock: 'unspecified' } as const

// What the limit would be. Nobody may ask in another unit than the limit's own.
export function limit_then({ limit, more }: Asked): Messages['Budget'] | null {
  return limit && more && limit.unit === more.unit ? { ...limit, amount_ms: limit.amount_ms + more.amount_ms } : null
}

// When that would end, where every hour counts; 0: that takes office hours to say.
export function due_then({ more }: Asked, due_at_ms: number): number {
  const counts_all = more?.unit === 'natural_day' || more?.unit === 'urgent_hour'
  return counts_all && due_at_ms > 0 ? due_at_ms + more.amount_ms : 0
}

export function asked_of(state: Messages['WhistleState'], sort: Asked['sort']): Asked[] {
  if (sort === 'shelving') {
    const until_ms = state.shelving_asked_until_ms || state.shelved_until_ms
    return until_ms > 0 ? [{ ...nothing, sort, department: state.obligations[0]?.department ?? '', until_ms }] : []
  }
  return state.obligations.flatMap((each): Asked[] => {
    const { department } = each
    if (sort === 'extension') {
      const more = each.extension_asked
      return more ? [{ ...nothing, sort, department, more, limit: each.handle?.limit, granted: each.extensions }] : []
    }
    const found: Asked[] = []
    if (each.report_in_appeal === 'pending') found.push({ ...nothing, sort, department, clock: 'report_in' })
    if (each.handle_appeal === 'pending') found.push({ ...nothing, sort, department, clock: 'handle' })
    return found
  })
}
