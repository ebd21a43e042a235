// Who is logged in on this browser. The cookie is the server's; what is known here is told by GET /api/v1/session.
import { shallowRef } from 'vue'
import type { components } from './generated/openapi'

export type Session = components['schemas']['session']
export type Role = 'grid_worker' | 'clerk' | 'desk_officer' | 'importer' | 'supervisor'

export const session = shallowRef<Session | null>(null)
// A session that may do nothing before its user has chosen a password or enrolled a second factor: no session yet for
// any screen.
export const owing = shallowRef<Session | null>(null)

export const csrf = (): string => (session.value ?? owing.value)?.csrf ?? ''
