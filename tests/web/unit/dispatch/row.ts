// A row as tests want it: everything calm but what they say.
import type { QueueRow } from '../../../../web/src/console/queue/row'

export const row = (id: string, more: Partial<QueueRow> = {}): QueueRow => ({
  id,
  version: 1,
  stage: 'handling',
  kind: 'routine',
  matter: { kind: 'matter', code: '01001' },
  area: '210102001002',
  text: '',
  raised_at_ms: 0,
  waits_since_ms: 0,
  lead: 'um',
  helpers: [],
  desk: '',
  desk_reason: 'unspecified',
  obligation: 'unspecified',
  done_at_ms: 0,
  was_late: false,
  deadlines: [],
  overruns: [],
  seat: '',
  person: '',
  returns: 0,
  awaits: [],
  extension_asked: false,
  asked_desk: '',
  question: '',
  shelved_until_ms: 0,
  verifier: '',
  reporter: '',
  ...more,
})

export const due = (clock: 'desk' | 'ruling' | 'handle', due_at_ms: number, department = '') => ({
  clock,
  department,
  due_at_ms,
  soon_at_ms: due_at_ms - 30 * 60_000,
})
export const late = (clock: 'desk' | 'ruling' | 'report_in' | 'handle' | 'supervision', due_at_ms: number, department = '') => ({
  clock,
  department,
  due_at_ms,
  stopped_at_ms: 0,
  appeal: 'unspecified' as const,
})
