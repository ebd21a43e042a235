// What a stranger and another site get out of the server: nothing, by name, and at no cost to others.
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../api_file'
import { City, password, until } from '../city'
import { fresh_id, raw, Script } from '../rest'

const report = { kind: 'routine', matter: { kind: 'matter', code: '06010' }, area: '210102001002', text: '垃圾', source: 'page' }
let city: City
let walker: Script
let clerk: Script // of the department that leads
let whistle = ''

beforeAll(async () => {
  city = await City.start()
  const mine = city.enrolled().find((each) => each.role === 'grid_worker')
  walker = await Script.enter(city.url, mine?.user ?? '')
  const blown = await walker.blow({ ...report, area: mine?.area })
  expect(blown.status).toBe(201)
  whistle = blown.whistle
  clerk = await Script.enter(city.url, `clerk-${String(blown.body.lead)}`)
})
afterAll(() => city?.stop())

const head = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: ${new URL(city.url).host}\r\nConnection: close\r\n${more}\r\n`
const status_in = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)
const version_now = async () => {
  const { body } = await clerk.ask('GET', `/api/v1/whistles/${whistle}`)
  return Number((body.state as { version: number }).version)
}

describe('without a session', () => {
  it('nothing that the API file does not open is answered', async () => {
    const stranger = new Script(city.url, 'stranger')
    const closed = operations.filter((each) => !each.open)
    expect(closed.length).toBeGreaterThan(25)
    for (const { method, path: pattern } of closed) {
      const path = pattern.replace('{command}', 'note').replace(/\{\w+\}/g, fresh_id)
      const answer = await stranger.ask(method, path, method === 'GET' ? undefined : {})
      expect([method, path, answer.status]).toEqual([method, path, 401])
    }
  })

  it('a cookie that somebody else chose is never taken over by a login', async () => {
    const fixed = 'gridwhistle=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
    const victim = new Script(city.url, walker.user)
    victim.cookie = fixed
    const entered = await victim.ask('POST', '/api/v1/session', { user: walker.user, password })
    expect(entered.status).toBe(200)
    const given = entered.headers.get('set-cookie') ?? ''
    expect(given).toMatch(/^gridwhistle=[^;]{32,}; Path=\/; HttpOnly; SameSite=Strict/)
    expect(given.startsWith(fixed)).toBe(false)
    expect((await victim.ask('GET', '/api/v1/session')).status).toBe(401)
  })

  it('a session that was ended opens nothing any more', async () => {
    const gone = await Script.enter(city.url, walker.user)
    expect((await gone.ask('GET', '/api/v1/session')).status).toBe(200)
    expect((await gone.ask('DELETE', '/api/v1/session')).status).toBe(204)
    expect((await gone.ask('GET', '/api/v1/session')).status).toBe(401)
  })
})

describe('a stream', () => {
  it('ends with its session, and says nothing of what happened after that', async () => {
    const leaver = await Script.enter(city.url, walker.user)
    let begun = false
    const listening = leaver.listen('', (heard) => {
      begun = heard.length > 0
      return false
    })
    await until('the stream has begun', () => begun)
    expect((await leaver.ask('DELETE', '/api/v1/session')).status).toBe(204)
    const area = city.enrolled().find((each) => each.user === walker.user)?.area
    expect((await walker.blow({ ...report, area })).status).toBe(201)
    expect((await listening).filter((each) => each.name === 'entries')).toEqual([])
  })

  it('stands under the same policy as every answer', async () => {
    const told = await raw(city.url, head('/api/v1/stream', `Cookie: ${walker.cookie}\r\n`), (got) => got.includes('\r\n\r\n'))
    for (const line of ["Content-Security-Policy: default-src 'self'", 'X-Content-Type-Options: nosniff', 'Cache-Control: no-store', 'Content-Type: text/event-stream'])
      expect(told).toContain(line)
  })
})

describe('from another site', () => {
  it('no change is taken without the secret of the session, nor with an origin of somebody else', async () => {
    const before = await version_now()
    const wrong: [Record<string, string>, string][] = [
      [{ 'X-CSRF-Token': '' }, 'csrf_invalid'],
      [{ 'X-CSRF-Token': walker.csrf }, 'csrf_invalid'],
      [{ Origin: 'https://elsewhere.example' }, 'origin_refused'],
      [{ Origin: 'null' }, 'origin_refused'],
      [{ Origin: `${city.url}.elsewhere.example` }, 'origin_refused'],
    ]
    for (const [fields, code] of wrong) {
      const answer = await clerk.ask('POST', `/api/v1/whistles/${whistle}/report-in`, {}, {
        'Idempotency-Key': fresh_id(),
        'If-Match': `"${before}"`,
        ...fields,
      })
      expect([fields, answer.status, answer.body.code]).toEqual([fields, 403, code])
    }
    expect(await version_now()).toBe(before)
  })

  it('every answer forbids frames, foreign content and guessing at types, and names no site that may read it', async () => {
    for (const path of ['/', '/login', '/field/', '/api/v1/session', '/nothing', `/api/v1/whistles/${whistle}`]) {
      const answer = await walker.ask('GET', path)
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|\*/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('access-control-allow-origin')).toBe(null)
    }
  })
})

describe('a path', () => {
  it('leads to nothing that was not put there', async () => {
    const tricks = ['/../etc/passwd', '/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/../../home/server.key']
      .concat(['//etc/passwd', '/assets//etc/passwd', '/assets/%00', '/assets/..;/index.html', '/.vite/manifest.json/..', '/\\..\\..\\etc'])
      .concat(['/assets/index.html%00.js', '/field/../../../etc/passwd', '/etc/passwd', '/home/accounts.csv', '/%c0%ae%c0%ae/etc/passwd'])
      .concat(['/api/v1/whistles/../session', '/api/v1/../../etc/passwd', '/api/v1/whistles/%2e%2e/inbox', `/${'a'.repeat(7000)}`])
      .concat(['/assets/.', '/assets/', '/.git/config', '/index.html/', '/assets/../index.html', '/?../../etc/passwd', '/*', '/~root'])
    for (const path of tricks) {
      const answer = await raw(city.url, head(path))
      expect([path.slice(0, 60), answer.includes('root:')]).toEqual([path.slice(0, 60), false])
      const page = path.startsWith('/?')
      expect([path.slice(0, 60), status_in(answer)]).toEqual([path.slice(0, 60), page ? 200 : expect.toSatisfy((n: number) => n >= 400 && n < 500)])
    }
  })
})

describe('size and speed', () => {
  it('a header, a body and a number of headers beyond the limits are refused, and the next request is served', async () => {
    const long = [
      head('/livez', `X-Long: ${'a'.repeat(9000)}\r\n`),
      head('/livez', 'X-Many: 1\r\n'.repeat(2000)),
      `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n${'a'.repeat(100_000)}`,
      `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${`10000\r\n${'a'.repeat(0x10000)}\r\n`.repeat(3)}0\r\n\r\n`,
      `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
      'GET /livez HTTP/9.9\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    ]
    for (const bytes of long) {
      const answer = await raw(city.url, bytes, (got) => got.includes('\r\n\r\n'))
      expect([bytes.slice(0, 60), status_in(answer)]).not.toEqual([bytes.slice(0, 60), 200])
      expect((await walker.ask('GET', '/livez')).status).toBe(200)
    }
  })

  it('three hundred connections that send a byte now and then keep nobody from being served', async () => {
    const { hostname, port } = new URL(city.url)
    const slow: Socket[] = Array.from({ length: 300 }, () => connect(Number(port), hostname))
    slow.forEach((each) => each.on('error', () => undefined))
    await until('the slow ones are connected', () => slow.every((each) => !each.connecting))
    let sent = 0
    const dripping = setInterval(() => {
      slow.forEach((each) => each.write('GET /livez HTTP/1.1\r\nX: '.charAt(sent)))
      sent += 1
    }, 5)
    for (let i = 0; i < 100; i += 1) expect((await walker.ask('GET', '/api/v1/session')).status).toBe(200)
    // They were there all the time.
    expect(slow.filter((each) => each.destroyed)).toEqual([])
    clearInterval(dripping)
    slow.forEach((each) => each.destroy())
  })
})
