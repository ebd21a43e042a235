// As much of the server as the outbox speaks with: uploads in parts, whistles under their ids, receipts that repeat;
// and a network that loses requests or answers, as told.
import { createHash } from 'node:crypto'

export type Fate = 'arrives' | 'request lost' | 'answer lost'

interface Upload {
  size: number
  bytes: Uint8Array
}

const sha = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

export class FakeServer {
  dataset = 'dataset-1'
  fate: () => Fate = () => 'arrives'
  refuse: { code: string; status: number } | null = null
  logged_in = true
  commands = new Map<string, { path: string; body: string; receipt: Record<string, unknown> }>()
  whistles = new Map<string, { photos: string[] }>()
  photos = new Set<string>()
  asked: string[] = []
  private uploads = new Map<string, Upload>()

  // Another journal: nothing is known any more, and photos are gone with it.
  lose_everything(): void {
    this.dataset = 'dataset-2'
    this.commands.clear()
    this.whistles.clear()
    this.photos.clear()
    this.uploads.clear()
  }

  fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), 'http://city'), init)
    const fate = this.fate()
    if (fate === 'request lost') throw new TypeError('no network')
    const answer = await this.answer(request)
    if (fate === 'answer lost') throw new TypeError('no network')
    return answer
  }

  private async answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    this.asked.push(`${request.method} ${url.pathname}`)
    if (!this.logged_in) return this.problem('not_logged_in', 401)
    if (url.pathname.startsWith('/api/v1/uploads/')) {
      return this.upload(url, request.method === 'PUT' ? new Uint8Array(await request.arrayBuffer()) : null)
    }
    return this.command(url.pathname, request.headers.get('Idempotency-Key') ?? '', await request.text())
  }

  private upload(url: URL, part: Uint8Array | null): Response {
    const id = url.pathname.split('/').pop() ?? ''
    const had = this.uploads.get(id)
    if (!part && !had) return this.problem('upload_unknown', 404)
    const upload = had ?? { size: Number(url.searchParams.get('size')), bytes: new Uint8Array() }
    this.uploads.set(id, upload)
    const offset = Number(url.searchParams.get('offset') ?? 0)
    if (part && offset > upload.bytes.length) {
      return this.problem('upload_gap', 409, { received: upload.bytes.length, size: upload.size })
    }
    if (part && offset + part.length > upload.bytes.length) {
      upload.bytes = Uint8Array.from([...upload.bytes.slice(0, offset), ...part])
    }
    const whole = upload.bytes.length === upload.size
    const photo = whole ? sha(upload.bytes) : undefined
    if (photo) this.photos.add(photo)
    return Response.json(
      { received: upload.bytes.length, size: upload.size, photo },
      { status: whole && part ? 201 : 200 },
    )
  }

  private command(path: string, id: string, body: string): Response {
    const before = this.commands.get(id)
    if (before && (before.body !== body || before.path !== path)) return this.problem('id_reused', 422)
    if (before) return Response.json({ ...before.receipt, repeated_command: true }, { status: 201 })
    if (this.refuse) return this.problem(this.refuse.code, this.refuse.status)
    const said = JSON.parse(body)
    if (said.report) this.whistles.set(said.whistle_id, { photos: said.report.photos })
    const receipt = {
      whistle_id: said.whistle_id ?? path.split('/')[4],
      version: 3,
      dataset: this.dataset,
      stage: 'dispatched',
      lead: 'd',
      helpers: [],
      desk: '',
      deadlines: [],
    }
    this.commands.set(id, { path, body, receipt })
    return Response.json(receipt, { status: 201 })
  }

  private problem(code: string, status: number, more: object = {}): Response {
    return Response.json({ code, status, title: code, title_zh: code, detail: '', ...more }, { status })
  }
}
