// A line to the server that fails as for a machine that sleeps. Silent: what was open stays open and brings nothing more, the
// server hears that it broke, and whoever speaks into it is told so, too. Full: nobody takes what the server says. Whoever comes
// later gets through.
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export class SilentLine {
  url = ''
  private readonly server: Server
  private readonly carried = new Map<Socket, Socket>() // to the page, to the server

  constructor(private readonly upstream: URL) {
    this.server = createServer((near) => this.carry(near))
  }

  async open(): Promise<void> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  fall_silent(): void {
    for (const [near, far] of this.carried) {
      near.unpipe(far)
      far.unpipe(near)
      near.on('data', () => near.resetAndDestroy()).resume()
      far.removeAllListeners('close')
      far.destroy()
    }
  }

  fill(): void {
    for (const [near, far] of this.carried) far.unpipe(near)
  }
  empty(): void {
    for (const [near, far] of this.carried) far.pipe(near)
  }

  close(): void {
    for (const [near, far] of this.carried) {
      near.destroy()
      far.destroy()
    }
    this.server.close()
  }

  private carry(near: Socket): void {
    const far = connect(Number(this.upstream.port), this.upstream.hostname)
    this.carried.set(near, far)
    for (const each of [near, far]) each.on('error', () => each.destroy())
    near.on('close', () => {
      this.carried.delete(near)
      far.destroy()
    })
    far.on('close', () => near.destroy())
    near.pipe(far)
    far.pipe(near)
  }
}
