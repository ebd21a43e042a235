// Brings a pack to the server and asks for it to be put into force: parts first, each where the server says that it has
// got to, then the word that it counts. The server proves it; nothing changes unless it is covered.
import { fetch_in_time, type Messages } from '../../api/client'
import { Problem, type ProblemBody, unreachable } from '../../api/problem'
import { read } from '../../api/read'
import { session } from '../../api/session'
import { file_bytes_max, pack_file_names, type PackFiles } from './canonical'
import { unzip } from './unzip'

const part_bytes = 48 * 1024
const proved_within_ms = 120_000 // a large pack is proved in seconds; on a busy machine in more

export type PackVersion = Messages['PackVersion']
export type OpenChange = Messages['OpenChange']
export type Published = Messages['Published']
export type Findings = Messages['PackFindings']
export type Checked = Messages['PackChecked']
export type HolderMove = Messages['HolderMove']
// Whose changes are asked about: a publication, or a pack that was checked.
export type PackAsked = { version: number } | { pack: string }

export interface Changes {
  changes: OpenChange[]
  more: boolean
  open: number // whistles that were looked at
  changed: number // of them
  moves: HolderMove[]
}

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

// Where the files of a published pack can be had, and they themselves.
export const files_href = (pack: string): string => `/api/v1/packs/${pack}/files`
export async function load_files(pack: string): Promise<PackFiles> {
  const answer = await fetch_in_time(files_href(pack))
  if (!answer.ok) await answered(answer)
  return unzip(await answer.arrayBuffer(), (path) => pack_file_names.includes(path), file_bytes_max)
}

// Open whistles that would have another holder, other helpers or other limits under it.
export async function load_changes(asked: PackAsked, at_most: number): Promise<Changes> {
  const of = 'version' in asked ? `changed_by=${asked.version}` : `changed_by_pack=${asked.pack}`
  const first = await read<Messages['PackList']>(`/api/v1/packs?${of}`)
  const made: Changes = {
    changes: first.changes,
    more: first.more,
    open: first.open_count,
    changed: first.changed_count,
    moves: first.moves,
  }
  while (made.more && made.changes.length < at_most) {
    const last = made.changes[made.changes.length - 1]
    const page = await read<Messages['PackList']>(`/api/v1/packs?${of}&after_whistle_id=${last?.whistle_id}`)
    made.changes = [...made.changes, ...page.changes]
    made.more = page.more
  }
  return made
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

// Said to the server as JSON; its answer may take as long as a proof.
async function proved(path: string, asked: object, headers: Record<string, string>): Promise<Messages['Publishing']> {
  const given_up = new AbortController()
  const timer = setTimeout(() => given_up.abort(), proved_within_ms)
  let answer: Response
  try {
    answer = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers, ...secret() },
      body: JSON.stringify(asked),
      signal: given_up.signal,
    })
  } catch {
    throw unreachable()
  } finally {
    clearTimeout(timer)
  }
  const body: Messages['Publishing'] & Partial<ProblemBody> = await answer.json().catch(() => ({}))
  if (body.published || body.not_covered || body.checked) return body
  if (answer.status === 401) session.value = null
  throw new Problem(body.code ?? `http_${answer.status}`, answer.status, body)
}

// Proved as publishing does; nothing changes.
export async function check(asked: Partial<Messages['CheckPack']>): Promise<Checked> {
  const { checked } = await proved('/api/v1/packs/check', asked, {})
  if (!checked) throw new Problem('no_answer', 504)
  return checked
}

export type Outcome = { published: Published } | { not_covered: Findings }

export async function publish(asked: Partial<Messages['PublishPack']>, id: string): Promise<Outcome> {
  const { published, not_covered } = await proved('/api/v1/packs', asked, { 'Idempotency-Key': id })
  if (published) return { published }
  if (not_covered) return { not_covered }
  throw new Problem('no_answer', 504)
}
