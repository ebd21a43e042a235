// Brings a photo to the server in parts; what has arrived is not sent again.
import { fetch_in_time } from '../../api/client'
import { Problem, type ProblemBody } from '../../api/problem'
import { session } from '../../api/session'
import { server_now_ms } from '../../base/server_clock'
import { make_uuid_v7 } from '../../base/uuid'

const part_bytes = 48 * 1024
const tries_max = 5

interface Uploaded {
  received: number
  photo?: string // content address of what was stored
}

async function put_part(id: string, photo: File, offset: number): Promise<Uploaded> {
  const answer = await fetch_in_time(`/api/v1/uploads/${id}?size=${photo.size}&offset=${offset}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': session.value?.csrf ?? '' },
    body: photo.slice(offset, offset + part_bytes),
  })
  const body: Uploaded & Partial<ProblemBody> = await answer.json().catch(() => ({ received: 0 }))
  if (answer.ok) return body
  if (answer.status === 401) session.value = null
  if (body.code === 'upload_gap') return { received: body.received ?? 0 }
  throw new Problem(body.code ?? `http_${answer.status}`, answer.status, body)
}

// The photo's content address.
export async function upload_photo(photo: File, sent: (share: number) => void): Promise<string> {
  const id = make_uuid_v7(server_now_ms())
  let offset = 0
  let tries = 0
  for (;;) {
    try {
      const at = await put_part(id, photo, offset)
      if (at.photo) return at.photo
      tries = at.received > offset ? 0 : tries + 1
      offset = at.received
      sent(offset / photo.size)
      if (tries >= tries_max) throw new Problem('upload_gap', 409)
    } catch (thrown) {
      tries += 1
      if (!(thrown instanceof Problem && thrown.passing) || tries >= tries_max) throw thrown
    }
  }
}
