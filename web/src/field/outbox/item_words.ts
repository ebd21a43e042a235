// An item of the outbox as its author reads it. "Received" is said of a receipt and of nothing else.
import { area_name, department_name, matter_name, zone } from '../../api/pack'
import { joined, language } from '../../base/language'
import { instant_text } from '../../base/time_text'
import type { Reach } from '../app'
import { latest_words } from '../own/latest'
import { marked } from '../own/standing'
import { t as own } from '../own/words'
import { t } from '../words'
import { is_report, type ItemProblem, type OutboxItem } from './items'

export function problem_title(problem: ItemProblem): string {
  return language.value === 'en' ? problem.title_en : problem.title_zh
}

export function item_title(item: OutboxItem): string {
  if (!is_report(item)) return `${t(`item.${item.answers ? 'answer' : item.command}`)} · ${item.about}`
  if (item.said.matter) return matter_name(item.said.matter)
  return item.said.text || t('report.what_unknown')
}

export function item_place(item: OutboxItem): string {
  return is_report(item) ? marked(item.said.kind, area_name(item.said.area)) : ''
}

// Whoever throws something away reads what it is.
export function drop_question(item: OutboxItem): string {
  const what = [item_title(item), item_place(item), is_report(item) && item.said.matter ? item.said.text : '']
  return t('item.drop_sure', { what: joined(what.filter(Boolean), ' · ') })
}

// As the receipt said; what happened since is not in it.
export function receipt_words(item: OutboxItem): string {
  const { receipt } = item
  if (!receipt || !is_report(item)) return t('state.received')
  if (receipt.lead === '') return own('standing.desk', { who: area_name(receipt.desk, 1) })
  const owed = receipt.deadlines.find((each) => each.clock === 'report_in' && each.department === receipt.lead)
  const who = joined([receipt.lead, ...receipt.helpers].map(department_name), own('and'))
  return owed
    ? own('standing.owed_by', { who, at: instant_text(owed.due_at_ms, zone()) })
    : own('standing.owed', { who })
}

export function item_state(item: OutboxItem, reach: Reach, share: number | undefined): string {
  switch (item.state) {
    case 'draft':
      return t('state.draft')
    case 'queued':
      if (reach !== 'online') return t(`state.queued.${reach}`)
      return item.tries > 0 ? t('state.queued_retry', { count: item.tries }) : t('state.queued')
    case 'sending':
      if (reach !== 'online') return t(`state.queued.${reach}`)
      return share === undefined ? t('state.sending') : t('state.sending_share', { share: Math.floor(share * 100) })
    case 'received':
      return is_report(item) ? latest_words(item) : t('state.received')
    case 'attention':
      return t('state.attention', { why: item.problem ? problem_title(item.problem) : '' })
  }
}
