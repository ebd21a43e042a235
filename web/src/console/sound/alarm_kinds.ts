// What a room may sound for, and how often: what the rules of sound tell is what the alarms of the rooms keep to.

export const alarm_kinds = ['emergency', 'overdue', 'due_soon', 'new'] as const // the gravest first
export type AlarmKind = (typeof alarm_kinds)[number]

export const sound_gap_ms = 10_000
export const emergency_gap_ms = 30_000
export const emergency_times = 3
export const overdue_again_ms = [5 * 60_000, 15 * 60_000]
