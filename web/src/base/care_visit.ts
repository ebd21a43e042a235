// What a care visit's whistle says of itself: its source's number "care/<resident>/<matter>/<period>" is all its text.
import { t } from './words'

// Last day of a week, a month or a quarter: 2026-11-30.
function last_day_of(year: number, mark: string, number: number): string {
  const day_ms = 86_400_000
  const months = mark === 'Q' ? number * 3 : number
  const end_ms = mark === 'W' ? monday_ms(year, number) + 6 * day_ms : Date.UTC(year, months, 1) - day_ms
  return new Date(end_ms).toISOString().slice(0, 10)
}

// ISO 8601: the first week holds 4 January.
function monday_ms(year: number, week: number): number {
  const day_ms = 86_400_000
  const fourth = new Date(Date.UTC(year, 0, 4))
  return fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * day_ms + (week - 1) * 7 * day_ms
}

// "" for whatever is no visit: which resident, by the reference code, until when the visit is due, and that it is over.
// today: 2026-11-26, or nothing where that is not said.
export function visit_text(source_reference: string, today = ''): string {
  const found = /^care\/(.+)\/[^/]+\/(\d{4})-([WQ]?)(\d{1,2})$/.exec(source_reference)
  if (!found) return ''
  const [, resident = '', year = '', mark = '', digits = ''] = found
  const number = Number(digits)
  const period = mark === 'W' ? 'week' : mark === 'Q' ? 'quarter' : 'month'
  const last_day = last_day_of(Number(year), mark, number)
  const words = t(`visit.${period}`, { resident, year, number, until: last_day.slice(5) })
  return last_day < today ? t('visit.over', { words }) : words
}
