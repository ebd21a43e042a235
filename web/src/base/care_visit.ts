// What a care visit's whistle says of itself: its source's number "care/<resident>/<matter>/<period>" is all its text.
import { t } from './words'

// Last day of a week, a month or a quarter, as month and day.
function last_day_of(year: number, mark: string, number: number): string {
  const day_ms = 86_400_000
  const months = mark === 'Q' ? number * 3 : number
  const end_ms = mark === 'W' ? monday_ms(year, number) + 6 * day_ms : Date.UTC(year, months, 1) - day_ms
  return new Date(end_ms).toISOString().slice(5, 10)
}

// ISO 8601: the first week holds 4 January.
function monday_ms(year: number, week: number): number {
  const day_ms = 86_400_000
  const fourth = new Date(Date.UTC(year, 0, 4))
  return fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * day_ms + (week - 1) * 7 * day_ms
}

// "" for whatever is no visit: which resident, by the reference code, and until when the visit is due.
export function visit_text(source_reference: string): string {
  const found = /^care\/(.+)\/[^/]+\/(\d{4})-([WQ]?)(\d{1,2})$/.exec(source_reference)
  if (!found) return ''
  const [, resident = '', year = '', mark = '', digits = ''] = found
  const number = Number(digits)
  const period = mark === 'W' ? 'week' : mark === 'Q' ? 'quarter' : 'month'
  return t(`visit.${period}`, { resident, year, number, until: last_day_of(Number(year), mark, number) })
}
