// A long stretch of time as one number: what many whistles were held together is read to compare, not to act on.
import { t } from './words'

const hour = 3_600_000
const one_digit = (amount: number) => amount.toLocaleString('en', { maximumFractionDigits: 1 })

export function amount_text(ms: number): string {
  if (ms < hour) return t('amount.minutes', { count: one_digit(ms / 60_000) })
  if (ms < 100 * hour) return t('amount.hours', { count: one_digit(ms / hour) })
  return t('amount.days', { count: one_digit(ms / (24 * hour)) })
}
