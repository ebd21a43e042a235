// Logging in and out, one's own account, and screens that stay on.
import { api, told } from './client'
import type { components } from './generated/openapi'
import { Problem } from './problem'
import { csrf, owing, type Session, session } from './session'

export type DemoAccounts = { password: string; accounts: DemoSeat[] }
export type DemoSeat = components['schemas']['demo_seat']

const secret = () => ({ header: { 'X-CSRF-Token': csrf() } })

function take(opened: Session | null): Session | null {
  const whole = opened?.owes === 'nothing'
  owing.value = whole ? null : opened
  session.value = whole ? opened : null
  return session.value
}

// Whether somebody is, and owes nothing; throws when the server cannot be reached.
export async function find_session(): Promise<Session | null> {
  try {
    return take(await told(api.GET('/api/v1/session')))
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem
    return take(null)
  }
}

// Null: he is in and owes something first.
export async function log_in(user: string, password: string, totp: string): Promise<Session | null> {
  const body = totp === '' ? { user, password } : { user, password, totp }
  return take(await told(api.POST('/api/v1/session', { body })))
}

// current: not said by who came with a one-time password.
export async function choose_password(chosen: string, current?: string): Promise<Session | null> {
  const body = current === undefined ? { chosen } : { chosen, current }
  await told(api.POST('/api/v1/session/password', { params: secret(), body }))
  return find_session()
}

export type OfferedFactor = { secret: string; link: string }

export function offer_factor(): Promise<OfferedFactor> {
  return told(api.POST('/api/v1/session/second-factor', { params: secret() }))
}

export async function confirm_factor(totp: string): Promise<Session | null> {
  await told(api.PUT('/api/v1/session/second-factor', { params: secret(), body: { totp } }))
  return find_session()
}

export async function log_out(): Promise<void> {
  await told(api.DELETE('/api/v1/session', { params: secret() }))
  take(null)
}

export type OpenSession = OwnSessions['sessions'][number]
export type OwnSessions = Awaited<ReturnType<typeof open_sessions>>

export async function open_sessions() {
  return told(api.GET('/api/v1/sessions'))
}

export async function end_session(id: string): Promise<void> {
  await told(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id }, ...secret() } }))
}

export type Wall = Awaited<ReturnType<typeof walls>>[number]

export async function walls() {
  return (await told(api.GET('/api/v1/walls'))).walls
}

// This browser goes on as a screen, and as nothing else.
export async function leave_wall(name: string): Promise<void> {
  await told(api.POST('/api/v1/walls', { params: secret(), body: { name } }))
  await find_session()
}

export async function end_wall(id: string): Promise<void> {
  await told(api.DELETE('/api/v1/walls/{id}', { params: { path: { id }, ...secret() } }))
}

// Null where this is no demonstration.
export async function demo_accounts(): Promise<DemoAccounts | null> {
  try {
    return await told(api.GET('/api/v1/demo-accounts'))
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 404) return null
    throw problem
  }
}

// --- accounts of others, for who watches over the whole city ---

export type KeptAccount = components['schemas']['kept_account']

export async function kept_accounts(find: string, after_user = '') {
  return told(api.GET('/api/v1/accounts', { params: { query: { find, after_user } } }))
}

// The one-time password, told this once, and until when it is good.
export function reset_account(user: string) {
  return told(api.POST('/api/v1/accounts/reset', { params: secret(), body: { user } }))
}

// What pages call him; empty: nothing but his user.
export async function name_person(user: string, name: string): Promise<void> {
  await told(api.POST('/api/v1/accounts/name', { params: secret(), body: { user, name } }))
}

export async function unlock_account(user: string): Promise<void> {
  await told(api.POST('/api/v1/accounts/unlock', { params: secret(), body: { user } }))
}

export async function end_sessions_of(user: string): Promise<void> {
  await told(api.POST('/api/v1/accounts/end-sessions', { params: secret(), body: { user } }))
}
