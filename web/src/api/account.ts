// Logging in and out.
import { api, told } from './client'
import type { components } from './generated/openapi'
import { Problem } from './problem'
import { type Session, session } from './session'

export type DemoAccounts = { password: string; accounts: components['schemas']['account'][] }

// Whether somebody is; throws when the server cannot be reached.
export async function find_session(): Promise<Session | null> {
  try {
    session.value = await told(api.GET('/api/v1/session'))
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem
    session.value = null
  }
  return session.value
}

export async function log_in(user: string, password: string, totp: string): Promise<Session> {
  const body = totp === '' ? { user, password } : { user, password, totp }
  session.value = await told(api.POST('/api/v1/session', { body }))
  return session.value
}

export async function log_out(): Promise<void> {
  await told(api.DELETE('/api/v1/session', { params: { header: { 'X-CSRF-Token': session.value?.csrf ?? '' } } }))
  session.value = null
}

export type OpenSession = Awaited<ReturnType<typeof open_sessions>>[number]

export async function open_sessions() {
  return (await told(api.GET('/api/v1/sessions'))).sessions
}

export async function end_session(id: string): Promise<void> {
  const header = { 'X-CSRF-Token': session.value?.csrf ?? '' }
  await told(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id }, header } }))
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
