// Brings one photo to the server in parts that survive a bad network. What has arrived, the server says: asked before
// anything is sent again.
import { fetch_in_time } from '../../api/client'
import { Problem, type ProblemBody } from '../../api/problem'
import { session } from '../../api/session'
import { put_photo } from './box'
import type { StoredPhoto } from './items'

export const part_bytes = 48 * 1024

interface UploadState {
  received: number
  size: number
  photo?: string
}

async function ask(url: string, init?: RequestInit): Promise<UploadState> {
  const answer = await fetch_in_time(url, init)
  const body: UploadState & Partial<ProblemBody> = await answer.json().catch(() => ({}))
  if (answer.ok) return body
  if (answer.status === 401) session.value = null
  if (body.code === 'upload_gap') return { received: body.received ?? 0, size: 0 }
  throw new Problem(body.code ?? `http_${answer.status}`, answer.status, body)
}

async function arrived(id: string): Promise<UploadState> {
  try {
    return await ask(`/api/v1/uploads/${id}`)
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === 'upload_unknown') return { received: 0, size: 0 }
    throw thrown
  }
}

// Throws the Problem that stopped it. Nothing that has arrived is sent again.
export async function upload(photo: StoredPhoto, sent: (bytes: number) => void): Promise<StoredPhoto> {
  const size = photo.bytes.byteLength
  let at: UploadState = { received: 0, size }
  if (photo.tried) at = await arrived(photo.id)
  else await put_photo({ ...photo, tried: true })
  while (at.photo === undefined) {
    sent(at.received)
    // A last part that is said again is answered with the photo it has become.
    const offset = at.received < size ? at.received : Math.max(0, size - part_bytes)
    at = await ask(`/api/v1/uploads/${photo.id}?size=${size}&offset=${offset}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': session.value?.csrf ?? '' },
      body: photo.bytes.slice(offset, offset + part_bytes),
    })
  }
  const there: StoredPhoto = { ...photo, tried: true, hash: at.photo }
  await put_photo(there)
  sent(size)
  return there
}
