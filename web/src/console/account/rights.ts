// Which of the account's doors are shown; what somebody may do, the server decides (docs/permissions.md).
import type { Session } from '../../api/session'

type Seat = Pick<Session, 'role' | 'opened_with'>

// Of the area that he watches over.
export const keeps_accounts = (who: Seat, level: string | undefined): boolean =>
  who.role === 'supervisor' && level === 'city' && who.opened_with === 'password'

export const leaves_walls = (who: Seat): boolean =>
  (who.role === 'supervisor' || who.role === 'desk_officer') && who.opened_with === 'password'
