// Where the journal stands, as the stream writes it and as answers have it.
import type { Messages } from './client'

// Whether what was read at `read` may lack entries up to `told` ("epoch-sequence"; empty: nothing was told).
export function is_behind(read: Messages['Position'] | undefined, told: string): boolean {
  if (told === '') return false
  const [epoch = 0, sequence = 0] = told.split('-').map(Number)
  if (!read) return true
  return Number(read.epoch) < epoch || (Number(read.epoch) === epoch && Number(read.sequence) < sequence)
}
