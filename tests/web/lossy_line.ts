// A bad network between a phone and the server: every request takes a while, and some are lost on the way there or, what is
// worse, on the way back, when the server has done them already.
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export class LossyLine {
  url = ''
  lost = 0
  private server?: Server

  constructor(
    private readonly upstream: URL,
    private readonly loss: number,
    private readonly delay_ms_max: number,
    private readonly chance: () => number,
  ) {}

  async open(): Promise<void> {
    const server = createServer((asked, answer) => this.carry(asked, answer))
    this.server = server
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  close(): void {
    this.server?.closeAllConnections()
    this.server?.close()
  }

  private carry(asked: IncomingMessage, answer: ServerResponse): void {
    // What the page is made of arrives: a phone that has never had it has nothing to lose.
    const lossy = asked.url?.startsWith('/api/v1/') ?? false
    const fate = lossy && this.chance() < this.loss ? (this.chance() < 0.5 ? 'there' : 'back') : 'arrives'
    if (fate !== 'arrives') this.lost += 1
    if (fate === 'there') {
      asked.socket.destroy()
      return
    }
    const parts: Buffer[] = []
    asked.on('data', (part: Buffer) => parts.push(part))
    asked.on('end', () => {
      const late_ms = lossy ? this.chance() * this.delay_ms_max : 0
      setTimeout(() => this.pass_on(asked, Buffer.concat(parts), answer, fate === 'back'), late_ms)
    })
  }

  private pass_on(asked: IncomingMessage, body: Buffer, answer: ServerResponse, lose: boolean): void {
    const { hostname, port } = this.upstream
    const passed = request(
      { hostname, port, path: asked.url, method: asked.method, headers: asked.headers },
      (told) => {
        if (lose) {
          told.resume()
          told.on('end', () => asked.socket.destroy())
          return
        }
        answer.writeHead(told.statusCode ?? 502, told.headers)
        answer.flushHeaders()
        told.pipe(answer)
      },
    )
    passed.on('error', () => asked.socket.destroy())
    answer.on('close', () => passed.destroy())
    passed.end(body)
  }
}
