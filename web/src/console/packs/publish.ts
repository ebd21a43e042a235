// Brings a pack to the server and asks for it to be put into force: parts first, each where the server says that it has
// got to, then the word that it counts. The server proves it; nothing changes unless it is covered.
import { fetch_in_time, type Messages } from '../../api/client'
import { Problem, type ProblemBody, unreachable } from '../../api/problem'
import { read } from '../../api/read'
import { session } from '../../api/session'

const part_bytes = 48 * 1024
const proved_within_ms = 120_000 // a large pack is proved in seconds; on a busy machine in more

export type PackVersion = Messages['PackVersion']
export type OpenChange = Messages['OpenChange']
export type Published = Messages['Published']
export type Findings = Messages['PackFindings']

async function answered<Answer>(answer: Response): Promise<Answer> {
  if (answer.status === 401) session.value = null
  const body: Answer & Partial<ProblemBody> = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Problem(body.code ?? `http_${answer.status}`, answer.status, body)
  return body
}
const secret = () => ({ 'X-CSRF-Token': session.value?.csrf ?? '' })

export async function load_versions(): Promise<PackVersion[]> {
  const versions: PackVersion[] = []
  for (;;) {
    const after = versions[versions.length - 1]?.version ?? 0
    const page = await read<Messages['PackList']>(`/api/v1/packs?after_version=${after}`)
    versions.push(...page.versions)
    if (!page.more || page.versions.length === 0) return versions
  }
}

// Open whistles that would have another holder, other helpers or other limits under it.
export async function load_changes(
  version: number,
  at_most: number,
): Promise<{ changes: OpenChange[]; more: boolean }> {
  const changes: OpenChange[] = []
  for (;;) {
    const last = changes[changes.length - 1]
    const after = last ? `&after_whistle_id=${last.whistle_id}` : ''
    const page = await read<Messages['PackList']>(`/api/v1/packs?changed_by=${version}${after}`)
    changes.push(...page.changes)
    if (!page.more || page.changes.length === 0) return { changes, more: false }
    if (changes.length >= at_most) return { changes, more: true }
  }
}

// Part by part; what has arrived is not sent again.
export async function send_whole(
  whole: Uint8Array<ArrayBuffer>,
  sha256: string,
  sent: (bytes: number) => void,
): Promise<void> {
  let held = 0
  while (held < whole.length) {
    const answer = await fetch_in_time(`/api/v1/packs/parts/${sha256}?size=${whole.length}&offset=${held}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream', ...secret() },
      body: whole.slice(held, held + part_bytes),
    })
    const arrived = (await answered<Messages['Publishing']>(answer)).held?.bytes ?? 0
    if (arrived <= held) throw new Problem('pack_incomplete', 409)
    held = arrived
    sent(held)
  }
}

export type Outcome = { published: Published } | { not_covered: Findings }

export async function publish(asked: Partial<Messages['PublishPack']>, id: string): Promise<Outcome> {
  const given_up = new AbortController()
  const timer = setTimeout(() => given_up.abort(), proved_within_ms)
  let answer: Response
  try {
    answer = await fetch('/api/v1/packs', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': id, ...secret() },
      body: JSON.stringify(asked),
      signal: given_up.signal,
    })
  } catch {
    throw unreachable()
  } finally {
    clearTimeout(timer)
  }
  const body: Messages['Publishing'] & Partial<ProblemBody> = await answer.json().catch(() => ({}))
  if (body.published) return { published: body.published }
  if (body.not_covered) return { not_covered: body.not_covered }
  if (answer.status === 401) session.value = null
  throw new Problem(body.code ?? `http_${answer.status}`, answer.status, body)
}
