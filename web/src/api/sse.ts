// Server-sent events, read from bytes as they come (WHATWG HTML, section 9.2).

export interface SseEvent {
  name: string
  id: string // of the last event that had one
  data: string
}

// Feed it what arrived; it gives every event that is whole by now.
export class SseReader {
  private rest = ''
  private name = ''
  private id = ''
  private data: string[] = []

  take(text: string): SseEvent[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r/)
    this.rest = lines.pop() ?? ''
    return lines.flatMap((line) => this.take_line(line))
  }

  private take_line(line: string): SseEvent[] {
    if (line === '') return this.dispatch()
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') this.name = value
    if (field === 'id') this.id = value
    if (field === 'data') this.data.push(value)
    return []
  }

  private dispatch(): SseEvent[] {
    const made = { name: this.name || 'message', id: this.id, data: this.data.join('\n') }
    const empty = this.data.length === 0
    this.name = ''
    this.data = []
    return empty ? [] : [made]
  }
}
