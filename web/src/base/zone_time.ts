// Instants as a date-and-time field has them, in the city's zone and not the device's.

const kept = new Map<string, Intl.DateTimeFormat>()

// A format of dates that is kept: to make one takes ten times as long as to use it, and every row of a list tells times.
export function date_format(locale: string, told: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(told)}`
  const known = kept.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, told)
  kept.set(key, made)
  return made
}

// Year, month, day, hour and minute on the clocks of a zone, two digits each.
export const parts_of = (ms: number, zone: string) =>
  Object.fromEntries(
    date_format('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(ms)
      .map((each) => [each.type, each.value]),
  )

// 2026-11-26T17:00
export function field_text(ms: number, zone: string): string {
  const told = parts_of(ms, zone)
  return `${told.year}-${told.month}-${told.day}T${told.hour}:${told.minute}`
}

// 2026-11-26
export const day_text = (ms: number, zone: string): string => field_text(ms, zone).slice(0, 10)

// NaN where the field is empty. Where the clocks of a zone are put back, the earlier of the two instants.
export function read_field(text: string, zone: string): number {
  const as_utc = Date.parse(`${text}Z`)
  if (Number.isNaN(as_utc)) return NaN
  const ahead = (at: number) => Date.parse(`${field_text(at, zone)}Z`) - at
  const first = as_utc - ahead(as_utc)
  return as_utc - ahead(first)
}

// The next full quarter of an hour after so many hours.
export function in_hours(hours: number, now_ms: number): number {
  const quarter = 15 * 60_000
  return Math.ceil((now_ms + hours * 3_600_000) / quarter) * quarter
}
