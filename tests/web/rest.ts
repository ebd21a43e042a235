// Somebody who speaks to the server without a browser: a script with a session, or a stranger with a socket.
import { connect, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { SseReader, type SseEvent } from '../../web/src/api/sse'
import { faults_of, message_named, misfits, schema_named, type Schema } from './api_file'
import { password } from './city'

export function fresh_id(): string {
  const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex')
  const version = `7${hex.slice(13, 16)}`
  const variant = ((parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16) + hex.slice(17, 20)
  return [hex.slice(0, 8), hex.slice(8, 12), version, variant, hex.slice(20, 32)].join('-')
}

export interface Answer {
  status: number
  headers: Headers
  bytes: Uint8Array
  text: string
  body: Record<string, unknown> // {} where it is no JSON
}

// A session of one user, as a script keeps it. Whatever is answered has to be what docs/openapi.yaml says, or asking throws.
export class Script {
  cookie = ''
  csrf = ''

  constructor(
    readonly url: string,
    readonly user: string,
  ) {}

  static async enter(url: string, user: string, word = password, totp = ''): Promise<Script> {
    const made = new Script(url, user)
    const answer = await made.ask('POST', '/api/v1/session', { user, password: word, totp })
    if (answer.status !== 200) throw new Error(`${user}: ${answer.status} ${answer.text}`)
    made.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    made.csrf = String(answer.body.csrf)
    return made
  }

  // With the session of whoever is logged in on that page.
  static async of_page(page: Page): Promise<Script> {
    const url = new URL(page.url()).origin
    const cookies = await page.context().cookies(url)
    const made = new Script(url, '')
    made.cookie = cookies.map((each) => `${each.name}=${each.value}`).join('; ')
    made.csrf = String((await made.ask('GET', '/api/v1/session')).body.csrf)
    return made
  }

  async ask(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const own: Record<string, string> = {}
    if (this.cookie) own.Cookie = this.cookie
    if (this.csrf && method !== 'GET') own['X-CSRF-Token'] = this.csrf
    const as_bytes = body instanceof Uint8Array
    if (body) own['Content-Type'] = as_bytes ? 'application/octet-stream' : 'application/json'
    const said = { ...own, ...headers }
    const init: RequestInit = { method, headers: said }
    if (body) init.body = as_bytes ? Buffer.from(body) : JSON.stringify(body)
    const answer = await fetch(this.url + path, init)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    const type = answer.headers.get('content-type') ?? ''
    const faults = faults_of(method, path, said, { status: answer.status, type, text })
    if (faults.length > 0) throw new Error(`docs/openapi.yaml says otherwise:\n${faults.join('\n')}`)
    return { status: answer.status, headers: answer.headers, bytes, text, body: /json/.test(type) && text ? JSON.parse(text) : {} }
  }

  async blow(report: object, whistle = fresh_id()): Promise<Answer & { whistle: string }> {
    const answer = await this.ask('POST', '/api/v1/whistles', { whistle_id: whistle, report }, { 'Idempotency-Key': fresh_id() })
    return { ...answer, whistle }
  }

  command(whistle: string, name: string, version: number, body: object = {}): Promise<Answer> {
    const headers = { 'Idempotency-Key': fresh_id(), 'If-Match': `"${version}"` }
    return this.ask('POST', `/api/v1/whistles/${whistle}/${name}`, body, headers)
  }

  // A photo in parts; the last answer.
  async upload(photo: Uint8Array, id = fresh_id()): Promise<Answer> {
    for (let offset = 0; ; offset += part_bytes_max) {
      const part = photo.subarray(offset, offset + part_bytes_max)
      const answer = await this.ask('PUT', `/api/v1/uploads/${id}?size=${photo.length}&offset=${offset}`, part)
      if (answer.status !== 200) return answer
    }
  }

  // What the stream says behind a position, until that is enough. Every event has to be what the file says, too.
  async listen(after: string, enough: (events: SseEvent[]) => boolean): Promise<SseEvent[]> {
    const stop = new AbortController()
    const headers: Record<string, string> = { Cookie: this.cookie }
    if (after) headers['Last-Event-ID'] = after
    const answer = await fetch(`${this.url}/api/v1/stream`, { headers, signal: stop.signal })
    const told = { status: answer.status, type: answer.headers.get('content-type') ?? '', text: 'events' }
    const faults = faults_of('GET', '/api/v1/stream', headers, told)
    const heard: SseEvent[] = []
    const reader = new SseReader()
    const text = new TextDecoder()
    for await (const bytes of answer.body ?? []) {
      for (const event of reader.take(text.decode(bytes as Uint8Array, { stream: true }))) {
        heard.push(event)
        faults.push(...misfits(JSON.parse(event.data), event_schema(event.name), event.name))
      }
      if (enough(heard)) break
    }
    stop.abort()
    if (faults.length > 0) throw new Error(`docs/openapi.yaml says otherwise:\n${faults.join('\n')}`)
    return heard
  }
}

const part_bytes_max = 48 * 1024
function event_schema(name: string): Schema {
  if (name === 'published') return message_named('PackVersion')
  return name === 'resync' ? { type: 'object' } : schema_named(`${name}_event`)
}

// Bytes to the server and what came back until it closed, or until enough() says so.
export function raw(url: string, bytes: string | Buffer, enough: (got: string) => boolean = () => false): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let got = ''
    const socket: Socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setTimeout(40_000, () => socket.destroy(new Error('silence')))
    socket.on('data', (part) => {
      got += part.toString('latin1')
      if (enough(got)) socket.destroy()
    })
    socket.on('close', () => resolve(got))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(got)
      else reject(error)
    })
  })
}
