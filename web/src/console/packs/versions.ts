// Which version of the pack stays when another is taken back.
import type { PackVersion } from './publish'

// The version that would be in force at the instant of one that is ahead, if that one were not. Nothing: it is not ahead,
// or takes nothing's place.
export function in_force_before(one: PackVersion, all: readonly PackVersion[]): PackVersion | null {
  if (one.standing !== 'ahead') return null
  const others = all.filter((each) => each.version !== one.version && each.effective_at_ms < one.effective_at_ms)
  const last = others.reduce<PackVersion | null>(
    (latest, each) => (latest && latest.effective_at_ms > each.effective_at_ms ? latest : each),
    null,
  )
  return last && last.pack !== one.pack ? last : null
}
