import { expect, test } from 'vitest'
import { lines_max, TickerTape } from '../../../../web/src/console/dispatch/ticker'
import type { JournalEntry } from '../../../../web/src/console/whistle/timeline'

const entry = (version: number, more: Partial<JournalEntry> = { arrived: { department: 'um' } }): JournalEntry => ({
  whistle_id: 'w',
  version,
  at_ms: version,
  command_id: '',
  command_digest: '',
  actor: 'li',
  ...more,
})
const versions = (entries: JournalEntry[]) => entries.map((each) => each.version)

test('the latest is first, and what follows by itself is not told', () => {
  const tape = new TickerTape()
  const delivered = { department: 'um', seat: '', person: '', staffing: 'unspecified' as const }
  tape.hear([entry(1), entry(2, { delivered }), entry(3)])
  tape.hear([entry(4)])
  expect(versions(tape.lines)).toEqual([4, 3, 1])
})

test('paused it stands still, and loses nothing when it goes on', () => {
  const tape = new TickerTape()
  tape.hear([entry(1)])
  tape.pause()
  tape.hear([entry(2), entry(3)])
  expect(versions(tape.lines)).toEqual([1])
  expect(tape.held).toHaveLength(2)
  tape.go_on()
  expect(versions(tape.lines)).toEqual([3, 2, 1])
  expect(tape.held).toEqual([])
})

test('it stands still under a pointer, too, and then goes on unless it was paused', () => {
  const tape = new TickerTape()
  tape.hear([entry(1)])
  tape.reading('begins')
  tape.hear([entry(2)])
  expect(versions(tape.lines)).toEqual([1])
  tape.reading('ends')
  expect(versions(tape.lines)).toEqual([2, 1])
  tape.reading('begins')
  tape.pause()
  tape.hear([entry(3)])
  tape.reading('ends')
  expect(versions(tape.lines)).toEqual([2, 1])
  tape.go_on()
  expect(versions(tape.lines)).toEqual([3, 2, 1])
})

test('it keeps no more than fits', () => {
  const tape = new TickerTape()
  tape.hear(Array.from({ length: lines_max + 5 }, (_, i) => entry(i + 1)))
  expect(tape.lines).toHaveLength(lines_max)
  expect(tape.lines[0]?.version).toBe(lines_max + 5)
})
