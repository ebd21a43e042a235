// Requests to the server: types from docs/openapi.yaml, problems as exceptions, the session's secret on every command.
import createClient, { type Middleware } from 'openapi-fetch'
import { ref } from 'vue'
import { make_uuid_v7 } from '../base/uuid'
import { server_now_ms } from '../base/server_clock'
import type { components as messages } from './generated/messages'
import type { paths } from './generated/openapi'
import { learn_people } from './people'
import { Problem, type ProblemBody, unreachable } from './problem'
import { csrf, owing, session } from './session'

export type Messages = messages['schemas']

const answered_within_ms = 15_000

const with_secret: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && csrf() !== '') request.headers.set('X-CSRF-Token', csrf())
    return request
  },
  onResponse({ response }) {
    if (response.status === 401) session.value = owing.value = null
    return response
  },
}

// Whether the last request had an answer, whatever it was: the one honest sign of a network.
export const answered = ref(true)

// Aborts what takes too long: a request without an answer is a problem that can be shown.
export async function fetch_in_time(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const given_up = new AbortController()
  const timer = setTimeout(() => given_up.abort(), answered_within_ms)
  try {
    const answer = await fetch(input, { ...init, signal: given_up.signal })
    answered.value = true
    return answer
  } catch {
    answered.value = false
    throw unreachable()
  } finally {
    clearTimeout(timer)
  }
}

export const api = createClient<paths>({ baseUrl: '', fetch: (request: Request) => fetch_in_time(request) })
api.use(with_secret)

interface Told<Data> {
  data?: Data
  error?: unknown
  response: Response
}

function body_of(error: unknown): Partial<ProblemBody> {
  return typeof error === 'object' && error !== null ? (error as Partial<ProblemBody>) : {}
}

// What was asked for, or the Problem is thrown: `const page = await told(api.GET('/api/v1/inbox', …))`.
export async function told<Data>(asked: Promise<Told<Data>>): Promise<Data> {
  const { data, error, response } = await asked
  learn_people(data ?? error)
  if (response.ok && error === undefined) return data as Data
  const body = body_of(error)
  throw new Problem(body.code ?? `http_${response.status}`, response.status, body)
}

// Every command of proto/command.proto but a blow: its name there, with what it says.
export type CommandName = Exclude<keyof Messages['Command'], 'whistle_id' | 'seen_version' | 'blow'>
export type CommandBody<Name extends CommandName> = Partial<NonNullable<Messages['Command'][Name]>>

export interface CommandTo {
  whistle_id: string
  version: number // that was seen
  id?: string // of an earlier try of the same command
}

// Gives one command. A 412 Problem carries `meanwhile`: what others did since that version.
export function give<Name extends CommandName>(
  name: Name,
  to: CommandTo,
  body: CommandBody<Name> = {},
): Promise<Messages['Receipt']> {
  return told(
    api.POST('/api/v1/whistles/{id}/{command}', {
      params: {
        path: { id: to.whistle_id, command: name.replace(/_/g, '-') },
        header: {
          'Idempotency-Key': to.id ?? make_uuid_v7(server_now_ms()),
          'If-Match': `"${to.version}"`,
          'X-CSRF-Token': csrf(),
        },
      },
      body,
    }),
  )
}
