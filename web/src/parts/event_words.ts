// What an event is called in a few words, where there is no room for its whole sentence: "张敏 3 秒前：报到".
import type { Messages } from '../api/client'
import { make_words } from '../base/language'

// What an entry of the journal has besides its event.
export const entry_heads = ['whistle_id', 'version', 'at_ms', 'command_id', 'command_digest', 'actor'] as const
// The one member of an entry that is its event; empty where a later server says nothing this page could name.
export function event_of(entry: Messages['JournalEntry']): string {
  const heading: readonly string[] = entry_heads
  return Object.keys(entry).find((each) => !heading.includes(each)) ?? ''
}

// What each entry of a history is called: a note that asks the reporter is a question, and what he, or who reported a
// duplicate, writes while one waits is the answer.
export function events_of(history: readonly Messages['JournalEntry'][]): string[] {
  const reporters = new Set<string>()
  const asking = new Set<string>()
  return history.map((entry) => {
    const { actor, raised, member_joined, noted, amended } = entry
    if (raised) reporters.add(actor)
    if (member_joined) reporters.add(member_joined.reporter)
    if (noted?.asks_reporter) {
      asking.add(noted.department)
      return 'asked'
    }
    const waited = asking.size > 0
    if (reporters.has(actor) && (noted || amended)) asking.clear()
    asking.delete((entry.resumed ?? entry.handled ?? entry.returned ?? entry.released)?.department ?? '')
    return noted && waited && reporters.has(actor) ? 'answered' : event_of(entry)
  })
}

const zh = {
  raised: '上报',
  filed: '立案',
  desk_took: '指挥中心承接',
  dispatched: '派遣',
  delivered: '送达',
  reported_in: '报到',
  arrived: '到场',
  noted: '留言',
  asked: '提问',
  answered: '答复',
  handled: '处置完毕',
  verified: '核实通过',
  verification_failed: '核实未通过',
  closed: '结案',
  declined: '不予受理',
  withdrawn: '撤回',
  overran: '超期',
  returned: '退单',
  ruled: '裁定退单',
  helper_called: '增派协办',
  released: '免除',
  unreported: '撤销报到',
  amended: '更正上报',
  checked: '立案前核查',
  extension_requested: '申请延期',
  extension_decided: '审批延期',
  shelving_requested: '申请挂账',
  shelving_decided: '审批挂账',
  resumed: '恢复计时',
  urged: '催办',
  supervised: '督办',
  reopened: '重开',
  appealed: '申诉',
  appeal_decided: '审批申诉',
  return_visited: '回访',
  rated: '评价',
  escalated: '升级提醒',
  joined: '并案',
  parted: '撤销并案',
  member_joined: '并入一件',
  member_parted: '拆出一件',
  policy_changed: '策略包发布',
}

const en: Record<keyof typeof zh, string> = {
  raised: 'raised it',
  filed: 'filed it',
  desk_took: 'the command centre took it',
  dispatched: 'dispatched it',
  delivered: 'delivered it',
  reported_in: 'reported in',
  arrived: 'arrived',
  noted: 'left a note',
  asked: 'asked the reporter',
  answered: 'answered',
  handled: 'handled it',
  verified: 'verified it',
  verification_failed: 'found it not solved',
  closed: 'closed it',
  declined: 'declined it',
  withdrawn: 'withdrew it',
  overran: 'a limit passed',
  returned: 'returned it',
  ruled: 'ruled on the return',
  helper_called: 'called a helper',
  released: 'released a helper',
  unreported: 'took back the report-in',
  amended: 'corrected the report',
  checked: 'checked it before filing',
  extension_requested: 'asked for an extension',
  extension_decided: 'decided on the extension',
  shelving_requested: 'asked for shelving',
  shelving_decided: 'decided on the shelving',
  resumed: 'the clocks run again',
  urged: 'urged it',
  supervised: 'ordered it done',
  reopened: 'reopened it',
  appealed: 'appealed',
  appeal_decided: 'decided on the appeal',
  return_visited: 'made the return visit',
  rated: 'rated it',
  escalated: 'escalated it',
  joined: 'joined it to another',
  parted: 'undid the join',
  member_joined: 'a duplicate joined it',
  member_parted: 'a duplicate left it',
  policy_changed: 'a pack was published',
}

const words = make_words(zh, en)

// What this page does not know yet keeps the name that the server gave it.
export function event_name(event: string): string {
  return event in zh ? words(event as keyof typeof zh) : event
}
