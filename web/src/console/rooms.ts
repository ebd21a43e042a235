// The screens of the console, and whose they are. A role decides what opens first; what one may do there, the server
// decides.
import type { Role } from '../api/session'

export const rooms = ['desk', 'dispatch', 'board', 'wall'] as const
export type Room = (typeof rooms)[number]

export const rooms_of: Record<Role, readonly Room[]> = {
  grid_worker: [], // /field is theirs
  clerk: ['desk'],
  desk_officer: ['dispatch', 'board', 'wall'],
  importer: [],
  supervisor: ['board', 'dispatch', 'wall'],
}

// Where somebody goes after logging in.
export function first_path(role: string): string {
  const first = rooms_of[role as Role]?.[0]
  return first ? `/${first}` : '/field/'
}
