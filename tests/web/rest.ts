// Somebody who speaks to the server without a browser: a script with a session, or a stranger with a socket.
import { connect, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
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
  body: Record<string, unknown>
}

// A session of one user, as a script keeps it.
export class Script {
  cookie = ''
  csrf = ''

  constructor(
    readonly url: string,
    readonly user: string,
  ) {}

  static async enter(url: string, user: string, word = password): Promise<Script> {
    const made = new Script(url, user)
    const answer = await made.ask('POST', '/api/v1/session', { user, password: word })
    if (answer.status !== 200) throw new Error(`${user}: ${answer.status} ${JSON.stringify(answer.body)}`)
    made.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    made.csrf = String(answer.body.csrf)
    return made
  }

  async ask(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const own: Record<string, string> = {}
    if (this.cookie) own.Cookie = this.cookie
    if (this.csrf && method !== 'GET') own['X-CSRF-Token'] = this.csrf
    if (body) own['Content-Type'] = 'application/json'
    const init: RequestInit = { method, headers: { ...own, ...headers } }
    if (body) init.body = JSON.stringify(body)
    const answer = await fetch(this.url + path, init)
    const text = await answer.text()
    const json = /json/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, headers: answer.headers, body: json && text ? JSON.parse(text) : {} }
  }

  async blow(report: object, whistle = fresh_id()): Promise<Answer & { whistle: string }> {
    const answer = await this.ask('POST', '/api/v1/whistles', { whistle_id: whistle, report }, { 'Idempotency-Key': fresh_id() })
    return { ...answer, whistle }
  }

  command(whistle: string, name: string, version: number, body: object = {}): Promise<Answer> {
    const headers = { 'Idempotency-Key': fresh_id(), 'If-Match': `"${version}"` }
    return this.ask('POST', `/api/v1/whistles/${whistle}/${name}`, body, headers)
  }
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
