// Where a report is, by the latest that the server has said of it: in its list of what is open, at its end, or in the
// receipt. Without a network it says of when that is.
import { zone } from '../../api/pack'
import { instant_text } from '../../base/time_text'
import { online } from '../app'
import { city } from '../city'
import { receipt_words } from '../outbox/item_words'
import type { OutboxItem } from '../outbox/items'
import { ended_reports } from './ended'
import { ended_words, open_words } from './standing'
import { t } from './words'

export const as_known = (words: string, as_of_ms: number): string =>
  online.value ? words : t('standing.as_of', { words, at: instant_text(as_of_ms, zone()) })

export function latest_words(item: OutboxItem): string {
  const { value, as_of_ms } = city.value.mine
  const is_it = (each: { whistle_id: string }) => each.whistle_id === item.whistle_id
  const open = value?.find(is_it)
  if (open) return as_known(open_words(open, item.user), as_of_ms)
  const ended = ended_reports.value.find(is_it)
  if (ended) return as_known(ended_words(ended), Math.max(as_of_ms, ended.ended_at_ms))
  if (online.value && as_of_ms > item.received_at_ms) return t('standing.looking')
  return as_known(receipt_words(item), item.received_at_ms)
}
