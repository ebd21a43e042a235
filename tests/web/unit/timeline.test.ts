import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { speak } from '../../../web/src/base/language'
import { event_of } from '../../../web/src/parts/event_words'
import { event_names, type JournalEntry, tell } from '../../../web/src/console/whistle/timeline'

interface Schema {
  type?: string
  enum?: string[]
  items?: Schema
  $ref?: string
  properties?: Record<string, Schema>
}
const messages: Record<string, Schema> = JSON.parse(readFileSync('docs/openapi_messages.json', 'utf8')).components.schemas

// An example of a schema with every member set; `pick` chooses among an enum's values.
function example(schema: Schema, pick: number): unknown {
  if (schema.$ref) return example(messages[schema.$ref.split('/').pop() ?? ''] ?? {}, pick)
  if (schema.enum) return schema.enum[pick % schema.enum.length]
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, example(each, pick)]))
  }
  if (schema.type === 'array') return [example(schema.items ?? {}, pick)]
  if (schema.type === 'boolean') return pick % 2 === 1
  return schema.type === 'integer' ? 3_600_000 : 'so'
}

const entry_members = Object.entries(messages.JournalEntry?.properties ?? {})
const events = entry_members.filter(([, schema]) => schema.$ref).map(([name]) => name)
const most_values = 12 // no enum has more

function entry_with(event: string, pick: number, actor: string): JournalEntry {
  const [, schema] = entry_members.find(([name]) => name === event) ?? []
  return { actor, at_ms: 1, version: 1, [event]: example(schema ?? {}, pick) } as unknown as JournalEntry
}

describe('tell', () => {
  beforeEach(() => speak('zh-CN'))

  it('knows every event of the journal, and no other', () => {
    expect(events.length).toBeGreaterThan(35)
    expect([...event_names].sort()).toEqual([...events].sort())
  })

  for (const language of ['zh-CN', 'en'] as const) {
    it.each(events)(`has a whole sentence for %s in ${language}, whatever its enums say`, (event) => {
      speak(language)
      for (let pick = 0; pick < most_values; pick += 1) {
        for (const actor of ['clerk-a', '']) {
          const told = tell(entry_with(event, pick, actor))
          const all = [told.sentence, ...(told.facts ?? [])].join('\n')
          expect(all).not.toMatch(/[{}]|undefined|null|NaN|\[object/)
          expect(told.sentence.length).toBeGreaterThan(3)
        }
      }
    })
  }

  it('says what somebody wrote as he wrote it, and does not write it into a sentence', () => {
    const hostile = '<script>alert(1)</script>{who}'
    const entry = { actor: 'a', noted: { text: hostile, asks_reporter: false, department: '' } } as unknown as JournalEntry
    const told = tell(entry)
    expect(told.words).toEqual([hostile])
    expect(told.sentence).not.toContain('script')
  })

  const said = (version: number, event: object) => ({ actor: '', at_ms: 1, version, ...event }) as JournalEntry

  it('calls what the reporter writes an answer where a question waits for it', () => {
    const by = (version: number, actor: string, event: object) => ({ ...said(version, event), actor })
    const asked = by(2, 'clerk', { noted: { text: '哪一侧？', asks_reporter: true, department: 'um' } })
    const answer = by(3, 'walker', { noted: { text: '东侧', asks_reporter: false, department: '' } })
    const after = by(4, 'walker', { noted: { text: '谢谢', asks_reporter: false, department: '' } })
    const history = [by(1, 'walker', { raised: {} }), asked, answer, after]
    expect(tell(answer, history).sentence).toBe('walker 答复')
    expect(tell(after, history).sentence).toBe('walker 留言')
  })

  it('books a late ruling on the desk that has to rule, and not on the department that returned it', () => {
    const late = said(4, { overran: { clock: 'ruling', department: '2101-um', deadline_at_ms: 1 } })
    const history = [
      said(2, { returned: { department: '2101-um', desk: '210102', reason: '', evidence: '', proposed: '' } }),
      late,
      said(5, { returned: { department: '2101-um', desk: '21', reason: '', evidence: '', proposed: '' } }),
    ]
    expect(tell(late, history).sentence).toMatch(/^210102指挥中心裁定超期/)
    expect(tell(late).sentence).toMatch(/^指挥中心裁定超期/)
    expect(tell(late, history).facts?.[0]).toContain('2101-um')
    const order = said(4, { overran: { clock: 'supervision', department: '2101-um', deadline_at_ms: 1 } })
    expect(tell(order, history).sentence).toMatch(/^210102指挥中心/)
    const ruled = said(3, { ruled: { department: '2101-um', ruling: 'rejected', reason: '' } })
    expect(tell(order, [...history, ruled].sort((a, b) => a.version - b.version)).sentence).toMatch(/^2101-um/)
  })

  it('says a limit of work days in the words of its clock, where one tells how long they are', () => {
    const limit = { unit: 'work_day', amount_ms: 24 * 3_600_000 }
    const entry = said(1, {
      delivered: { department: 'um', staffing: 'unspecified', person: '', seat: '', report_in_limit: limit, handle_limit: limit },
    })
    const fact = (work_day: number) => tell(entry, [], (department) => (department === 'um' ? work_day : 0)).facts?.[0]
    expect(fact(8 * 3_600_000)).toContain('3 工作日')
    expect(fact(0)).toContain('24 工作时（按工作日计）')
  })

  it('says of a card what it was for: days before where the limit is one of work days, else the share', () => {
    const rung = { clock: 'handle', percent: 80, work_days_before: 1, action: 'yellow_card', to: 'department' }
    const card = said(4, { escalated: { department: 'um', rung, due_at_ms: 1, timing: 'on_time' } })
    const facts = (unit: string) => {
      const limit = { unit, amount_ms: 144_000_000 }
      return tell(card, [
        said(1, { dispatched: { lead: 'um', helpers: [], handle_limit: limit, report_in_limit: limit } }),
        said(2, { delivered: { department: 'um' } }),
        card,
      ]).facts?.[0]
    }
    expect(facts('urgent_hour')).toBe('时限用到 80%')
    expect(facts('natural_day')).toBe('时限用到 80%')
    expect(facts('work_day')).toContain('到期前 1 个工作日')
  })

  it('shows an event it does not know by its name', () => {
    const entry = { actor: 'a', version: 3, moved_to_mars: {} } as unknown as JournalEntry
    expect(event_of(entry)).toBe('moved_to_mars')
    expect(tell(entry).sentence).toContain('moved_to_mars')
  })
})
