// An instant as somebody types it into a field for date and time, meant in the city's zone and not in the device's.
function offset_ms(at_ms: number, zone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at_ms)
      .map((each) => [each.type, Number(each.value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at_ms / 1000) * 1000
}

// 2027-01-01T00:00 to milliseconds since 1970 UTC; 0: nothing was typed.
export function instant_in_zone(typed: string, zone: string): number {
  const as_utc = Date.parse(`${typed}Z`)
  if (typed === '' || Number.isNaN(as_utc)) return 0
  // Twice: at a change of summer time the first guess has the offset of the other side.
  const guess = as_utc - offset_ms(as_utc, zone)
  return as_utc - offset_ms(guess, zone)
}
