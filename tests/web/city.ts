// A real city for the tests of pages: a private redis-server, the server with the Shenyang pack and its demonstration
// keys, on free ports of loopback. Ends with the test that started it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
export const programs = process.env.GRIDWHISTLE_BIN ?? join(root, 'build/release/bin')
const built_pages = process.env.GRIDWHISTLE_PAGES ?? join(root, 'build/web')
export const password = 'story-word'

// Nobody waits so long for anything; a machine that does other work beside the test may.
export const patience_ms = 60_000

// A fact, not a pause.
export async function until<Found>(what: string, look: () => Found | Promise<Found>, within_ms = patience_ms): Promise<NonNullable<Found>> {
  const end = Date.now() + within_ms
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`gave up waiting: ${what}`)
    await new Promise((go_on) => setTimeout(go_on, 20))
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(hard)
}

export class City {
  readonly folder = mkdtempSync(join(tmpdir(), 'gridwhistle-pages-'))
  readonly home = join(this.folder, 'home')
  pages = built_pages // of the next start of the server
  url = ''
  private redis?: ChildProcess
  private server?: ChildProcess
  private said = ''
  private demonstration = ['--demo-password', password]

  constructor(readonly pack: string) {}

  static async start(pack = join(root, 'deploy/packs/shenyang')): Promise<City> {
    const made = new City(pack)
    try {
      await made.begin()
    } catch (thrown) {
      await made.stop()
      throw thrown
    }
    return made
  }

  private async begin(): Promise<void> {
    execFileSync(join(programs, 'gridwhistled'), ['enrol-demo', '--home', this.home, '--pack', this.pack, '--walkers', '20'])
    await this.start_redis()
    await this.start_server()
  }

  async start_redis(): Promise<void> {
    this.redis = spawn(join(root, 'deploy/redis-start'), [this.folder], { stdio: 'ignore' })
    const asks = () => {
      try {
        return execFileSync('redis-cli', ['-s', join(this.folder, 'redis.sock'), 'ping'], { stdio: 'pipe' }).includes('PONG')
      } catch {
        return false
      }
    }
    await until('redis-server', asks)
  }

  async start_server(...more: string[]): Promise<void> {
    this.said = ''
    const listen = this.url === '' ? '127.0.0.1:0' : this.url.replace('http://', '')
    this.server = spawn(
      join(programs, 'gridwhistled'),
      ['serve', '--home', this.home, '--redis', `unix:${join(this.folder, 'redis.sock')}`, '--pack', this.pack, '--web', listen]
        .concat(['--pages', this.pages], this.demonstration, more),
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    this.server.stderr?.on('data', (bytes: Buffer) => {
      this.said += bytes.toString()
    })
    await until('gridwhistled', () => {
      if (this.server?.exitCode !== null) throw new Error(`gridwhistled ended: ${this.said}`)
      return this.said.includes('"what":"serving"')
    })
    this.url = /"what":"pages","url":"([^"]*)"/.exec(this.said)?.[1] ?? this.url
  }

  // From the next start on nobody has a password that everybody knows.
  end_demonstration(): void {
    this.demonstration = []
  }

  async stop_server(): Promise<void> {
    if (this.server) await ended(this.server)
  }

  // The server hangs, as in a dead network: nothing is closed, nothing is answered.
  pause_server(): void {
    this.server?.kill('SIGSTOP')
  }
  resume_server(): void {
    this.server?.kill('SIGCONT')
  }

  // What the server's program prints.
  gridwhistled(...words: string[]): string {
    return execFileSync(join(programs, 'gridwhistled'), [...words, '--home', this.home], { encoding: 'utf8' }).trim()
  }

  // Says something through the terminal's program, as somebody enrolled.
  gridwhistle(...words: string[]): string {
    return execFileSync(join(programs, 'gridwhistle'), [...words, '--home', this.home], { encoding: 'utf8' })
  }

  enrolled(): { user: string; role: string; department: string; area: string }[] {
    const [head = '', ...rows] = readFileSync(join(this.home, 'enrolled.csv'), 'utf8').trim().split('\n')
    const names = head.split(',')
    const at = (row: string[], name: string) => row[names.indexOf(name)] ?? ''
    return rows.map((line) => {
      const row = line.split(',')
      return { user: at(row, 'user'), role: at(row, 'role'), department: at(row, 'department'), area: at(row, 'area') }
    })
  }

  // What pages call somebody.
  async name_of(user: string): Promise<string> {
    const told = await (await fetch(`${this.url}/api/v1/demo-accounts`)).json()
    return (told.accounts as { user: string; name: string }[]).find((each) => each.user === user)?.name ?? ''
  }

  async stop(): Promise<void> {
    this.resume_server()
    await this.stop_server()
    if (this.redis) await ended(this.redis)
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true })
  }
}
