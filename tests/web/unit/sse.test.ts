import { describe, expect, it } from 'vitest'
import { SseReader } from '../../../web/src/api/sse'

const stream = 'event: clock\ndata: {"a":1}\n\n: a comment\nevent: entries\nid: 1-7\ndata: one\ndata: two\n\nevent: empty\n\ndata: x\r\n\r\n'
const events = [
  { name: 'clock', id: '', data: '{"a":1}' },
  { name: 'entries', id: '1-7', data: 'one\ntwo' },
  { name: 'message', id: '1-7', data: 'x' },
]

describe('SseReader', () => {
  it('reads the same events however the bytes are cut', () => {
    // Not between a carriage return and its line feed: the server sends line feeds alone.
    for (let cut = 1; cut < stream.length - 4; cut += 1) {
      const reader = new SseReader()
      expect([...reader.take(stream.slice(0, cut)), ...reader.take(stream.slice(cut))]).toEqual(events)
    }
  })
})
